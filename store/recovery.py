"""After a crash: mails that a run left while it was sending them, settled by the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from store.outbox import State
from store.tables.letters import outbox as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What a run that broke off left behind, by what became of it."""

    untouched: list[int] = field(default_factory=list)  # certainly not gone: they go now
    there: list[int] = field(default_factory=list)  # certainly gone
    again: list[int] = field(default_factory=list)  # in doubt for the first time: once more
    parked: list[int] = field(default_factory=list)  # in doubt: a person decides


def underway(connection: Connection) -> list[int]:
    """Mails being sent, or left so by a run that broke off."""
    query = select(table.c.id).where(table.c.state.in_((State.CLAIMED.value, State.SENDING.value)))
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def recover(
    connection: Connection, at: datetime, *, resend: bool, receipts: Mapping[int, bool] | None = None
) -> Recovered:
    """
    Settle what a run that broke off left behind; to be called by the only one who sends.

    `receipts` tell of mails whether they are known to have been taken, or not; `resend`, whether one in doubt is let go
    once more.
    """
    found, known = Recovered(), receipts or {}
    query = select(table.c.id, table.c.state, table.c.doubts).order_by(table.c.id)
    for row in connection.execute(query.where(table.c.id.in_(underway(connection)))).all():
        values: dict[str, Any] = {"changed_at": at, "state": State.APPROVED.value}
        if row.state == State.CLAIMED.value or known.get(row.id) is False:
            found.untouched.append(row.id)
        elif known.get(row.id):
            values |= {"state": State.SENT.value, "reason": None}
            found.there.append(row.id)
        else:
            again = resend and not row.doubts
            (found.again if again else found.parked).append(row.id)
            values |= {"reason": "the program ended while it was being sent", "doubts": row.doubts + 1}
            values["state"] = State.APPROVED.value if again else State.AMBIGUOUS.value
        connection.execute(update(table).where(table.c.id == row.id).values(values))
    return found
