"""Validator: by what a server recognises that its answer has not changed (RFC 9110, 8.8)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """
    ETag and Last-Modified of one address's answer, as the server wrote them.

    `settings` is a hash of how the answer was read and `since` the earliest day that was asked for then: an unchanged
    answer brings nothing new only to a reader who asks for no more and reads no otherwise.
    """

    url: str
    etag: str | None
    last_modified: str | None
    settings: str
    since: date
