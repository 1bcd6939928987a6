"""The current view: what the fold says, written to the tables that are read, and nothing else."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from model import trial
from model.closing import ended
from model.form import FormType
from model.notice import Lot, Notice
from model.plausible import closes
from model.result import Tender
from store import content, identity, kinship, neighbours, readings, supersession
from store.fold import Folded, fold
from store.market import filing
from store.tables import market as market_tables
from store.tables import notices as tables
from store.tables.members import match, matched_notice
from store.upsert import insert_or_replace

Values = dict[str, Any]

PARTS = (
    tables.notice_identifier,
    tables.notice_reference,
    tables.notice_predecessor,
    tables.notice_closing,
    tables.notice_address,
    tables.lot,
    tables.notice_organisation,
    tables.notice_cpv,
    *market_tables.PARTS,
)
"""What is written of a notice beside its own row."""

_LARGEST = 2**63 - 1
_AT_ONCE = 100  # notices folded together


def settle(connection: Connection, keys: Collection[str]) -> list[Folded]:
    """Fold these notices and their neighbours anew, and write what has become of them; the notices as they stand."""
    return settle_near(connection, keys, neighbours.of(connection, keys))


def settle_near(connection: Connection, keys: Collection[str], near: neighbours.Near) -> list[Folded]:
    """`settle` where the neighbours of these notices are at hand."""
    rows, decided = near
    folded = [fold(group) for group in kinship.groups((row.reading for row in rows if row.stands), decided)]
    before = _stored(connection, {*keys, *(row.key for row in rows), *(one.key for one in folded)})
    hashes = {one.key: fold_hash(one) for one in folded}
    changed = [one for one in folded if before.get(one.key) != hashes[one.key]]
    gone = set(before) - {one.key for one in folded}
    touched = supersession.targets(connection, before) if before else set()
    for key in sorted(gone):
        connection.execute(delete(tables.notice).where(tables.notice.c.key == key))
    for one in changed:
        if one.key in before:
            _clear(connection, one.key)
        _write(connection, one, hashes[one.key])
    _count(connection, rows, folded)
    for key in sorted(gone):
        _follow(connection, key, _heir(key, folded))
    if changed or gone:
        names = {one.key for one in changed}
        supersession.renew(connection, touched | names | supersession.targets(connection, names))
    return folded


def refold(connection: Connection) -> int:
    """Fold anew every notice that a migration marked with an empty hash; how many there were."""
    query = select(tables.notice.c.key).where(tables.notice.c.fold_hash == "").order_by(tables.notice.c.key)
    waiting = iter(marked := list(connection.execute(query).scalars()))
    while batch := list(islice(waiting, _AT_ONCE)):
        settle(connection, batch)
    return len(marked)


def fold_hash(folded: Folded) -> str:
    """The hash of everything written of a notice."""
    rest = (folded.key, folded.sha256, folded.names, sorted(folded.references), folded.addresses)
    follows = (
        trial.reason(folded.notice),
        _closes_at(folded),
        sorted(ended(folded.notice)),
        sorted(_predecessors(folded)),
        _market(folded),
    )
    return content.digest(
        content.of_notice(folded.notice),
        repr(rest),
        repr(follows),
        folded.first_seen.isoformat(),
        folded.changed_at.isoformat(),
    )


def _stored(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    table = tables.notice.c
    query = select(table.key, table.fold_hash).where(table.key.in_(sorted(keys)))
    return dict(connection.execute(query).all())


def _count(connection: Connection, rows: Iterable[readings.Filed], folded: Iterable[Folded]) -> None:
    homes = {name.identifier: one.key for one in folded for name in one.names if name.joins}
    moved: dict[str, set[int]] = {}
    for row in rows:
        own = [name.identifier for name in identity.names(row.reading.notice) if name.joins]
        home = next((homes[name] for name in own if name in homes), min(own))
        if home != row.key:
            moved.setdefault(home, set()).add(row.reading.id)
    for key, ids in moved.items():
        readings.count_to(connection, key, ids)


def _heir(key: str, folded: Iterable[Folded]) -> str | None:
    return next((one.key for one in folded for name in one.names if name.joins and name.identifier == key), None)


def _follow(connection: Connection, old: str, new: str | None) -> None:
    """Matches follow a notice to its new key; where both have one for a lot, the new key's own stands."""
    connection.execute(delete(matched_notice).where(matched_notice.c.notice == old))
    if new is not None:
        other = match.alias()
        taken = select(other.c.member).where(
            other.c.notice == new, other.c.member == match.c.member, other.c.lot == match.c.lot
        )
        connection.execute(update(match).where(match.c.notice == old, ~taken.exists()).values(notice=new))
    connection.execute(delete(match).where(match.c.notice == old))


def _clear(connection: Connection, key: str) -> None:
    for table in PARTS:
        connection.execute(delete(table).where(table.c.notice == key))


