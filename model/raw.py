"""RawDocument: what a source sent, kept byte for byte before anything interprets it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """
    One document of one source. `format` names the format that can read it (`eforms`, `doffin-hit`, `doffin-detail` …).

    `source_id` is the source's own number for the notice (a Doffin id, a TED publication number); where an import
    has none, the file's name without its ending. `fetched_at` is UTC.
    """

    source: str
    source_id: str
    url: str
    format: str
    body: bytes
    fetched_at: datetime

    @property
    def sha256(self) -> str:
        """Hex digest of the body: the document's name in the archive."""
        return hashlib.sha256(self.body).hexdigest()
