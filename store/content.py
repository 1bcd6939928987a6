"""Notices, members and the like as JSON and back, and the hash that names a content."""

import hashlib
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from model.collaboration import Collaboration
from model.jointbid import Bundle, JointBid
from model.letter import Edits, Letter
from model.match import Evidence
from model.member import Member
from model.notice import Notice
from model.register import RegisterEntry
from store.columns import clean

NOTICE: Final = TypeAdapter(Notice)
MEMBER: Final = TypeAdapter(Member)
EVIDENCE: Final = TypeAdapter(tuple[Evidence, ...])
PROBLEMS: Final = TypeAdapter(tuple[str, ...])
LETTER: Final = TypeAdapter(Letter)
EDITS: Final = TypeAdapter(Edits)
JOINT_BID: Final = TypeAdapter(JointBid)
BUNDLE: Final = TypeAdapter(Bundle)
COLLABORATION: Final = TypeAdapter(Collaboration)
REGISTER_ENTRY: Final = TypeAdapter(RegisterEntry)


def of_notice(notice: Notice) -> bytes:
    """Compact JSON without what is empty; equal notices give equal bytes."""
    return NOTICE.dump_json(notice, exclude_defaults=True)


def cleaned(notice: Notice) -> tuple[Notice, bytes]:
    """The notice without what a database refuses, and its JSON."""
    try:
        written = of_notice(notice)
        if b"\\u0000" not in written:
            return notice, written
    except PydanticSerializationError:  # half a surrogate pair somewhere
        pass
    better = NOTICE.validate_python(_cleaned(NOTICE.dump_python(notice, exclude_defaults=True)))
    return better, of_notice(better)


def to_notice(written: bytes | str) -> Notice:
    """The notice back. Raises pydantic's ValidationError on anything `of_notice` did not write."""
    return NOTICE.validate_json(written)


def digest(*parts: bytes | str) -> str:
    """Hex SHA-256 of parts, none of which can run into the next."""
    total = hashlib.sha256()
    for part in parts:
        piece = part if isinstance(part, bytes) else part.encode("utf-8", "replace")
        total.update(len(piece).to_bytes(8, "big"))
        total.update(piece)
    return total.hexdigest()


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_cleaned(inner) for inner in value)
    return value
