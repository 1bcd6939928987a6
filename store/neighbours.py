"""Neighbours: every reading that could be the same notice as these, so that who is who is judged on all of them."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, or_, select

from store import identity, readings
from store.kinship import Decided, Pair
from store.tables.notices import decision, notice_identifier

_AT_ONCE = 400  # names in one question; SQLite takes some 32,000 values, PostgreSQL 65,535

Near = tuple[list[readings.Filed], Decided]

SAME, DIFFERENT, UNDONE = "same", "different", "undone"


def of(connection: Connection, keys: Collection[str]) -> Near:
    """
    The readings of these notices, and of all that share any name with them, directly or through others; and what was
    decided of them. Notices beyond have no say in which of these are one.
    """
    known, names = set(keys), set[str]()
    while True:
        rows = readings.of(connection, known)
        found = {name.identifier for row in rows for name in identity.names(row.reading.notice)}
        found |= _names(connection, known)
        decided = standing(connection, found)
        found |= {name for pair in decided for name in pair}
        reached = _homes(connection, found - names) - known
        names |= found
        if not reached:
            return rows, _sorted(decided)
        known |= reached


def standing(connection: Connection, names: Collection[str] | None = None) -> dict[Pair, str]:
    """What was last decided of each pair, of these names or of all: a later decision takes the place of a former."""
    table = decision.c
    found: dict[Pair, tuple[object, ...]] = {}
    for batch in [None] if names is None else _batches(names):
        query = select(table.first, table.second, table.verdict, table.by, table.at)
        if batch is not None:
            query = query.where(or_(table.first.in_(batch), table.second.in_(batch)))
        for row in connection.execute(query):
            said = (row.at, row.verdict, row.by)
            found[row.first, row.second] = max(found.get((row.first, row.second), said), said)
    return {pair: str(said[1]) for pair, said in found.items()}


def _sorted(decided: dict[Pair, str]) -> Decided:
    return Decided(
        same=frozenset(pair for pair, verdict in decided.items() if verdict == SAME),
        different=frozenset(pair for pair, verdict in decided.items() if verdict == DIFFERENT),
    )


def _names(connection: Connection, keys: Iterable[str]) -> set[str]:
    table, found = notice_identifier.c, set[str]()
    for batch in _batches(keys):
        found |= set(connection.execute(select(table.identifier).where(table.notice.in_(batch))).scalars())
    return found


def _homes(connection: Connection, names: Iterable[str]) -> set[str]:
    table, found = notice_identifier.c, set[str]()
    for batch in _batches(names):
        found |= set(connection.execute(select(table.notice).where(table.identifier.in_(batch))).scalars())
    return found


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(sorted(names))
    while batch := list(islice(waiting, _AT_ONCE)):
        yield batch