def _write(connection: Connection, folded: Folded, hash_: str) -> None:
    key = folded.key
    insert_or_replace(connection, tables.notice, {"key": key}, _notice_values(folded) | {"fold_hash": hash_})
    _insert(
        connection,
        tables.notice_identifier,
        key,
        ({"identifier": name.identifier, "number": name.number, "joins": name.joins} for name in folded.names),
    )
    _insert(connection, tables.notice_reference, key, ({"identifier": one} for one in sorted(folded.references)))
    _insert(connection, tables.notice_predecessor, key, ({"identifier": one} for one in sorted(_predecessors(folded))))
    lots = sorted({identity.short(one) for one in ended(folded.notice)})
    _insert(connection, tables.notice_closing, key, ({"lot_id": one} for one in lots))
    _insert(
        connection,
        tables.notice_address,
        key,
        (
            {"position": position, "source": source, "source_id": source_id, "url": url}
            for position, (source, source_id, url) in enumerate(folded.addresses)
        ),
    )
    _insert(connection, tables.lot, key, map(_lot_values, range(len(folded.notice.lots)), folded.notice.lots))
    _insert(
        connection,
        tables.notice_organisation,
        key,
        ({"position": position, **values} for position, values in enumerate(_organisations(folded.notice))),
    )
    codes = {code.code for code in (*folded.notice.cpv, *(code for lot in folded.notice.lots for code in lot.cpv))}
    _insert(connection, tables.notice_cpv, key, ({"code": code} for code in sorted(codes)))
    rows = _market(folded)
    for table in market_tables.PARTS:
        _insert(connection, table, key, rows.get(table.name, []))


def _market(folded: Folded) -> dict[str, list[Values]]:
    return {} if trial.reason(folded.notice) else filing.rows(folded)


def _insert(connection: Connection, table: Table, key: str, rows: Iterable[Values]) -> None:
    complete = [{"notice": key, **row} for row in rows]
    if complete:
        connection.execute(insert(table), complete)


def _notice_values(folded: Folded) -> Values:
    notice = folded.notice
    written = content.of_notice(notice)
    return {
        "content": written.decode("utf-8"),
        "content_hash": content.digest(written),
        "source": notice.source,
        "source_id": notice.source_id,
        "version": min(notice.version, _LARGEST),
        "procedure_id": identity.short(notice.procedure_id) if notice.procedure_id else None,
        "form_type": notice.form_type.value,
        "subtype": notice.subtype,
        "title": notice.title.best,
        "published": notice.published,
        "dispatched": notice.dispatched,
        "closes_at": _closes_at(folded),
        "value": notice.worth.amount if notice.worth else None,
        "currency": notice.worth.currency if notice.worth else None,
        "sha256": folded.sha256,
        "first_seen": folded.first_seen,
        "changed_at": folded.changed_at,
        "set_aside": trial.reason(notice),
    }


def _closes_at(folded: Folded) -> datetime | None:
    lots = folded.notice.biddable or (Lot(id=""),)
    limits = [closes(folded.notice, lot, folded.first_seen) for lot in lots]
    known = [limit for limit in limits if limit is not None]
    return max(known) if len(known) == len(limits) else None


def _predecessors(folded: Folded) -> set[str]:
    """What any of its versions builds on: a plan named once stays the plan."""
    named: list[str] = []
    for notice in (reading.notice for reading in folded.members):
        named += [one for lot in notice.lots for one in lot.previous]
        change = notice.change
        if change is not None:
            named += change.modifies
        if change is not None and notice.form_type is FormType.MODIFICATION:
            named += change.of
    called = {identifier for other in named for identifier in identity.called(other)}
    return called - {name.identifier for name in folded.names if name.joins}


def _lot_values(position: int, lot: Lot) -> Values:
    return {
        "position": position,
        "lot_id": lot.id,
        "kind": lot.kind.value,
        "title": lot.title.best,
        "deadline": lot.next_deadline.at if lot.next_deadline else None,
        "value": lot.worth.amount if lot.worth else None,
        "currency": lot.worth.currency if lot.worth else None,
    }


def _organisations(notice: Notice) -> Iterator[Values]:
    for buyer in notice.buyers:
        yield {"role": "buyer", "lot_id": None, "name": buyer.name, "orgnr": buyer.orgnr}
    for result in notice.results:
        for tender in result.tenders:
            yield from _firms(result.lot_id, tender)


def _firms(lot_id: str | None, tender: Tender) -> Iterator[Values]:
    if tender.party is None:
        return
    role = "winner" if tender.winner else "tenderer"
    for firm in (tenderer.organisation for tenderer in tender.party.tenderers):
        yield {"role": role, "lot_id": lot_id, "name": firm.name, "orgnr": firm.orgnr}
    for firm in tender.party.subcontractors:
        yield {"role": "subcontractor", "lot_id": lot_id, "name": firm.name, "orgnr": firm.orgnr}
