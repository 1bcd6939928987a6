"""Procedures: planning, competition, changes and result of one procurement, put together into one timeline."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from model.difference import FieldChange, differences
from model.form import FormType
from model.notice import Notice
from model.procedure import Procedure, Step
from store import identity, notices, readings
from store.states import State, states
from store.tables.notices import notice as table
from store.tables.notices import notice_identifier, notice_predecessor, notice_reference

MOST: Final = 500
"""Notices looked at; a purchasing system of many years has some hundreds."""


@dataclass(frozen=True, slots=True)
class _Told:
    key: str
    state: State
    on: date


def of(connection: Connection, key: str) -> Procedure | None:
    """
    The procedure a notice (by a key, former ones too) belongs to, or None for an unknown key.

    One procedure is what shares its id and what changes one another; the plans it builds on (BT-125) belong to it too.
    A plan's own procedure is all that builds on it.
    """
    start = notices.resolve(connection, [key])
    if not start:
        return None
    core = _grown(connection, start)
    plans = _linked(connection, core, notice_predecessor, forward=True)
    followers = _linked(connection, _of_form(connection, core, FormType.PLANNING), notice_predecessor, forward=False)
    keys = core | plans | (_grown(connection, followers) if followers else set())
    return Procedure(id=_id(connection, core), steps=_steps(connection, keys))


def changes_since(connection: Connection, key: str, moment: datetime) -> tuple[FieldChange, ...]:
    """What a notice (by a key, former ones too) changed of itself after that moment (UTC), oldest first."""
    rows = readings.of(connection, notices.resolve(connection, [key]))
    standing = [row.reading for row in rows if row.stands]
    return tuple(change for state in states(standing) if state.seen > moment for change in state.changes)


def _grown(connection: Connection, keys: Collection[str]) -> set[str]:
    """These notices, and all that share a procedure id with them or change one another."""
    found, fresh = set(keys), set(keys)
    while fresh and len(found) < MOST:
        ids = select(table.c.procedure_id).where(table.c.key.in_(sorted(fresh)), table.c.procedure_id.is_not(None))
        same = set(connection.execute(select(table.c.key).where(table.c.procedure_id.in_(ids))).scalars())
        for forward in (True, False):
            same |= _linked(connection, fresh, notice_reference, forward=forward)
        fresh = same - found
        found |= fresh
    return found


def _linked(connection: Connection, keys: Collection[str], link: Any, *, forward: bool) -> set[str]:
    """What these notices name by such a link, or what names them."""
    joined = notice_identifier.c.identifier == link.c.identifier
    near, far = (link.c.notice, notice_identifier.c.notice) if forward else (notice_identifier.c.notice, link.c.notice)
    query = select(far).join_from(link, notice_identifier, joined).where(near.in_(sorted(keys)))
    return set(connection.execute(query).scalars())


def _of_form(connection: Connection, keys: Collection[str], form: FormType) -> set[str]:
    query = select(table.c.key).where(table.c.key.in_(sorted(keys)), table.c.form_type == form.value)
    return set(connection.execute(query).scalars())


def _id(connection: Connection, keys: Collection[str]) -> str | None:
    query = select(table.c.procedure_id).where(table.c.key.in_(sorted(keys)), table.c.procedure_id.is_not(None))
    return connection.execute(query.order_by(table.c.procedure_id)).scalar()


def _steps(connection: Connection, keys: Collection[str]) -> tuple[Step, ...]:
    told: list[_Told] = []
    history: dict[str, list[readings.Filed]] = {}
    for row in readings.of(connection, keys):
        if row.stands:
            history.setdefault(row.key, []).append(row)
    for key, rows in history.items():
        told += [_Told(key, state, _day(state)) for state in states([row.reading for row in rows])]
    told.sort(key=lambda one: (one.on, one.state.version, one.state.seen, one.key))
    return tuple(_step(one, told) for one in told)


def _day(state: State) -> date:
    said = state.notice.published or (state.notice.dispatched.date() if state.notice.dispatched else None)
    return state.seen.date() if state.silent or said is None else said


def _step(one: _Told, told: Iterable[_Told]) -> Step:
    notice = one.state.notice
    changes = one.state.changes
    replaced = _replaced(one, told)
    if not changes and not one.state.silent and replaced is not None:
        changes = differences(replaced, notice)
    return Step(
        on=one.on,
        form=notice.form_type,
        notice=one.key,
        number=notice.source_id,
        version=one.state.version,
        title=notice.title.best,
        silent=one.state.silent,
        changes=changes,
    )


def _replaced(one: _Told, told: Iterable[_Told]) -> Notice | None:
    """The last state before it of the notice that it says it changes."""
    change = one.state.notice.change
    if change is None or one.state.notice.form_type is FormType.MODIFICATION:
        return None
    called = {identifier for other in change.of for identifier in identity.called(other)}
    earlier = [
        other.state.notice
        for other in told
        if other.key != one.key
        and other.on <= one.on
        and called & {name.identifier for name in identity.names(other.state.notice)}
    ]
    return earlier[-1] if earlier else None
