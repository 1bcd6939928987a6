"""
Bounces: delivery-status messages (RFC 3464) read, and what they say of our mails.

What is no such message, or is not of a mail of ours, is left alone and counted: mailboxes for bounces get much else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Final

from sqlalchemy import Engine

from store import bounces, content
from store.bounces import Kind
from store.database import writing

LARGEST: Final = 1_000_000
"""Bytes of a message that are looked at; a report that returns a whole letter is a tenth of that."""

_TO: Final = ("delivered-to", "x-original-to", "envelope-to", "to")
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID: Final = re.compile(r"^message-id:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
_NOT_THE_ADDRESS: Final = re.compile(r"5\.2\.2|5\.2\.3|5\.3\.|5\.5\.|5\.6\.|5\.7\.")
"""Refused for good, but not because nobody is there: a full mailbox, too large, not liked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one message reports of one mail: which (`number` from the address it came to), to whom, and what."""

    number: int | None
    message_id: str | None
    recipient: str
    failed: bool
    status: str
    reason: str

    @property
    def kind(self) -> Kind:
        """`hard` where nobody can be reached at that address, else `soft`."""
        lost = self.failed and self.status.startswith("5") and not _NOT_THE_ADDRESS.match(self.status)
        return Kind.HARD if lost else Kind.SOFT


@dataclass(slots=True)
class Taken:
    """What came of reading bounces: `hard`, `soft`, `known` from before, `other` that is none of ours."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    understood: list[bool] = field(default_factory=list)  # of each message in order: whether it was of a mail of ours


def read(raw: bytes, bounce: str | None) -> Report | None:
    """What a message reports, or None for one that reports nothing. `bounce` is the address bounces come to."""
    try:
        message = message_from_bytes(raw[:LARGEST], policy=policy.default)
        status = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
        blocks = list(_blocks(status)) if status is not None else []
        about = next(
            (block for block in blocks if block.get("final-recipient") or block.get("original-recipient")), None
        )
        if about is None:
            return None
        return _report(about, number=_number(message, bounce), message_id=_returned(message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # Python's e-mail package on what is no e-mail


def take_in(engine: Engine, messages: Iterable[bytes], *, bounce: str | None, now: datetime) -> Taken:
    """Keep what these messages report; a message counts once."""
    taken = Taken()
    for raw in messages:
        report = read(raw, bounce)
        outcome = "other" if report is None else _keep(engine, report, content.digest(raw), now, taken)
        taken.outcomes[outcome] += 1
        taken.understood.append(outcome != "other")
    return taken


def _keep(engine: Engine, report: Report, hash_: str, now: datetime, taken: Taken) -> str:
    with writing(engine) as connection:
        row = bounces.find(connection, number=report.number, message_id=report.message_id, recipient=report.recipient)
        if row is None:
            return "other"
        told = bounces.Bounce(
            outbox_id=row.id,
            recipient=row.recipient,
            kind=report.kind,
            status=report.status,
            reason=report.reason,
            at=now,
        )
        if not bounces.record(connection, told, hash_, failed=report.failed):
            return "known"
    taken.problems.append(f"mail {row.id} to {row.recipient} came back: {report.status} {report.reason}".rstrip())
    return report.kind.value


def _blocks(status: Message) -> Iterator[dict[str, str]]:
    """The groups of fields of a report; Python takes each for a message of its own."""
    inner = status.get_payload()
    for part in inner if isinstance(inner, list) else []:
        if isinstance(part, Message):
            yield {name.lower(): " ".join(str(value).split()) for name, value in part.items()}


def _report(about: dict[str, str], *, number: int | None, message_id: str | None) -> Report:
    recipient = (about.get("original-recipient") or about["final-recipient"]).rpartition(";")[2].strip()
    said = about.get("diagnostic-code", "").partition(";")[2].strip()[:500]
    found = _STATUS.search(about.get("status", "")) or _STATUS.search(said)
    failed = about.get("action", "").lower().startswith("failed")
    status = found[0] if found else ("5.0.0" if failed else "4.0.0")
    return Report(
        number=number, message_id=message_id, recipient=recipient.lower(), failed=failed, status=status, reason=said
    )


def _number(message: EmailMessage, bounce: str | None) -> int | None:
    """The outbox number in the address the report came to (VERP)."""
    local, _, domain = (bounce or "").lower().rpartition("@")
    if not local:
        return None
    ours = re.compile(rf"{re.escape(local)}\+(\d{{1,12}})@{re.escape(domain)}", re.ASCII)
    for name in _TO:
        for value in message.get_all(name, []):
            found = ours.fullmatch(parseaddr(str(value))[1].lower())
            if found:
                return int(found[1])
    return None


def _returned(message: EmailMessage) -> str | None:
    """The Message-ID of the letter that is returned, whole or its headers alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            found = first.get("message-id") if isinstance(first, Message) else None
            if found:
                return str(found).strip()
        elif kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            text = headers.decode("utf-8", "replace") if isinstance(headers, bytes) else ""
            match = _MESSAGE_ID.search(text)
            if match:
                return match[1]
    return None
