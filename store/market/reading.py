"""The market's rows of a period, each notice once: what stands, on the day it was first published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select

from model.form import FormType
from store.tables.market import market_lot, market_notice, market_win
from store.tables.notices import notice

_PAGE = 500


class NoticeRow(NamedTuple):
    """A notice: `day` and `stage` are the first of all it takes the place of; amounts in hundredths."""

    notice: str
    day: date
    stage: str
    division: str
    buyer: str
    buyer_name: str
    counties: str
    amount: int | None
    currency: str | None
    doubted: bool


class LotRow(NamedTuple):
    """What became of a lot."""

    notice: str
    lot_id: str
    tenders: int | None
    awarded: bool


class WinRow(NamedTuple):
    """A firm behind a winning tender."""

    notice: str
    tender: str
    firm: str
    name: str
    orgnr: str | None
    together: bool
    tenders: int | None
    amount: int | None
    currency: str | None


Row = TypeVar("Row", NoticeRow, LotRow, WinRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The rows of a period; first and last day are both in it."""

    since: date
    until: date
    notices: tuple[NoticeRow, ...]
    lots: tuple[LotRow, ...]
    wins: tuple[WinRow, ...]
    by_key: Mapping[str, NoticeRow] = field(default_factory=dict)

    def only(self, keys: Iterable[str]) -> "Market":
        """The same of these notices alone."""
        wanted = frozenset(keys)
        return _market(
            self.since,
            self.until,
            (row for row in self.notices if row.notice in wanted),
            (row for row in self.lots if row.notice in wanted),
            (row for row in self.wins if row.notice in wanted),
        )


def read(connection: Connection, since: date, until: date, *, keys: Collection[str] | None = None) -> Market:
    """
    All that was first published from one day to another, as it stands; `keys`: of these notices alone.

    Tests and what is replaced are not in it.
    """
    successors = _successors(connection)
    found = {row.notice: row for row in _rows(connection, since, until, keys)}
    if successors:
        # Those in a chain of changes count where the first of them stood, wherever the others lie.
        chained = {*successors, *successors.values()}
        found |= {row.notice: row for row in _of(connection, market_notice, NoticeRow, chained)}
        found = _once(found, successors, since, until)
    if keys is not None:
        found = {key: row for key, row in found.items() if key in keys}
    notices = sorted(found.values(), key=lambda row: (row.day, row.notice))
    span = None if keys is not None or len(found) < _PAGE else market_notice.c.day.between(since, until)
    lots = _parts(connection, market_lot, LotRow, found, span)
    wins = _parts(connection, market_win, WinRow, found, span)
    return _market(since, until, notices, lots, wins)


def superseded(connection: Connection) -> Mapping[str, str]:
    """The notices replaced by a change under another name, and by which that stands in the end."""
    direct = _successors(connection)
    return {key: _last(key, direct) for key in direct}


def batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys in order, a few hundred at a time: more than a database takes in one IN are asked for in turns."""
    waiting = iter(sorted(set(keys)))
    while batch := list(islice(waiting, _PAGE)):
        yield batch


def _market(
    since: date, until: date, notices: Iterable[NoticeRow], lots: Iterable[LotRow], wins: Iterable[WinRow]
) -> Market:
    kept = tuple(notices)
    by_key = {row.notice: row for row in kept}
    return Market(since=since, until=until, notices=kept, lots=tuple(lots), wins=tuple(wins), by_key=by_key)


def _successors(connection: Connection) -> dict[str, str]:
    query = select(notice.c.key, notice.c.superseded_by).where(notice.c.superseded_by.is_not(None))
    return dict(connection.execute(query).all())


def _last(key: str, successors: Mapping[str, str]) -> str:
    seen = {key}
    while (after := successors.get(key)) is not None and after not in seen:
        seen.add(after)
        key = after
    return key


def _rows(connection: Connection, since: date, until: date, keys: Collection[str] | None) -> list[NoticeRow]:
    if keys is not None:
        return [row for row in _of(connection, market_notice, NoticeRow, keys) if since <= row.day <= until]
    columns = [market_notice.c[name] for name in NoticeRow._fields]
    query = select(*columns).where(market_notice.c.day.between(since, until))
    return [NoticeRow._make(row) for row in connection.execute(query)]


def _of(connection: Connection, table: Table, kind: type[Row], keys: Iterable[str]) -> Iterator[Row]:
    """The rows of these notices."""
    query = select(*(table.c[name] for name in kind._fields))
    if "position" in table.c:
        query = query.order_by(table.c.notice, table.c.position)
    for batch in batches(keys):
        for row in connection.execute(query.where(table.c.notice.in_(batch))):
            yield kind._make(row)


def _parts(
    connection: Connection,
    table: Table,
    kind: type[Row],
    found: Mapping[str, NoticeRow],
    span: ColumnElement[bool] | None,
) -> Iterator[Row]:
    """The rows of the notices found: of those in the span together, of the others by their keys."""
    told: set[str] = set()
    if span is not None:
        query = select(*(table.c[name] for name in kind._fields))
        query = query.join_from(market_notice, table, table.c.notice == market_notice.c.notice).where(span)
        for row in connection.execute(query.order_by(table.c.notice, table.c.position)):
            told.add(row[0])
            if row[0] in found:
                yield kind._make(row)
        rest = {key for key, row in found.items() if key not in told and row.stage == FormType.RESULT}
    else:
        rest = set(found)
    yield from _of(connection, table, kind, rest)


def _once(found: dict[str, NoticeRow], successors: Mapping[str, str], since: date, until: date) -> dict[str, NoticeRow]:
    chains: defaultdict[str, list[NoticeRow]] = defaultdict(list)
    for key in {*successors, *successors.values()} & set(found):
        chains[_last(key, successors)].append(found.pop(key))
    for last, rows in chains.items():
        standing = next((row for row in rows if row.notice == last), None)
        first = min(rows, key=lambda row: (row.day, row.notice))
        if standing is not None and since <= first.day <= until:
            found[last] = standing._replace(day=first.day, stage=first.stage)
    return {key: row for key, row in found.items() if since <= row.day <= until}
