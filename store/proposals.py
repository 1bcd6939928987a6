"""Proposals: pairs of notices that may be the same, for a person to decide; nothing is joined by likeness alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select

from store import neighbours, notices, view
from store.likeness import likeness, titles_alike
from store.tables.notices import decision, proposal
from store.tables.notices import notice as table

DAYS: Final = 14
"""How far apart in publication two places may show the same notice."""

_LEAST_TITLE: Final = 50.0  # below this even all else alike gives no proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two notices, by their keys, that may be the same: how like (0-100) and why, in Norwegian."""

    first: str
    second: str
    likeness: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided of a pair, and when: `same`, `different`, or `undone` (as if never decided)."""

    first: str
    second: str
    verdict: str
    by: str
    at: datetime


def renew(connection: Connection, *, since: date | None = None) -> int:
    """
    Look for pairs anew among the notices without a UUID (feeds, OCDS, old ones) published since that day; how many.

    Proposals that are not found again, or of notices that are one by now, are gone; decisions are kept apart.
    """
    poor = [row for row in _rows(connection) if ":" in row.key and (since is None or row.published >= since)]
    pairs = set(_pairs(poor, _rows(connection)))
    known = {one.key: one.notice for one in notices.current(connection, keys={key for pair in pairs for key in pair})}
    found = []
    for first, second in sorted(pairs):
        alike = likeness(known[first], known[second])
        if alike is not None:
            found.append({"first": first, "second": second, "likeness": alike.score, "reason": alike.reason})
    keys = [row.key for row in poor]
    for start in range(0, len(keys), 400):
        batch = keys[start : start + 400]
        connection.execute(delete(proposal).where(or_(proposal.c.first.in_(batch), proposal.c.second.in_(batch))))
    _forget_the_gone(connection)
    if found:
        connection.execute(insert(proposal), found)
    return len(found)


def waiting(connection: Connection) -> list[Proposal]:
    """The proposals nobody has decided, the likest first."""
    decided = {pair for pair, verdict in neighbours.standing(connection).items() if verdict != neighbours.UNDONE}
    query = select(proposal).order_by(proposal.c.likeness.desc(), proposal.c.first, proposal.c.second)
    rows = connection.execute(query)
    return [_proposal(row) for row in rows if (row.first, row.second) not in decided]


def accept(connection: Connection, first: str, second: str, *, by: str, at: datetime) -> str:
    """
    Two notices are the same: they become one, with both addresses; its key. `at` is in UTC.

    Raises KeyError where either is not stored.
    """
    return _decide(connection, (first, second), neighbours.SAME, by, at)


def reject(connection: Connection, first: str, second: str, *, by: str, at: datetime) -> None:
    """Two notices are different: they are not proposed again, nor joined by anything but a name of their own."""
    _decide(connection, (first, second), neighbours.DIFFERENT, by, at)


def undo(connection: Connection, first: str, second: str, *, by: str, at: datetime) -> None:
    """Take back what was decided of a pair, under the names it was decided by; the decision stays in the history."""
    _decide(connection, (first, second), neighbours.UNDONE, by, at)


def decisions(connection: Connection) -> list[Decision]:
    """All that was ever decided, oldest first."""
    columns = [decision.c[name] for name in ("first", "second", "verdict", "by", "at")]
    rows = connection.execute(select(*columns).order_by(decision.c.at, decision.c.id))
    return [Decision(**row) for row in rows.mappings()]


def _decide(connection: Connection, pair: tuple[str, str], verdict: str, by: str, at: datetime) -> str:
    first, second = sorted(pair)
    for name in (first, second):
        if not notices.resolve(connection, [name]):
            raise KeyError(name)
    values = {"first": first, "second": second, "verdict": verdict, "by": by, "at": at}
    connection.execute(insert(decision).values(values))
    view.settle(connection, notices.resolve(connection, pair))
    _forget_the_gone(connection)
    return min(notices.resolve(connection, [first]))


def _rows(connection: Connection) -> list[Row[Any]]:
    columns = (table.c.key, table.c.title, table.c.published, table.c.source)
    return list(connection.execute(select(*columns).where(table.c.published.is_not(None)).order_by(table.c.published)))


def _pairs(poor: Iterable[Row[Any]], rows: list[Row[Any]]) -> Iterator[tuple[str, str]]:
    start = 0
    for one in poor:  # both lists are in the order of publication
        while start < len(rows) and rows[start].published < one.published - timedelta(days=DAYS):
            start += 1
        for other in rows[start:]:
            if other.published > one.published + timedelta(days=DAYS):
                break
            if other.source != one.source and titles_alike(one.title, other.title) >= _LEAST_TITLE:
                yield min(one.key, other.key), max(one.key, other.key)


def _forget_the_gone(connection: Connection) -> None:
    known = select(table.c.key)
    gone = or_(proposal.c.first.not_in(known), proposal.c.second.not_in(known))
    connection.execute(delete(proposal).where(gone))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(first=row.first, second=row.second, likeness=row.likeness, reason=row.reason)
