"""
The journal: who saw and did what, when. Rows are added, never changed or taken away.

`who` is a member's id, a user's name, or `leader`; `subject` names a thing by kind and id (`collaboration:7`). Whoever
shows somebody something that is not everybody's calls `note`; the page "Logg" reads `entries`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from store.tables.journal import journal

SAW = "saw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal."""

    at: datetime
    who: str
    act: str
    subject: str
    detail: str = ""


def note(connection: Connection, entry: Entry) -> None:
    """Write a line."""
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    connection.execute(insert(journal).values(values))


def entries(
    connection: Connection,
    *,
    who: str | None = None,
    subject: str | None = None,
    since: datetime | None = None,
    limit: int = 200,
) -> list[Entry]:
    """The newest lines first: of somebody, of a subject, from a moment on."""
    query = select(journal)
    for column, wanted in ((journal.c.who, who), (journal.c.subject, subject)):
        if wanted is not None:
            query = query.where(column == wanted)
    if since is not None:
        query = query.where(journal.c.at >= since)
    rows = connection.execute(query.order_by(journal.c.at.desc(), journal.c.id.desc()).limit(limit))
    return [Entry(at=row.at, who=row.who, act=row.act, subject=row.subject, detail=row.detail) for row in rows]
