"""Audit of sources: what they had for each day and what is stored, and the floods that are held for the leader."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from store.tables.audit import crawl_day, flood
from store.tables.notices import notice, notice_address
from store.upsert import insert_or_replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a source had listed for a day when it was last asked, and how much of that is stored."""

    source: str
    day: date
    listed: int
    stored: int
    asked_at: datetime

    @property
    def gap(self) -> float:
        """The share that is missing, 0-1."""
        return (self.listed - self.stored) / self.listed if self.listed else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """A night on which a source brought far more than usual; held until `released_at`."""

    id: int
    source: str
    at: datetime
    count: int
    usual: int
    released_at: datetime | None
    released_by: str | None


LOUD = 0.02
"""The share of a day's notices that may be missing before somebody must be told."""


def is_loud(day: Day) -> bool:
    """Whether more of the day is missing than may be."""
    return day.gap > LOUD


def count_days(connection: Connection, source: str, days: Mapping[date, tuple[int, int]], asked_at: datetime) -> None:
    """Keep what a crawl saw of each day: (listed, stored). A later look at a day takes an earlier one's place."""
    for day, (listed, stored) in days.items():
        insert_or_replace(
            connection,
            crawl_day,
            {"source": source, "day": day},
            {"listed": listed, "stored": stored, "asked_at": asked_at},
        )


def days(connection: Connection, since: date, *, source: str | None = None) -> list[Day]:
    """The days from `since` on, newest first, sources by name."""
    query = select(crawl_day).where(crawl_day.c.day >= since).order_by(crawl_day.c.source, crawl_day.c.day.desc())
    if source is not None:
        query = query.where(crawl_day.c.source == source)
    return [
        Day(source=row.source, day=row.day, listed=row.listed, stored=row.stored, asked_at=row.asked_at)
        for row in connection.execute(query)
    ]


def published(connection: Connection, source: str, since: date) -> Counter[date]:
    """How many notices with an address at the source were published on each day from `since` on."""
    query = (
        select(notice.c.published, func.count(func.distinct(notice.c.key)))
        .join_from(notice, notice_address, notice_address.c.notice == notice.c.key)
        .where(notice_address.c.source == source, notice.c.published >= since)
        .group_by(notice.c.published)
    )
    return Counter({day: int(number) for day, number in connection.execute(query)})


def first_seen(connection: Connection, source: str, since: datetime) -> list[tuple[datetime, int]]:
    """How many notices of the source came to our knowledge at each moment from `since` on, oldest first."""
    query = (
        select(notice.c.first_seen, func.count(func.distinct(notice.c.key)))
        .join_from(notice, notice_address, notice_address.c.notice == notice.c.key)
        .where(notice_address.c.source == source, notice.c.first_seen >= since)
        .group_by(notice.c.first_seen)
        .order_by(notice.c.first_seen)
    )
    return [(moment, int(number)) for moment, number in connection.execute(query)]


def hold(connection: Connection, source: str, at: datetime, *, count: int, usual: int) -> None:
    """Hold back what came from the source at this moment; told once, however often it is said."""
    known = select(flood.c.id).where(flood.c.source == source, flood.c.at == at)
    if connection.execute(known).first() is None:
        connection.execute(insert(flood).values(source=source, at=at, count=count, usual=usual))


def floods(connection: Connection) -> list[Flood]:
    """Every flood, newest first."""
    return [Flood(**row) for row in connection.execute(select(flood).order_by(flood.c.id.desc())).mappings()]


def release(connection: Connection, ids: list[int], *, by: str, at: datetime) -> int:
    """Let what was held be told; how many floods were released now."""
    done = update(flood).where(flood.c.id.in_(ids), flood.c.released_at.is_(None))
    return int(connection.execute(done.values(released_at=at, released_by=by)).rowcount)


def held(connection: Connection) -> frozenset[str]:
    """The keys of notices that are known from a held flood alone: nobody is told of them."""
    query = (
        select(notice.c.key)
        .join_from(notice, notice_address, notice_address.c.notice == notice.c.key)
        .join(flood, (flood.c.source == notice_address.c.source) & (flood.c.at == notice.c.first_seen))
        .where(flood.c.released_at.is_(None))
    )
    return frozenset(connection.execute(query).scalars())
