"""Closures: lots ended by a later result or cancellation of the same procedure, worked out when a notice is read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from model.closing import WHOLE
from model.form import OPEN_FORMS, FormType
from model.notice import Notice
from model.plausible import standing
from store.tables.notices import notice, notice_closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """
    What a result or cancellation says of one lot (`""`: of all), on which day.

    `by` is the key of the notice that says so, and `seen` when we first knew of it (UTC).
    """

    lot: str
    form: FormType
    on: date
    by: str
    seen: datetime


def of(connection: Connection, keys: Collection[str]) -> dict[str, list[Ending]]:
    """
    The endings that later notices of their procedures bring upon these notices, by key.

    Only a notice that stands ends anything: one replaced by a correction, or taken for a test, does not. A change that
    cancels some lots ends those, and is itself the notice of the rest.
    """
    mine, other = notice.alias("mine"), notice.alias("other")
    query = (
        select(mine.c.key, mine.c.published, mine.c.dispatched, other.c.form_type, notice_closing.c.lot_id)
        .add_columns(
            *(other.c[name].label(f"other_{name}") for name in ("key", "published", "dispatched", "first_seen"))
        )
        .join_from(mine, other, mine.c.procedure_id == other.c.procedure_id)
        .join(notice_closing, notice_closing.c.notice == other.c.key)
        .where(mine.c.key.in_(sorted(keys)))
        .where(mine.c.form_type.in_(sorted(form.value for form in OPEN_FORMS)))
        .where(other.c.superseded_by.is_(None), other.c.set_aside.is_(None), func.length(other.c.procedure_id) > 0)
        .order_by(other.c.key, notice_closing.c.lot_id)
    )
    found: defaultdict[str, list[Ending]] = defaultdict(list)
    for row in connection.execute(query):
        on = _day(row.other_published, row.other_dispatched) or row.other_first_seen.date()
        if on >= (_day(row.published, row.dispatched) or date.min):
            found[row.key].append(
                Ending(lot=row.lot_id, form=FormType(row.form_type), on=on, by=row.other_key, seen=row.other_first_seen)
            )
    return found


def closed(of_notice: Notice, endings: Iterable[Ending]) -> frozenset[str]:
    """
    The ids of its lots that are ended.

    A result within a dynamic purchasing or qualification system ends nothing: such a system goes on until it is
    cancelled or its time is over.
    """
    lots = of_notice.biddable
    found = set()
    for ending in endings:
        meant = lots if ending.lot == WHOLE or len(lots) == 1 else [lot for lot in lots if lot.id == ending.lot]
        for lot in meant:
            if ending.form is not FormType.RESULT or not standing(of_notice, lot):
                found.add(lot.id)
    return frozenset(found)


def _day(published: date | None, dispatched: Any) -> date | None:
    return published or (dispatched.date() if dispatched else None)
