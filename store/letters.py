"""Letters as they were made, what they told their readers, and the mails that carry them: drafting and approving."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from model.letter import Letter
from store import collaborations, content, subscriptions
from store.outbox import (
    DRAFT,
    UNDERWAY,
    Claimed,
    Mail,
    Post,
    State,
    claim,
    give_up,
    mail,
    mark_bounced,
    mark_doubtful,
    mark_failed,
    mark_sending,
    mark_sent,
    outbox,
    release,
    retry,
)
from store.recovery import Recovered, recover, underway
from store.tables.letters import letter as letter_table
from store.tables.letters import outbox as outbox_table
from store.tables.letters import shown as shown_table
from store.tables.notices import notice_identifier

__all__ = [
    "Claimed", "Drafted", "Mail", "Post", "Recovered", "State", "approve", "claim", "draft", "give_up",
    "idempotency_key", "letter", "mail", "mark_bounced", "mark_doubtful", "mark_failed", "mark_sending", "mark_sent",
    "note_seen", "numbered", "outbox", "recover", "release", "retry", "settled", "shown", "underway",
]  # fmt: skip
"""The outbox's functions stand in store.outbox; whoever sends letters finds all of it here."""

DraftOutcome = Literal["new", "replaced", "same", "approved", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """
    What came of drafting a letter, and the letter's number.

    `new`; `replaced` an unapproved draft; the `same` as the draft that lay there; or nothing was done because a letter
    of this kind, reader and period is `approved` already, or `sent` (or being sent, or was tried).
    """

    id: int
    outcome: DraftOutcome


def idempotency_key(kind: str, first_day: date, last_day: date, member: str, recipient: str) -> str:
    """What makes a mail the same mail however often it is built: SHA-256 of kind, period, member and recipient."""
    whole = f"{kind}|{first_day.isoformat()}/{last_day.isoformat()}|{member}|{recipient.strip().lower()}"
    return content.digest(whole)


def draft(connection: Connection, letter: Letter, mails: Sequence[Mail], at: datetime) -> Drafted:
    """
    Keep a letter, the exact bytes of its mails (one per recipient) and which notices it tells of, all or nothing.

    Building again replaces the draft of the same kind, reader and period until it is approved; then the bytes stand.
    A mail to somebody who unsubscribed, or cannot be reached, is not kept.
    """
    refusing = subscriptions.refusing(connection)
    mails = [post for post in mails if (letter.reader, subscriptions.normal(post.recipient)) not in refusing]
    written = content.LETTER.dump_json(letter, exclude_defaults=True)
    posts = {_key(letter, post.recipient): post for post in mails}
    for post in posts.values():
        subscriptions.know(connection, letter.reader, post.recipient, subscriptions.PROFILE, at)
    there = connection.execute(_same(letter)).one_or_none()
    if there is None:
        values = {
            "kind": letter.kind,
            "member": letter.reader,
            "first_day": letter.first_day,
            "last_day": letter.last_day,
        }
        values |= _of_letter(letter, written, at)
        id_ = int(connection.execute(insert(letter_table).values(values).returning(letter_table.c.id)).scalar_one())
        _fill(connection, id_, letter, posts, at)
        return Drafted(id=id_, outcome="new")
    outcome = settled(connection, there.id)
    if outcome is None and there.content == written and _messages(connection, there.id) == _hashes(posts):
        outcome = "same"
    if outcome is not None:
        return Drafted(id=there.id, outcome=outcome)
    connection.execute(
        update(letter_table).where(letter_table.c.id == there.id).values(_of_letter(letter, written, at))
    )
    connection.execute(delete(outbox_table).where(outbox_table.c.letter_id == there.id))
    connection.execute(delete(shown_table).where(shown_table.c.letter_id == there.id))
    _fill(connection, there.id, letter, posts, at)
    return Drafted(id=there.id, outcome="replaced")


def approve(
    connection: Connection, at: datetime, *, ids: Collection[int] | None = None, not_before: datetime | None = None
) -> list[int]:
    """
    Let mails go: those of these outbox numbers that are drafts, or all drafts; at once, or from a moment on.

    Returns the numbers approved.
    """
    query = update(outbox_table).where(outbox_table.c.state == DRAFT)
    if ids is not None:
        query = query.where(outbox_table.c.id.in_(sorted(ids)))
    query = query.values(state=State.APPROVED.value, not_before=not_before, changed_at=at)
    return sorted(connection.execute(query.returning(outbox_table.c.id)).scalars())


def settled(connection: Connection, number: int) -> DraftOutcome | None:
    """`sent` for a letter that was tried, `approved` for one that may go, None for a draft."""
    query = select(outbox_table.c.state, outbox_table.c.attempts).where(outbox_table.c.letter_id == number)
    rows = connection.execute(query).all()
    if any(attempts for _, attempts in rows):
        return "sent"
    return "approved" if any(state != DRAFT for state, _ in rows) else None


def numbered(connection: Connection, number: int) -> Letter:
    """The letter of a number, as it was made last. Raises KeyError where there is none."""
    written = connection.execute(select(letter_table.c.content).where(letter_table.c.id == number)).scalar()
    if written is None:
        raise KeyError(number)
    return content.LETTER.validate_json(written)


def letter(connection: Connection, kind: str, member: str, first_day: date, last_day: date) -> Letter | None:
    """The letter of this kind, reader and period as it was made last, or None."""
    query = select(letter_table.c.content).where(*_named(kind, member, first_day, last_day))
    written = connection.execute(query).scalar()
    return None if written is None else content.LETTER.validate_json(written)


def note_seen(connection: Connection, mail_id: int, at: datetime) -> None:
    """Write into the journal which joint bids the letter of a mail that went out has shown its reader."""
    table = letter_table.c
    query = select(table.kind, table.member, table.content).join_from(letter_table, outbox_table)
    row = connection.execute(query.where(outbox_table.c.id == mail_id)).one()
    numbers = content.LETTER.validate_json(row.content).joint_bids
    collaborations.saw(connection, row.member, numbers, where=f"{row.kind} letter", at=at)


def shown(connection: Connection, member: str, *, kind: str | None = None, drafts: bool = False) -> dict[str, datetime]:
    """
    The notices this member was told of (in letters of one kind, or in any), by the key they have today, and when last.

    A letter tells once one of its mails is approved; a draft may still be replaced (it counts with `drafts` alone),
    and a bounced mail told nobody.
    """
    name = notice_identifier.c
    key = func.coalesce(name.notice, shown_table.c.notice)
    told = (
        outbox_table.c.letter_id == letter_table.c.id,
        outbox_table.c.state.in_((*UNDERWAY, DRAFT) if drafts else UNDERWAY),
    )
    query = (
        select(key, func.max(shown_table.c.at))
        .join_from(shown_table, letter_table, shown_table.c.letter_id == letter_table.c.id)
        .join(notice_identifier, (name.identifier == shown_table.c.notice) & name.joins, isouter=True)
        .where(letter_table.c.member == member, select(outbox_table.c.id).where(*told).exists())
        .group_by(key)
    )
    if kind is not None:
        query = query.where(letter_table.c.kind == kind)
    return dict(connection.execute(query).all())


def _named(kind: str, member: str, first_day: date, last_day: date) -> tuple[Any, ...]:
    table = letter_table.c
    return (table.kind == kind, table.member == member, table.first_day == first_day, table.last_day == last_day)


def _same(letter: Letter) -> Any:
    same = _named(letter.kind, letter.reader, letter.first_day, letter.last_day)
    return select(letter_table.c.id, letter_table.c.content).where(*same)


def _key(letter: Letter, recipient: str) -> str:
    return idempotency_key(letter.kind, letter.first_day, letter.last_day, letter.reader, recipient)


def _of_letter(letter: Letter, written: bytes, at: datetime) -> dict[str, Any]:
    return {"subject": letter.subject, "content": written, "built_at": at}


def _messages(connection: Connection, letter_id: int) -> dict[str, str]:
    query = select(outbox_table.c.idempotency_key, outbox_table.c.message).where(outbox_table.c.letter_id == letter_id)
    return {key: content.digest(message) for key, message in connection.execute(query)}


def _hashes(posts: dict[str, Mail]) -> dict[str, str]:
    return {key: content.digest(post.message) for key, post in posts.items()}


def _fill(connection: Connection, letter_id: int, letter: Letter, posts: dict[str, Mail], at: datetime) -> None:
    rows = [
        {
            "letter_id": letter_id,
            "idempotency_key": key,
            "recipient": post.recipient,
            "message_id": post.message_id,
            "message": post.message,
            "html": post.html.encode("utf-8"),
            "text": post.text.encode("utf-8"),
            "state": DRAFT,
            "attempts": 0,
            "changed_at": at,
        }
        for key, post in posts.items()
    ]
    if rows:
        connection.execute(insert(outbox_table), rows)
    told = [{"letter_id": letter_id, "notice": key, "at": at} for key in letter.shown]
    if told:
        connection.execute(insert(shown_table), told)
