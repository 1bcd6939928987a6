"""Bounces: what mail servers reported of mails after they had taken them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update

from store import subscriptions
from store.outbox import Post, State, outbox
from store.tables.letters import bounce as table
from store.tables.letters import outbox as outbox_table
from store.upsert import insert_or_keep


class Kind(StrEnum):
    """How lasting it is."""

    HARD = "hard"  # nobody can be reached there
    SOFT = "soft"  # for now, or for another reason than the address


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What was reported of a mail: its status as RFC 3463 has it, and the server's words."""

    outbox_id: int | None
    recipient: str
    kind: Kind
    status: str
    reason: str
    at: datetime


def find(connection: Connection, *, number: int | None, message_id: str | None, recipient: str) -> Post | None:
    """
    The mail a report is of, or None.

    The number and the Message-ID, where both are given, have to be of the same mail; a number alone counts only with
    its recipient, for anybody can write to the address it stands in.
    """
    rows = outbox(connection)
    by_id = next((row for row in rows if message_id is not None and row.message_id == message_id), None)
    by_number = next((row for row in rows if number is not None and row.id == number), None)
    if message_id is not None:
        return by_id if number is None or by_id is by_number else None
    if by_number is not None and subscriptions.normal(by_number.recipient) == subscriptions.normal(recipient):
        return by_number
    return None


def record(connection: Connection, told: Bounce, report: str, *, failed: bool) -> bool:
    """
    Keep a report (by the hash of its message), and whether it was new.

    A mail that `failed` is bounced; with a hard bounce its recipient gets no more until the leader clears it.
    """
    values = {
        "outbox_id": told.outbox_id,
        "recipient": told.recipient,
        "kind": told.kind.value,
        "status": told.status,
        "reason": told.reason,
        "at": told.at,
    }
    if not insert_or_keep(connection, table, {"report": report}, values):
        return False
    said = f"{told.status} {told.reason}".strip()
    if failed:
        was_out = outbox_table.c.state.in_((State.SENT.value, State.AMBIGUOUS.value))
        here = (outbox_table.c.id == told.outbox_id, was_out)
        changed = {"state": State.BOUNCED.value, "reason": said, "changed_at": told.at}
        connection.execute(update(outbox_table).where(*here).values(changed))
    if told.kind is Kind.HARD:
        subscriptions.hold(connection, told.recipient, said, told.at)
    return True


def since(connection: Connection, moment: datetime) -> list[Bounce]:
    """What was reported from a moment on, newest first."""
    query = select(table).where(table.c.at >= moment).order_by(table.c.at.desc(), table.c.id.desc())
    return [
        Bounce(
            outbox_id=row.outbox_id,
            recipient=row.recipient,
            kind=Kind(row.kind),
            status=row.status,
            reason=row.reason,
            at=row.at,
        )
        for row in connection.execute(query)
    ]
