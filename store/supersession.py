"""Supersession: a change notice under a name of its own takes the place of the notice it names, in any order."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from store.tables.notices import notice, notice_identifier, notice_reference

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)

Age = tuple[date, datetime, bool, str]


def targets(connection: Connection, keys: Iterable[str]) -> set[str]:
    """The notices that these notices say they change, as far as they are known."""
    query = (
        select(notice_identifier.c.notice)
        .join_from(notice_reference, notice_identifier, notice_reference.c.identifier == notice_identifier.c.identifier)
        .where(notice_reference.c.notice.in_(sorted(keys)))
    )
    return set(connection.execute(query).scalars())


def renew(connection: Connection, keys: Collection[str]) -> None:
    """
    Work out anew by which notice each of these is superseded: the newest of those that name it, if newer than itself.

    Ages are a strict order, so that notices naming each other in a circle never all vanish.
    """
    if not keys:
        return
    successors = _successors(connection, keys)
    ages = _ages(connection, {*keys, *(key for found in successors.values() for key in found)})
    stored = select(notice.c.key, notice.c.superseded_by).where(notice.c.key.in_(sorted(keys)))
    for key, before in connection.execute(stored).all():
        newer = [ages[other] for other in successors[key] if ages[other] > ages[key]]
        after = max(newer)[-1] if newer else None
        if after != before:
            connection.execute(update(notice).where(notice.c.key == key).values(superseded_by=after))


def _successors(connection: Connection, keys: Collection[str]) -> defaultdict[str, set[str]]:
    query = (
        select(notice_identifier.c.notice, notice_reference.c.notice)
        .join_from(notice_identifier, notice_reference, notice_reference.c.identifier == notice_identifier.c.identifier)
        .where(notice_identifier.c.notice.in_(sorted(keys)), notice_reference.c.notice != notice_identifier.c.notice)
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, successor in connection.execute(query):
        found[key].add(successor)
    return found


def _ages(connection: Connection, keys: Collection[str]) -> dict[str, Age]:
    changes = select(notice_reference.c.notice).where(notice_reference.c.notice == notice.c.key).exists()
    query = select(notice.c.key, notice.c.published, notice.c.dispatched, changes.label("changes")).where(
        notice.c.key.in_(sorted(keys))
    )
    return {row.key: _age(row) for row in connection.execute(query)}


def _age(row: Any) -> Age:
    """Where days are not known, what changes another counts as late, anything else as early."""
    day = row.published or (date.max if row.changes else date.min)
    return (day, row.dispatched or (_LATEST if row.changes else _EARLIEST), row.changes, row.key)
