"""Notices: documents' readings delivered, and what is known of each notice today."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, or_, select

from model.form import OPEN_FORMS
from model.notice import Lot, Notice
from model.plausible import closes
from store import closures, content, fold, identity, neighbours, readings, view
from store.tables.notices import lot, notice_address, notice_identifier, notice_version
from store.tables.notices import notice as table

Outcome = Literal["new", "changed", "same", "older"]

_PAGE = 200  # notices fetched at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a delivery did: a `new` notice, a `changed` one, the `same`, or an `older` version for the history."""

    key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """
    A notice as it stands, folded from all that is known of it (store.fold).

    `first_seen` is when it, in any version, first came to our knowledge; `changed_at` when what it says now did;
    `superseded_by` the key of the change notice in force instead; `sha256` names the archived document that gave most
    of it; `addresses` are (source, source id, public page) of this version. `closed` are the lots that a later result
    or cancellation of the procedure ended; `set_aside` says why it is taken for a test.
    """

    key: str
    notice: Notice
    first_seen: datetime
    changed_at: datetime
    superseded_by: str | None
    sha256: str | None
    content_hash: str
    addresses: tuple[tuple[str, str, str | None], ...]
    closed: frozenset[str] = frozenset()
    set_aside: str | None = None

    def open_lots(self, now: datetime) -> tuple[Lot, ...]:
        """The lots that can still be won at `now` (UTC): not ended, not replaced, no test, the time limit not past."""
        if self.superseded_by is not None or self.set_aside is not None or not self.notice.open_form:
            return ()
        limits = {lot.id: closes(self.notice, lot, self.first_seen) for lot in self.notice.biddable}
        return tuple(
            lot
            for lot in self.notice.biddable
            if lot.id not in self.closed and ((limit := limits[lot.id]) is None or limit > now)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading in a notice's history; `current` unless a better reading of the same document took its place."""

    notice: Notice
    format: str
    sha256: str | None
    first_seen: datetime
    last_seen: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is stored; `forms` and `sources` count notices by form type and by each source that published them."""

    notices: int
    lots: int
    readings: int
    forms: dict[str, int]
    sources: dict[str, int]


def deliver(connection: Connection, archive_id: int | None, notice: Notice, seen: datetime) -> Delivered:
    """
    Store what an archived document says of a notice, seen at `seen` (UTC); None for a notice without a document.

    Any set of deliveries in any order, any number of times, leaves the same state. Of one document the reading last
    delivered counts, so that a better parser mends the past; the former one stays in the history.
    """
    cleaned, _ = content.cleaned(notice)
    added = readings.add(connection, archive_id, cleaned, seen)
    if not added.fresh:
        return Delivered(key=min(added.keys), outcome="same")
    near = neighbours.of(connection, added.keys)
    homes = {row.reading.id: row.key for row in near[0]}
    stood = _hashes(connection, {*added.keys, *homes.values()})
    settled = view.settle_near(connection, added.keys, near)
    mine = next(one for one in settled if any(reading.id == added.id for reading in one.members))
    own = {*added.keys, *(homes[reading.id] for reading in mine.members)}
    before = {key: hash_ for key, hash_ in stood.items() if key in own}
    return Delivered(key=mine.key, outcome=_outcome(connection, added.id, mine, before))


def deliver_document(
    connection: Connection, archive_id: int, notices: Iterable[Notice], seen: datetime
) -> list[Delivered]:
    """Store all that a document says; notices it was read to hold before and does not hold now are withdrawn."""
    slots, delivered = set(), []
    for notice in notices:
        delivered.append(deliver(connection, archive_id, notice, seen))
        slots.add(readings.slot(archive_id, content.cleaned(notice)[0]))
    withdrawn = readings.withdraw_others(connection, archive_id, slots)
    if withdrawn:
        view.settle(connection, withdrawn)
    return delivered


def current(
    connection: Connection,
    *,
    since: date | None = None,
    open_at: datetime | None = None,
    keys: Collection[str] | None = None,
) -> Iterator[StoredNotice]:
    """
    The notices as they stand, by key, page by page: memory holds a few hundred, and the caller may write meanwhile.

    `since`: published on that day or later, or first seen then where the day of publication is not known. `open_at`:
    with a lot that can be won then (`StoredNotice.open_lots`). `keys`: only these (former keys count too).
    """
    query = select(table).order_by(table.c.key).limit(_PAGE)
    if since is not None:
        midnight = datetime.combine(since, time(), UTC)
        unknown = table.c.published.is_(None) & (table.c.first_seen >= midnight)
        query = query.where(or_(table.c.published >= since, unknown))
    if open_at is not None:
        query = query.where(
            table.c.form_type.in_(sorted(form.value for form in OPEN_FORMS)),
            table.c.superseded_by.is_(None),
            table.c.set_aside.is_(None),
            or_(table.c.closes_at.is_(None), table.c.closes_at > open_at),
        )
    for stored in _chosen(connection, query, keys):
        if open_at is None or stored.open_lots(open_at):
            yield stored


def set_aside(connection: Connection) -> list[StoredNotice]:
    """The notices taken for tests, with the reasons; they are neither matched nor told of in letters."""
    query = select(table).where(table.c.set_aside.is_not(None)).order_by(table.c.key).limit(_PAGE)
    return list(_pages(connection, query))


def show(connection: Connection, identifier: str) -> StoredNotice | None:
    """The notice known by a key, a Doffin id, a TED number or a UUID (its version left out or not), or None."""
    name = notice_identifier.c
    uuid = identity.called(identifier)
    known = or_(name.identifier.in_([identifier.strip(), *uuid]), name.number.in_(identity.numbers(identifier)))
    key = connection.execute(select(name.notice).where(known).order_by(name.joins.desc(), name.notice)).scalar()
    return None if key is None else next(_pages(connection, select(table).where(table.c.key == key).limit(1)))


def seen_since(connection: Connection, source: str, since: datetime) -> Iterator[StoredNotice]:
    """The notices with an address at this source whose present words came to our knowledge after `since`."""
    mine = select(notice_address.c.notice).where(notice_address.c.source == source)
    query = select(table).where(table.c.changed_at > since, table.c.key.in_(mine)).order_by(table.c.key).limit(_PAGE)
    yield from _pages(connection, query)


def history(connection: Connection, key: str) -> list[Reading]:
    """All readings of a notice (former keys count too), oldest version first, then as they were first seen."""
    found = [
        Reading(
            notice=filed.reading.notice,
            format=filed.reading.format,
            sha256=filed.reading.sha256,
            first_seen=filed.reading.first_seen,
            last_seen=filed.reading.last_seen,
            current=filed.stands,
        )
        for filed in readings.of(connection, resolve(connection, [key]))
    ]
    return sorted(found, key=lambda one: (one.notice.version, one.first_seen))


def procedure(connection: Connection, procedure_id: str) -> list[StoredNotice]:
    """The notices of one procedure (BT-04) as they were published: planning, competition, changes, results."""
    query = select(table).where(table.c.procedure_id == identity.short(procedure_id))
    found = _pages(connection, query.order_by(table.c.key).limit(_PAGE))
    return sorted(found, key=lambda one: (one.notice.published or date.max, one.key))


def resolve(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Today's keys of the notices that go or once went by these; what is no notice's key is left out."""
    name = notice_identifier.c
    wanted, found = iter(sorted(set(keys))), set[str]()
    while batch := list(islice(wanted, _PAGE)):
        found |= set(connection.execute(select(name.notice).where(name.identifier.in_(batch), name.joins)).scalars())
    return frozenset(found)


def counts(connection: Connection) -> Counts:
    """How much is stored."""

    def rows(of: Any) -> int:
        return connection.execute(select(func.count()).select_from(of)).scalar_one()

    forms = select(table.c.form_type, func.count()).group_by(table.c.form_type).order_by(table.c.form_type)
    source = notice_address.c.source
    sources = select(source, func.count(notice_address.c.notice.distinct())).group_by(source).order_by(source)
    return Counts(
        notices=rows(table),
        lots=rows(lot),
        readings=rows(notice_version),
        forms=dict(connection.execute(forms).all()),
        sources=dict(connection.execute(sources).all()),
    )


def _chosen(connection: Connection, query: Select[Any], keys: Collection[str] | None) -> Iterator[StoredNotice]:
    if keys is None:
        yield from _pages(connection, query)
        return
    wanted = iter(sorted(resolve(connection, keys)))
    while batch := list(islice(wanted, _PAGE)):
        yield from _pages(connection, query.where(table.c.key.in_(batch)))


def _outcome(connection: Connection, reading: int, mine: fold.Folded, before: dict[str, str]) -> Outcome:
    if not before:
        return "new"
    if fold.is_older(next(one for one in mine.members if one.id == reading), mine.members):
        return "older"
    return "same" if _hashes(connection, {mine.key}) == before else "changed"


def _hashes(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    query = select(table.c.key, table.c.content_hash).where(table.c.key.in_(sorted(keys)))
    return dict(connection.execute(query).all())


def _pages(connection: Connection, query: Select[Any]) -> Iterator[StoredNotice]:
    last = ""
    while rows := connection.execute(query.where(table.c.key > last)).all():
        addresses = _addresses(connection, [row.key for row in rows])
        endings = closures.of(connection, [row.key for row in rows])
        for row in rows:
            notice = content.to_notice(row.content)
            yield StoredNotice(
                key=row.key,
                notice=notice,
                first_seen=row.first_seen,
                changed_at=row.changed_at,
                superseded_by=row.superseded_by,
                sha256=row.sha256,
                content_hash=row.content_hash,
                addresses=tuple(addresses[row.key]),
                closed=closures.closed(notice, endings.get(row.key, ())),
                set_aside=row.set_aside,
            )
        if len(rows) < _PAGE:
            return
        last = rows[-1].key


def _addresses(connection: Connection, keys: list[str]) -> dict[str, list[tuple[str, str, str | None]]]:
    column = notice_address.c
    query = select(column.notice, column.source, column.source_id, column.url).where(column.notice.in_(keys))
    found: dict[str, list[tuple[str, str, str | None]]] = {key: [] for key in keys}
    for key, *where in connection.execute(query.order_by(column.notice, column.position)):
        found[key].append((where[0], where[1], where[2]))
    return found
