"""
The outbox: one mail to one recipient per row, and how far it has come.

draft -> approved -> sending -> sent | failed | bounced | ambiguous | withheld. A mail is claimed, and the claim
committed, before a word is said to a mail server; whoever finds it still `sending` afterwards cannot know whether it
went (RFC 1047), so it is `ambiguous` until a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, func, or_, select, update

from store.tables.letters import letter
from store.tables.letters import outbox as table
from store.tables.recipients import recipient


class State(StrEnum):
    """How far a mail has come."""

    DRAFT = "draft"
    APPROVED = "approved"  # may go, at once or when its time has come
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up after temporary errors
    BOUNCED = "bounced"  # refused for good
    AMBIGUOUS = "ambiguous"  # nobody knows whether it went
    WITHHELD = "withheld"  # approved, but its recipient wants no letters any more, or cannot be reached


DRAFT: Final = State.DRAFT.value
UNDERWAY: Final = tuple(state.value for state in (State.APPROVED, State.SENDING, State.SENT, State.AMBIGUOUS))
"""States in which the recipient has the mail, will have it, or may have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to one recipient, byte for byte as it will go, and its two bodies to look at."""

    recipient: str
    message_id: str
    message: bytes
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A row of the outbox without the bytes; `not_before` holds a mail back, `reason` says what went wrong last."""

    id: int
    kind: str
    member: str
    first_day: date
    last_day: date
    subject: str
    recipient: str
    message_id: str
    idempotency_key: str
    state: State
    attempts: int
    not_before: datetime | None
    reason: str | None
    changed_at: datetime
    doubts: int = 0  # how often nobody knew whether it went


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A mail that is ours to send: its outbox number, which try this is (from 1), and the mail."""

    id: int
    attempt: int
    mail: Mail


def claim(connection: Connection, at: datetime) -> Claimed | None:
    """
    Take the next approved mail whose time has come, or None. Commit before sending it.

    Nobody else can take it then, and a crash leaves it `sending`. What is for somebody who wants no letters any more is
    withheld first.
    """
    withhold(connection, at)
    due = or_(table.c.not_before.is_(None), table.c.not_before <= at)
    first = select(table.c.id).where(table.c.state == State.APPROVED.value, due).order_by(table.c.id).limit(1)
    query = (
        update(table)
        .where(table.c.id == first.scalar_subquery(), table.c.state == State.APPROVED.value)
        .values(state=State.SENDING.value, attempts=table.c.attempts + 1, changed_at=at)
        .returning(table)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Claimed(id=row.id, attempt=row.attempts, mail=_mail(row))


def mark_sent(connection: Connection, mail_id: int, at: datetime) -> None:
    """The server took it over (250). Raises ValueError, as all marks do, for a mail that is not being sent."""
    _end(connection, mail_id, at, State.SENT, None)


def mark_failed(
    connection: Connection, mail_id: int, reason: str, at: datetime, *, retry_at: datetime | None = None
) -> None:
    """The server did not take it for now: tried again at `retry_at`, or given up without one."""
    _end(connection, mail_id, at, State.APPROVED if retry_at else State.FAILED, reason, not_before=retry_at)


def mark_bounced(connection: Connection, mail_id: int, reason: str, at: datetime) -> None:
    """The server refused it for good (5xx)."""
    _end(connection, mail_id, at, State.BOUNCED, reason)


def mark_ambiguous(connection: Connection, mail_id: int, reason: str, at: datetime) -> None:
    """The connection broke after the message and before the answer: it may have gone or not."""
    _end(connection, mail_id, at, State.AMBIGUOUS, reason)


def withhold(connection: Connection, at: datetime) -> list[int]:
    """Hold back drafts and approved mails to those who unsubscribed or cannot be reached; returns their numbers."""
    refusing = or_(recipient.c.unsubscribed_at.is_not(None), recipient.c.held_at.is_not(None))
    to_them = (
        select(letter.c.id)
        .join(recipient, recipient.c.member == letter.c.member)
        .where(
            letter.c.id == table.c.letter_id, recipient.c.email == func.lower(func.trim(table.c.recipient)), refusing
        )
    )
    query = (
        update(table)
        .where(table.c.state.in_((State.DRAFT.value, State.APPROVED.value)), to_them.exists())
        .values(state=State.WITHHELD.value, reason="its recipient unsubscribed or cannot be reached", changed_at=at)
    )
    return sorted(connection.execute(query.returning(table.c.id)).scalars())


def park(connection: Connection, at: datetime) -> list[int]:
    """
    Call mails still `sending` ambiguous, and return their numbers.

    To be called where nobody can be sending, as at the start of a run that holds the lock: they are a crash's.
    """
    query = (
        update(table)
        .where(table.c.state == State.SENDING.value)
        .values(state=State.AMBIGUOUS.value, reason="the program ended while it was being sent", changed_at=at)
    )
    return sorted(connection.execute(query.returning(table.c.id)).scalars())


def retry(connection: Connection, mail_id: int, at: datetime) -> None:
    """
    Let a mail go once more, same bytes, same Message-ID.

    Raises ValueError unless it failed, bounced, is in doubt or was withheld.
    """
    ended = (State.FAILED.value, State.BOUNCED.value, State.AMBIGUOUS.value, State.WITHHELD.value)
    _change(connection, mail_id, ended, {"state": State.APPROVED.value, "not_before": None, "changed_at": at})


def outbox(connection: Connection, *, states: Sequence[State] | None = None) -> list[Post]:
    """The outbox, newest period first, in all states or in these."""
    query = (
        select(
            *(column for column in table.c if column.name not in {"letter_id", "message", "html", "text"}),
            *(letter.c[name] for name in ("kind", "member", "first_day", "last_day", "subject")),
        )
        .join_from(table, letter, table.c.letter_id == letter.c.id)
        .order_by(letter.c.last_day.desc(), letter.c.member, table.c.id)
    )
    if states is not None:
        query = query.where(table.c.state.in_([state.value for state in states]))
    return [Post(**{**row, "state": State(row["state"])}) for row in connection.execute(query).mappings()]


def mail(connection: Connection, mail_id: int) -> Mail:
    """The mail of an outbox number. Raises KeyError where there is none."""
    row = connection.execute(select(table).where(table.c.id == mail_id)).one_or_none()
    if row is None:
        raise KeyError(mail_id)
    return _mail(row)


def _end(
    connection: Connection,
    mail_id: int,
    at: datetime,
    state: State,
    reason: str | None,
    *,
    not_before: datetime | None = None,
) -> None:
    values = {"state": state.value, "reason": reason, "not_before": not_before, "changed_at": at}
    _change(connection, mail_id, (State.SENDING.value,), values)


def _change(connection: Connection, mail_id: int, states: Sequence[str], values: dict[str, Any]) -> None:
    query = update(table).where(table.c.id == mail_id, table.c.state.in_(states)).values(values)
    if connection.execute(query.returning(table.c.id)).one_or_none() is None:
        raise ValueError(f"there is no mail {mail_id} in the outbox that is {' or '.join(states)}")


def _mail(row: Row[Any]) -> Mail:
    return Mail(
        recipient=row.recipient,
        message_id=row.message_id,
        message=row.message,
        html=row.html.decode("utf-8"),
        text=row.text.decode("utf-8"),
    )
