"""Judgements: what people said of matches. The one door by which opinions come back to the matcher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, insert, select

from model.match import Judgement, Opinion
from store.tables.members import judgement
from store.tables.notices import notice_identifier

WITHDRAWN: Final = "withdrawn"
"""The opinion of a row that only undoes another; it is no word on the notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A judgement and the number it is kept by."""

    number: int
    judgement: Judgement


def add(connection: Connection, said: Judgement) -> int:
    """Keep a judgement beside all former ones; returns its number."""
    values = {
        "member": said.member,
        "notice": said.notice,
        "opinion": said.opinion.value,
        "by": said.by,
        "at": said.at,
        "why": said.why,
    }
    return int(connection.execute(insert(judgement).values(values).returning(judgement.c.id)).scalar_one())


def undo(connection: Connection, number: int, by: str, at: datetime) -> int:
    """
    Take a judgement back by a row of its own, so that what was said before it counts again; returns the row's number.

    Undone twice it is undone once. Raises KeyError for a number that is no judgement.
    """
    row = connection.execute(select(judgement).where(judgement.c.id == number)).one_or_none()
    if row is None or row.opinion == WITHDRAWN:
        raise KeyError(number)
    there = connection.execute(select(judgement.c.id).where(judgement.c.undoes == number)).scalar()
    if there is not None:
        return int(there)
    values = {"member": row.member, "notice": row.notice, "opinion": WITHDRAWN, "by": by, "at": at, "why": ""}
    values["undoes"] = number
    return int(connection.execute(insert(judgement).values(values).returning(judgement.c.id)).scalar_one())


def latest(connection: Connection) -> list[Judgement]:
    """The newest judgement of each member on each notice, by member and notice; notices by the key they have today."""
    newest = {(row.member, row.key): _kept(row).judgement for row in connection.execute(_standing())}
    return [newest[pair] for pair in sorted(newest)]


def last_of(connection: Connection, member: str, notice: str, by: str) -> Kept | None:
    """What one person last said for a member of a notice, by any of its names, or None."""
    query = select(notice_identifier.c.notice).where(
        notice_identifier.c.identifier == notice, notice_identifier.c.joins
    )
    key = connection.execute(query).scalar() or notice
    mine = _standing().where(judgement.c.member == member, judgement.c.by == by)
    rows: Sequence[Row[Any]] = [row for row in connection.execute(mine) if row.key == key]
    return _kept(rows[-1]) if rows else None


def _standing() -> Select[Any]:
    """Judgements that were not undone, oldest first, with the key their notice has today."""
    name, undone = notice_identifier.c, judgement.alias("undone")
    return (
        select(judgement, func.coalesce(name.notice, judgement.c.notice).label("key"))
        .join_from(judgement, notice_identifier, (name.identifier == judgement.c.notice) & name.joins, isouter=True)
        .where(judgement.c.opinion != WITHDRAWN)
        .where(~select(undone.c.id).where(undone.c.undoes == judgement.c.id).exists())
        .order_by(judgement.c.at, judgement.c.id)
    )


def _kept(row: Row[Any]) -> Kept:
    said = Judgement(member=row.member, notice=row.key, opinion=Opinion(row.opinion), by=row.by, at=row.at, why=row.why)
    return Kept(number=row.id, judgement=said)
