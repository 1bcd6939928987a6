"""
The outbox: one mail to one recipient per row, and how far it has come.

draft -> approved -> claimed -> sending -> sent | failed | bounced | ambiguous | withheld. Each step is committed before
the next is taken. A mail found `claimed` after a crash has certainly not gone: its last byte was not handed over. One
found `sending` may have gone or not (RFC 1047); it is let go once more, the same bytes with the same Message-ID, and is
`ambiguous` until a person decides if that ends in doubt too (docs/decisions/0015).
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
    CLAIMED = "claimed"  # being sent; not all of it is handed over
    SENDING = "sending"  # handed over but for the last dot; whether it is taken shows in the answer
    SENT = "sent"
    FAILED = "failed"  # given up
    BOUNCED = "bounced"  # refused for good
    AMBIGUOUS = "ambiguous"  # nobody knows whether it went
    WITHHELD = "withheld"  # approved, but its recipient wants no letters any more, or cannot be reached


DRAFT: Final = State.DRAFT.value
UNDERWAY: Final = tuple(
    state.value for state in (State.APPROVED, State.CLAIMED, State.SENDING, State.SENT, State.AMBIGUOUS)
)
"""States in which the recipient has the mail, will have it, or may have it."""

_RETRIED: Final = (State.FAILED, State.BOUNCED, State.AMBIGUOUS, State.WITHHELD)
_GIVEN_UP: Final = (State.APPROVED, State.AMBIGUOUS, State.BOUNCED, State.WITHHELD)


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
    letter: int  # the number of the letter it carries
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
    doubts: int  # how often nobody knew whether it went


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A mail that is ours to send: its outbox number, which try this is (from 1), and the mail."""

    id: int
    attempt: int
    mail: Mail


def claim(connection: Connection, at: datetime) -> Claimed | None:
    """
    Take the next approved mail whose time has come, or None. Commit before sending it.

    Nobody else can take it then. What is for somebody who wants no letters any more is withheld first.
    """
    withhold(connection, at)
    due = or_(table.c.not_before.is_(None), table.c.not_before <= at)
    first = select(table.c.id).where(table.c.state == State.APPROVED.value, due).order_by(table.c.id).limit(1)
    query = (
        update(table)
        .where(table.c.id == first.scalar_subquery(), table.c.state == State.APPROVED.value)
        .values(state=State.CLAIMED.value, attempts=table.c.attempts + 1, changed_at=at)
        .returning(table)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Claimed(id=row.id, attempt=row.attempts, mail=_mail(row))


def mark_sending(connection: Connection, mail_id: int, at: datetime, *, message: bytes | None = None) -> None:
    """
    The mail is handed over but for its last dot; commit before that. `message` are the bytes as signed for it.

    From here on only an answer tells whether it went. Raises ValueError for a mail that is not claimed.
    """
    values: dict[str, Any] = {"state": State.SENDING.value, "changed_at": at}
    if message is not None:
        values["message"] = message
    _change(connection, mail_id, (State.CLAIMED,), values)


def mark_sent(connection: Connection, mail_id: int, at: datetime, *, reason: str | None = None) -> None:
    """It was taken (250). Raises ValueError, as all marks do, for a mail that is not being sent."""
    _end(connection, mail_id, at, State.SENT, reason)


def mark_failed(
    connection: Connection, mail_id: int, reason: str, at: datetime, *, retry_at: datetime | None = None
) -> None:
    """The server did not take it for now: tried again at `retry_at`, or given up without one."""
    _end(connection, mail_id, at, State.APPROVED if retry_at else State.FAILED, reason, not_before=retry_at)


def mark_bounced(connection: Connection, mail_id: int, reason: str, at: datetime) -> None:
    """The server refused it for good (5xx)."""
    _end(connection, mail_id, at, State.BOUNCED, reason)


def mark_doubtful(
    connection: Connection, mail_id: int, reason: str, at: datetime, *, retry_at: datetime | None
) -> State:
    """
    The connection broke after the message and before the answer: it may have gone or not.

    The first time it is let go once more at `retry_at`, where one is given; else it is ambiguous. Returns which.
    """
    doubts = connection.execute(select(table.c.doubts).where(table.c.id == mail_id)).scalar() or 0
    state = State.APPROVED if retry_at is not None and not doubts else State.AMBIGUOUS
    _end(connection, mail_id, at, state, reason, not_before=retry_at if state is State.APPROVED else None)
    connection.execute(update(table).where(table.c.id == mail_id).values(doubts=table.c.doubts + 1))
    return state


def release(connection: Connection, mail_id: int, reason: str, at: datetime) -> None:
    """Put a claimed mail back as it was, the try not counted: it was the server that could not be used."""
    values = {
        "state": State.APPROVED.value, "attempts": table.c.attempts - 1, "reason": reason, "changed_at": at,
    }  # fmt: skip
    _change(connection, mail_id, (State.CLAIMED,), values)


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


def retry(connection: Connection, mail_id: int, at: datetime) -> None:
    """
    Let a mail go once more, same bytes, same Message-ID.

    Raises ValueError unless it failed, bounced, is in doubt or was withheld.
    """
    _change(connection, mail_id, _RETRIED, {"state": State.APPROVED.value, "not_before": None, "changed_at": at})


def give_up(connection: Connection, mail_id: int, at: datetime) -> None:
    """Never send a mail; what it told of is not told. Raises ValueError for one that is a draft, sent or failed."""
    values = {"state": State.FAILED.value, "reason": "given up by the leader", "not_before": None, "changed_at": at}
    _change(connection, mail_id, _GIVEN_UP, values)


def outbox(connection: Connection, *, states: Sequence[State] | None = None) -> list[Post]:
    """The outbox, newest period first, in all states or in these."""
    query = (
        select(
            *(column for column in table.c if column.name not in {"letter_id", "message", "html", "text"}),
            letter.c.id.label("letter"),
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
    _change(connection, mail_id, (State.CLAIMED, State.SENDING), values)


def _change(connection: Connection, mail_id: int, states: Sequence[State], values: dict[str, Any]) -> None:
    there = (table.c.id == mail_id, table.c.state.in_([state.value for state in states]))
    query = update(table).where(*there).values(values)
    if connection.execute(query.returning(table.c.id)).one_or_none() is None:
        named = " or ".join(state.value for state in states)
        raise ValueError(f"there is no mail {mail_id} in the outbox that is {named}")


def _mail(row: Row[Any]) -> Mail:
    return Mail(
        recipient=row.recipient,
        message_id=row.message_id,
        message=row.message,
        html=row.html.decode("utf-8"),
        text=row.text.decode("utf-8"),
    )
