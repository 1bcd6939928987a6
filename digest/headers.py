"""Headers of letters as mail to a list: how to leave it by one click (RFC 8058), and whose and which letter it is."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import quote

ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """
    What the headers need to know beside the letter.

    `unsubscribe` is the recipient's own https address (digest.addresses); `leader` the address a mail asking to be
    left alone can be written to.
    """

    cluster: str
    kind: str = "weekly"
    unsubscribe: str | None = None
    leader: str | None = None


def lines(bulk: Bulk, date: datetime) -> bytes:
    """
    Header lines to stand before the message's own.

    They are written here because Python's e-mail package breaks an address too long for a line into encoded words,
    and no program unsubscribes by those.
    """
    found = {"Feedback-ID": _feedback_id(bulk, date)}
    ways = [f"<{way}>" for way in (_web(bulk.unsubscribe), _mailto(bulk.leader)) if way]
    if ways:
        found["List-Unsubscribe"] = ",\r\n ".join(ways)
    if _web(bulk.unsubscribe):
        found["List-Unsubscribe-Post"] = ONE_CLICK
    return "".join(f"{name}: {value}\r\n" for name, value in found.items()).encode("ascii")


def _feedback_id(bulk: Bulk, date: datetime) -> str:
    """Campaign, list, cluster and sender, as Google's Postmaster Tools read them."""
    year, week, _ = date.isocalendar()
    return ":".join((f"{year}W{week:02}", _word(bulk.kind), _word(bulk.cluster), "klyngeradar"))


def _word(text: str) -> str:
    plain = text.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "x"


def _web(address: str | None) -> str | None:
    """The address if it can stand in the header: https, and of nothing but what addresses are made of."""
    return address if address and re.fullmatch(r"https://[\x21\x23-\x3b\x3d\x3f-\x7e]+", address) else None


def _mailto(leader: str | None) -> str | None:
    address = parseaddr(leader or "")[1]
    if not address.isascii() or not address.partition("@")[2]:
        return None
    return f"mailto:{quote(address, safe='@.+-_')}?subject=Avmelding"
