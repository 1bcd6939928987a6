"""Elements of eForms that are left unread on purpose, with the reason, and the codes the parser decides by."""

IGNORED: dict[str, str] = {}
CODES: dict[str, frozenset[str]] = {}
