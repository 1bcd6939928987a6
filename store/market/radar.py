"""The renewal radar: contracts that run out within some months, by what competitions and results say of their terms."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from model.form import FormType
from model.market import Entry, Expiry
from model.term import Interval, Length, StartKnown, ends, renewed, starts
from store.market.entries import entries
from store.market.reading import batches, superseded
from store.tables.market import market_lot, market_notice, market_term, market_win

AHEAD: Final = timedelta(days=548)
"""How far ahead it looks: eighteen months, for a team needs time and a buyer plans a year before."""

_SUREST: Final = (StartKnown.END, *(known for known in StartKnown if known is not StartKnown.END))


@dataclass(frozen=True, slots=True)
class _Term:
    """A row of market_term, and the procedure and stage of its notice."""

    notice: str
    procedure: str
    stage: str
    lot_id: str
    title: str
    known: StartKnown
    known_day: date
    length: Length | None
    options: int | None
    untold: bool
    renewable: bool


@dataclass(frozen=True, slots=True)
class _End:
    """When a lot's contract ends."""

    known: StartKnown
    ends: Interval
    with_options: Interval | None
    options: int | None
    untold: bool

    def near(self, since: date, until: date) -> bool:
        spans = (self.ends, self.with_options) if self.with_options else (self.ends,)
        return any(span.first <= until and span.last >= since for span in spans)


def expiring(
    connection: Connection,
    today: date,
    *,
    ahead: timedelta = AHEAD,
    keys: Iterable[str] | None = None,
    limit: int | None = None,
) -> list[Expiry]:
    """
    Contracts that may run out from today on, those that end first at the head; `keys`: known from these notices alone.

    What a result says goes before what its competition said, and the surest start counts.
    """
    until = today + ahead
    gone = superseded(connection)
    terms = [term for term in _terms(connection, today, until, keys) if term.notice not in gone]
    groups: defaultdict[tuple[str, _End], list[_Term]] = defaultdict(list)
    for (procedure, _), rows in _by_lot(terms).items():
        end = _end(rows)
        if end is not None and end.near(today, until) and any(row.renewable for row in rows):
            groups[procedure, end] += rows
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][1].ends.last, pair[0][1].ends.first, pair[0][0]))
    kept = _awarded(connection, ordered, gone)[:limit]
    lines = {one.key: one for one in entries(connection, {row.notice for _, rows in kept for row in rows})}
    firms = _winners(connection, lines)
    return [_expiry(end, rows, lines, firms) for end, rows in kept]


def _terms(connection: Connection, today: date, until: date, keys: Iterable[str] | None) -> list[_Term]:
    """The terms of all procedures of which a notice alone would have a contract run out in time."""
    other, near = market_notice.alias(), market_term.alias()
    candidates = select(other.c.procedure_id).join_from(near, other, near.c.notice == other.c.notice)
    candidates = candidates.where(near.c.over >= today, near.c.ends_first <= until, near.c.renewable)
    query = (
        select(market_term, market_notice.c.procedure_id, market_notice.c.stage)
        .join_from(market_notice, market_term, market_term.c.notice == market_notice.c.notice)
        .order_by(market_notice.c.day, market_term.c.notice, market_term.c.position)
    )
    if keys is None:
        rows = connection.execute(query.where(market_notice.c.procedure_id.in_(candidates))).all()
        return [_term(row) for row in rows]
    found = []
    for batch in batches(keys):
        of_these = query.where(market_notice.c.procedure_id.in_(candidates.where(near.c.notice.in_(batch))))
        found += [_term(row) for row in connection.execute(of_these)]
    return list(dict.fromkeys(found))


def _term(row: Any) -> _Term:
    return _Term(
        notice=row.notice,
        procedure=row.procedure_id,
        stage=row.stage,
        lot_id=row.lot_id,
        title=row.title,
        known=StartKnown(row.known),
        known_day=row.known_day,
        length=Length(months=row.months, days=row.days) if row.months or row.days else None,
        options=row.options,
        untold=row.untold,
        renewable=row.renewable,
    )


