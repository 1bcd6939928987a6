"""Readings in the database: added, withdrawn when the same document is read anew, never removed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from model.notice import Notice
from store import content, identity
from store.fold import Reading
from store.tables.notices import notice_identifier, notice_version, raw_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A reading's row, the keys of the notices it touches, and whether it told the store anything."""

    id: int
    keys: frozenset[str]
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A stored reading and the notice it is counted to."""

    reading: Reading
    key: str
    archive_id: int | None
    stands: bool


def add(connection: Connection, archive_id: int | None, notice: Notice, seen: datetime) -> Added:
    """
    Add what a document says, seen at `seen` (UTC); the notice must be cleaned.

    A document says one thing of one version at one address (its slot): read anew with another outcome, as by a better
    parser, the new reading takes the former's place and its days. Without a document each content has its own slot.
    """
    written = content.of_notice(notice)
    content_hash = content.digest(written)
    place = slot(archive_id, notice)
    there = connection.execute(_slot_query(place)).all()
    mine = next((row for row in there if row.content_hash == content_hash), None)
    if mine is not None and mine.stands and mine.first_seen <= seen <= mine.last_seen:
        return Added(id=mine.id, keys=frozenset({mine.notice}), fresh=False)
    days = {
        "first_seen": min([seen, *(row.first_seen for row in there)]),
        "last_seen": max([seen, *(row.last_seen for row in there)]),
    }
    if there:
        connection.execute(update(notice_version).where(notice_version.c.slot == place).values(stands=False, **days))
    keys = {row.notice for row in there} | _joined(connection, notice)
    if mine is not None:
        connection.execute(update(notice_version).where(notice_version.c.id == mine.id).values(stands=True))
        return Added(id=mine.id, keys=frozenset(keys), fresh=True)
    own = identity.key(identity.names(notice))
    row = {
        "notice": min(keys, default=own),
        "archive_id": archive_id,
        "slot": place,
        "content_hash": content_hash,
        "content": written,
        "stands": True,
        **days,
    }
    added = connection.execute(insert(notice_version).values(row).returning(notice_version.c.id)).scalar_one()
    return Added(id=added, keys=frozenset(keys or {own}), fresh=True)


def slot(archive_id: int | None, notice: Notice) -> str:
    """The name of what a document says of one version at one address; without a document, of the content itself."""
    return content.digest(
        content.of_notice(notice) if archive_id is None else str(archive_id),
        notice.source,
        notice.source_id,
        notice.notice_uuid or "",
        str(notice.version),
    )


def withdraw_others(connection: Connection, archive_id: int, slots: Collection[str]) -> frozenset[str]:
    """Withdraw the document's readings outside these slots; the keys of the notices that are touched."""
    table = notice_version.c
    doomed = (table.archive_id == archive_id) & table.stands & table.slot.not_in(sorted(slots))
    query = update(notice_version).where(doomed).values(stands=False).returning(table.notice)
    return frozenset(connection.execute(query).scalars())


def of(connection: Connection, keys: Iterable[str]) -> list[Filed]:
    """Every reading counted to these notices, oldest row first, withdrawn ones too."""
    table = notice_version.c
    query = (
        select(notice_version, raw_document.c.format, raw_document.c.sha256)
        .join_from(notice_version, raw_document, table.archive_id == raw_document.c.id, isouter=True)
        .where(table.notice.in_(sorted(keys)))
        .order_by(table.id)
    )
    return [_filed(row) for row in connection.execute(query)]


def count_to(connection: Connection, key: str, ids: Collection[int]) -> None:
    """Count readings to the notice of this key."""
    connection.execute(update(notice_version).where(notice_version.c.id.in_(sorted(ids))).values(notice=key))


def _slot_query(place: str) -> Any:
    table = notice_version.c
    return select(table.id, table.notice, table.content_hash, table.stands, table.first_seen, table.last_seen).where(
        table.slot == place
    )


def _joined(connection: Connection, notice: Notice) -> set[str]:
    wanted = [name.identifier for name in identity.names(notice) if name.joins]
    table = notice_identifier.c
    query = select(table.notice).where(table.identifier.in_(wanted), table.joins)
    return set(connection.execute(query).scalars())


def _filed(row: Row[Any]) -> Filed:
    reading = Reading(
        id=row.id,
        notice=content.to_notice(row.content),
        format=row.format or "",
        content_hash=row.content_hash,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        sha256=row.sha256,
    )
    return Filed(reading=reading, key=row.notice, archive_id=row.archive_id, stands=row.stands)
