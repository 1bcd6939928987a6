"""Judgements: what people said of matches. The one door by which opinions come back to the matcher."""

from sqlalchemy import Connection, func, insert, select

from model.match import Judgement, Opinion
from store.tables.members import judgement
from store.tables.notices import notice_identifier


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


def latest(connection: Connection) -> list[Judgement]:
    """The newest judgement of each member on each notice, by member and notice; notices by the key they have today."""
    name = notice_identifier.c
    key = func.coalesce(name.notice, judgement.c.notice)
    query = (
        select(judgement, key.label("key"))
        .join_from(judgement, notice_identifier, (name.identifier == judgement.c.notice) & name.joins, isouter=True)
        .order_by(judgement.c.at, judgement.c.id)
    )
    newest = {
        (row.member, row.key): Judgement(
            member=row.member, notice=row.key, opinion=Opinion(row.opinion), by=row.by, at=row.at, why=row.why
        )
        for row in connection.execute(query)
    }
    return [newest[pair] for pair in sorted(newest)]