def _awarded(
    connection: Connection, groups: Iterable[tuple[tuple[str, _End], list[_Term]]], gone: Container[str]
) -> list[tuple[_End, list[_Term]]]:
    """Those not known to have been given to nobody."""
    kept = [(procedure, end, rows) for (procedure, end), rows in groups]
    open_ = {procedure for procedure, _, rows in kept if all(row.stage != FormType.RESULT for row in rows)}
    nobody = _given_to_nobody(connection, open_, gone)
    return [
        (end, rows)
        for procedure, end, rows in kept
        if procedure not in open_ or not all((procedure, row.lot_id) in nobody for row in rows)
    ]


def _given_to_nobody(connection: Connection, procedures: Iterable[str], gone: Container[str]) -> set[tuple[str, str]]:
    columns = (market_lot.c.notice, market_notice.c.procedure_id, market_lot.c.lot_id, market_lot.c.awarded)
    query = select(*columns).join_from(market_notice, market_lot, market_lot.c.notice == market_notice.c.notice)
    told: dict[tuple[str, str], bool] = {}
    for batch in batches(procedures):
        for row in connection.execute(query.where(market_notice.c.procedure_id.in_(batch))):
            if row.notice not in gone:
                lot = (row.procedure_id, row.lot_id)
                told[lot] = told.get(lot, False) or row.awarded
    return {lot for lot, awarded in told.items() if not awarded}


def _by_lot(terms: Iterable[_Term]) -> dict[tuple[str, str], list[_Term]]:
    """A procedure's rows by lot; where a competition and its result name one lot each, it is the same."""
    procedures: defaultdict[str, list[_Term]] = defaultdict(list)
    for term in terms:
        procedures[term.procedure].append(term)
    found: defaultdict[tuple[str, str], list[_Term]] = defaultdict(list)
    for procedure, rows in procedures.items():
        per_notice = [len([row for row in rows if row.notice == key]) for key in {row.notice for row in rows}]
        for row in rows:
            found[procedure, rows[0].lot_id if max(per_notice) == 1 else row.lot_id].append(row)
    return found


def _end(rows: Sequence[_Term]) -> _End | None:
    newest = sorted(rows, key=lambda row: row.stage != FormType.RESULT)
    surest = min(newest, key=lambda row: _SUREST.index(row.known))
    long = next((row.length for row in newest if row.length is not None), None)
    begin = starts(surest.known, surest.known_day)
    if surest.known is StartKnown.END:
        end = begin
    elif long is not None:
        end = ends(begin, long)
    else:
        return None
    options = next((row.options for row in newest if row.options), None)
    return _End(
        known=surest.known,
        ends=end,
        with_options=renewed(end, options) if options else None,
        options=options,
        untold=options is None and any(row.untold for row in rows),
    )


Firm = tuple[str, str]  # key, name


def _winners(connection: Connection, keys: Iterable[str]) -> dict[tuple[str, str], list[Firm]]:
    found: defaultdict[tuple[str, str], list[Firm]] = defaultdict(list)
    mine = market_win.c
    for batch in batches(keys):
        query = (
            select(mine.notice, mine.lot_id, mine.firm, mine.name).where(mine.notice.in_(batch)).order_by(mine.position)
        )
        for notice, lot, *firm in connection.execute(query.order_by(mine.notice, mine.position)):
            found[notice, lot].append((firm[0], firm[1]))
    return found


def _expiry(
    end: _End, rows: Sequence[_Term], lines: Mapping[str, Entry], firms: Mapping[tuple[str, str], list[Firm]]
) -> Expiry:
    ordered = sorted(rows, key=lambda row: row.stage != FormType.RESULT)
    keys = tuple(dict.fromkeys(row.notice for row in ordered))
    first = lines[keys[0]]
    won = dict(firm for row in ordered for firm in firms.get((row.notice, row.lot_id), ()))
    value = next((lines[key].value for key in keys if lines[key].value is not None), None)
    return Expiry(
        notices=keys,
        title=first.title,
        buyer=first.buyer,
        buyer_key=first.buyer_key,
        division=next((lines[key].division for key in keys if lines[key].division), ""),
        lots=tuple(dict.fromkeys(row.title for row in ordered if row.title)),
        winners=tuple(won.values()),
        winner_keys=tuple(won),
        awarded=any(row.stage == FormType.RESULT for row in rows),
        known=end.known,
        ends=end.ends,
        with_options=end.with_options,
        options=end.options,
        untold=end.untold,
        value=value,
        url=next((lines[key].url for key in keys if lines[key].url), None),
    )
