"""Market news: headlines delivered by archived documents, and those of a period."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from model.news import Headline
from store import identity
from store.columns import clean
from store.tables.feeds import news as table
from store.upsert import insert_or_replace


def deliver_document(connection: Connection, archive_id: int, headlines: Iterable[Headline], seen: datetime) -> int:
    """
    Store the headlines an archived document holds, seen at `seen` (UTC); how many were new or read otherwise before.

    Of several documents of one entry the one seen last speaks, in whatever order they come; what an earlier reading
    of this document gave and this one does not is removed.
    """
    found = list(headlines)
    fresh = sum(_deliver(connection, archive_id, headline, seen) for headline in found)
    if not found:
        connection.execute(delete(table).where(table.c.archive_id == archive_id))
    return fresh


def between(connection: Connection, start: datetime, end: datetime, *, limit: int) -> list[Headline]:
    """
    The newest headlines of a period (UTC, `end` left out), each address once, newest first.

    An article belongs to when it was published, or first seen where its feed does not say.
    """
    when = func.coalesce(table.c.published, table.c.first_seen)
    query = select(table).where(when >= start, when < end).order_by(when.desc(), table.c.source, table.c.source_id)
    found: dict[str, Headline] = {}
    for row in connection.execute(query):
        found.setdefault(row.url, _headline(row))
        if len(found) == limit:
            break
    return list(found.values())


def _deliver(connection: Connection, archive_id: int, headline: Headline, seen: datetime) -> bool:
    name = {"source": clean(headline.source), "source_id": identity.short(clean(headline.source_id))}
    same = [table.c[column] == value for column, value in name.items()]
    there = connection.execute(select(table).where(*same)).one_or_none()
    told = {column: clean(getattr(headline, column)) for column in ("title", "url", "publisher")}
    values: dict[str, Any] = {**told, "published": headline.published, "archive_id": archive_id}
    if there is None:
        insert_or_replace(connection, table, name, {**values, "first_seen": seen, "last_seen": seen})
        return True
    first, last = min(seen, there.first_seen), max(seen, there.last_seen)
    if (seen, archive_id) < (there.last_seen, there.archive_id):
        values = {column: getattr(there, column) for column in values}
    insert_or_replace(connection, table, name, {**values, "first_seen": first, "last_seen": last})
    return any(getattr(there, column) != values[column] for column in (*told, "published"))


def _headline(row: Row[Any]) -> Headline:
    return Headline(
        source=row.source,
        source_id=row.source_id,
        title=row.title,
        url=row.url,
        publisher=row.publisher,
        published=row.published,
    )
