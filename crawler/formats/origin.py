"""Where a document came from, as far as a format needs to know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source's name, its own number for the notice, and the address the bytes came from."""

    source: str
    source_id: str
    url: str
