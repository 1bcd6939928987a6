"""What a page of a feed says, as it comes back from the process that read it."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; times are ISO 8601 in UTC. `xml` is the whole element where the body is structured (CODICE)."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    published: str | None = None
    updated: str | None = None
    xml: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    One page: its entries, the entries it says are withdrawn (RFC 6721), and the address of the next page.

    `losses` are reasons to think that entries are missing, `notes` what is odd and loses nothing.
    """

    entries: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    next: str | None = None
    losses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """As it is sent between processes."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_json(cls, written: bytes) -> Self:
        """What `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        page: dict[str, Any] = json.loads(written)
        return cls(
            entries=tuple(Entry(**entry) for entry in page["entries"]),
            gone=tuple(Entry(**entry) for entry in page["gone"]),
            next=page["next"],
            losses=tuple(page["losses"]),
            notes=tuple(page["notes"]),
        )
