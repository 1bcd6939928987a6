"""What every way of delivering shares: the parcel, the addresses on its envelope, and what can come of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol

from store import letters
from store.outbox import Post as Row

AboutTo = Callable[[], None]
"""Called when all but the last dot is handed over: it commits that the mail may be gone from here on."""


class Refused(Exception):  # noqa: N818 - what the server did
    """This mail will never be taken (5xx). `unreachable`: because nobody is at that address."""

    def __init__(self, reason: str, *, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.unreachable = unreachable


class Deferred(Exception):  # noqa: N818 - what the server did
    """This mail was not taken for now. `greylisted`: the server wants to see it again after some minutes."""

    def __init__(self, reason: str, *, greylisted: bool = False) -> None:
        super().__init__(reason)
        self.greylisted = greylisted


class Doubt(Exception):  # noqa: N818 - what we are in
    """All was handed over and no answer came."""


class Halt(Exception):  # noqa: N818 - what the run has to do
    """No mail can be sent at present. `ours`: the configuration is wrong, and trying again will not mend it."""

    def __init__(self, reason: str, *, ours: bool = False) -> None:
        super().__init__(reason)
        self.ours = ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A mail on its way: its number in the outbox, the name a file of it bears, and the bytes that go."""

    number: int
    name: str
    mail: letters.Mail
    message: bytes


class Post(Protocol):
    """Takes mails over."""

    def deliver(self, parcel: Parcel, about_to: AboutTo) -> str | None:
        """Hand a mail over; returns what is to be known of it. Raises Refused, Deferred, Doubt or Halt."""

    def taken(self, parcel: Parcel) -> bool | None:
        """Whether this mail was taken by an earlier run; None where that cannot be known."""

    def close(self) -> None:
        """Let go of what is open."""


def name(row: Row) -> str:
    """`fjordstaal-2026-W47-tilbud`: reader, week and recipient; other kinds of letters by kind and last day."""
    year, week, _ = row.first_day.isocalendar()
    when = f"{year}-W{week:02}" if row.kind == "weekly" else f"{row.kind}-{row.last_day.isoformat()}"
    local = re.sub(r"[^a-z0-9]+", "-", row.recipient.partition("@")[0].lower()).strip("-")
    return f"{row.member}-{when}-{local}"


def sender(written: str, bounce: str | None, number: int) -> str:
    """
    The envelope's sender, to which bounces go: `bounce+17@example.no` for the mail of that number (VERP).

    Without an address for bounces it is the address of the letter's From (`written`).
    """
    if bounce is None:
        return ascii_domain(parseaddr(written)[1])
    local, _, domain = bounce.rpartition("@")
    return ascii_domain(f"{local}+{number}@{domain}")


def ascii_domain(address: str) -> str:
    """The address with its domain as the DNS writes it (`xn--`). Raises Refused for a domain that is none."""
    local, _, domain = address.strip().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}" if not domain.isascii() else address.strip()
    except UnicodeError:
        raise Refused(f"{domain!r} is no domain") from None
