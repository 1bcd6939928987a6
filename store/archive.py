"""The archive: every document a source sent, byte for byte, before anything reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select, update

from model.raw import RawDocument
from store.columns import clean
from store.tables.notices import raw_document
from store.upsert import insert_or_keep

UNREAD: Final = "unread"
READ: Final = "read"
REFUSED: Final = "refused"

_PAGE = 1000  # ids fetched at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a document lies in the archive, and whether it had not been there before."""

    id: int
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A document no notice could be made of, and why."""

    source: str
    source_id: str
    format: str
    url: str
    reason: str
    fetched_at: datetime


def keep(connection: Connection, document: RawDocument) -> Kept:
    """Archive a document. The same bytes under the same name are kept once, with the day they first came."""
    identity = {
        "source": clean(document.source),
        "source_id": clean(document.source_id),
        "format": clean(document.format),
        "sha256": document.sha256,
    }
    same = [raw_document.c[name] == value for name, value in identity.items()]
    found = connection.execute(select(raw_document.c.id).where(*same)).scalar()
    if found is not None:
        return Kept(id=found, new=False)
    rest = {
        "url": document.url,
        "size": len(document.body),
        "body": document.body,
        "fetched_at": document.fetched_at,
        "state": UNREAD,
    }
    new = insert_or_keep(connection, raw_document, identity, rest)
    return Kept(id=connection.execute(select(raw_document.c.id).where(*same)).scalar_one(), new=new)


def load(connection: Connection, archive_id: int) -> RawDocument:
    """A document as it came. Raises KeyError where the archive has none of this id."""
    row = connection.execute(select(raw_document).where(raw_document.c.id == archive_id)).one_or_none()
    if row is None:
        raise KeyError(archive_id)
    return RawDocument(
        source=row.source,
        source_id=row.source_id,
        url=row.url,
        format=row.format,
        body=row.body,
        fetched_at=row.fetched_at,
    )


def walk(connection: Connection, *, source: str | None = None, state: str | None = None) -> Iterator[int]:
    """
    Ids of the documents, oldest first, of one source or in one state (`unread`, `read`, `refused`) where asked.

    Fetched page by page, so that the caller may load, mark and deliver on the same connection while walking.
    """
    query = select(raw_document.c.id).order_by(raw_document.c.id).limit(_PAGE)
    if source is not None:
        query = query.where(raw_document.c.source == source)
    if state is not None:
        query = query.where(raw_document.c.state == state)
    last = 0
    while page := connection.execute(query.where(raw_document.c.id > last)).scalars().all():
        yield from page
        last = page[-1]


def mark_read(connection: Connection, archive_id: int) -> None:
    """Note that notices were made of the document."""
    _mark(connection, archive_id, READ, None)


def was_refused(connection: Connection, archive_id: int) -> bool:
    """Whether these very bytes could not be read the last time."""
    query = select(raw_document.c.state).where(raw_document.c.id == archive_id)
    return connection.execute(query).scalar() == REFUSED


def mark_refused(connection: Connection, archive_id: int, reason: str) -> None:
    """Note why no notice could be made of the document; it stays in the archive for a better parser."""
    _mark(connection, archive_id, REFUSED, reason)


def refusals(connection: Connection) -> list[Refusal]:
    """The documents that could not be read, newest first."""
    table = raw_document.c
    query = (
        select(table.source, table.source_id, table.format, table.url, table.reason, table.fetched_at)
        .where(table.state == REFUSED)
        .order_by(table.fetched_at.desc(), table.id.desc())
    )
    return [Refusal(**row) for row in connection.execute(query).mappings()]


def lacking(connection: Connection, source: str, listed: str, behind: str) -> list[str]:
    """
    The source's numbers with a document of the format `listed` that was read and none at all of the format `behind`.

    Oldest first. A document that was refused is there: it is kept, and asking for it again would bring the same.
    """
    table, other = raw_document.c, raw_document.alias().c
    there = select(other.id).where(
        other.source == table.source, other.source_id == table.source_id, other.format == behind
    )
    query = (
        select(table.source_id)
        .where(table.source == source, table.format == listed, table.state == READ, ~there.exists())
        .group_by(table.source_id)
        .order_by(func.min(table.id))
    )
    return list(connection.execute(query).scalars())


def known(connection: Connection, source: str, formats: Iterable[str]) -> set[str]:
    """The source's numbers for which a document of one of these formats is archived and was read."""
    table = raw_document.c
    query = select(table.source_id).where(
        table.source == source, table.format.in_(sorted(formats)), table.state == READ
    )
    return set(connection.execute(query.distinct()).scalars())


def _mark(connection: Connection, archive_id: int, state: str, reason: str | None) -> None:
    connection.execute(update(raw_document).where(raw_document.c.id == archive_id).values(state=state, reason=reason))


def holds(connection: Connection, document: RawDocument) -> bool:
    """Whether these very bytes under this name are archived and notices were made of them."""
    table = raw_document.c
    query = select(table.id).where(
        table.source == clean(document.source),
        table.source_id == clean(document.source_id),
        table.format == clean(document.format),
        table.sha256 == document.sha256,
        table.state == READ,
    )
    return connection.execute(query).first() is not None
