"""Notices as lines: what a figure leads to, and what is planned and not yet asked for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from model.form import FormType
from model.market import Entry
from store.market.figures import money
from store.market.reading import batches, superseded
from store.tables.market import market_notice
from store.tables.notices import notice, notice_address, notice_identifier, notice_predecessor

LOOKED_BACK: Final = timedelta(days=730)
"""How old a plan may be and still be thought of as one."""

_BEGUN: Final = (FormType.COMPETITION.value, FormType.RESULT.value)


def entries(connection: Connection, keys: Iterable[str]) -> list[Entry]:
    """These notices (keys of today), the newest first."""
    found: list[Entry] = []
    for batch in batches(keys):
        rows = connection.execute(_lines().where(market_notice.c.notice.in_(batch))).all()
        addresses = _addresses(connection, batch)
        found += [_entry(row, addresses) for row in rows]
    return sorted(found, key=lambda one: (-one.published.toordinal(), one.key))


def planned(
    connection: Connection, today: date, *, keys: Collection[str] | None = None, limit: int | None = None
) -> list[Entry]:
    """
    Planning notices of the last two years that no competition has followed, the newest first; `keys`: among these.

    A competition follows a plan that it names (BT-125) or shares the procedure of.
    """
    mine, later = market_notice.c, market_notice.alias()
    begun = later.c.stage.in_(_BEGUN)
    shared = select(later.c.notice).where(later.c.procedure_id == mine.procedure_id, begun)
    named = (
        select(later.c.notice)
        .join_from(
            notice_identifier, notice_predecessor, notice_predecessor.c.identifier == notice_identifier.c.identifier
        )
        .join(later, later.c.notice == notice_predecessor.c.notice)
        .where(notice_identifier.c.notice == mine.notice, begun)
    )
    query = (
        select(mine.notice)
        .where(mine.stage == FormType.PLANNING.value, mine.day.between(today - LOOKED_BACK, today), ~mine.called_off)
        .where(~shared.exists(), ~named.exists())
        .order_by(mine.day.desc(), mine.notice)
    )
    gone = superseded(connection)
    found = [key for key in connection.execute(query).scalars() if key not in gone and (keys is None or key in keys)]
    return entries(connection, found[:limit])


def _lines() -> Select[Any]:
    columns = [market_notice.c[name] for name in ("notice", "day", "stage", "division", "buyer", "buyer_name")]
    columns += [market_notice.c[name] for name in ("counties", "amount", "currency")]
    return select(*columns, notice.c.title).join_from(market_notice, notice, notice.c.key == market_notice.c.notice)


def _addresses(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    where = notice_address.c
    query = select(where.notice, where.url).where(where.notice.in_(sorted(keys)), where.url.is_not(None))
    found: dict[str, str] = {}
    for key, url in connection.execute(query.order_by(where.notice, where.position)):
        found.setdefault(key, url)
    return found


def _entry(row: Any, addresses: Mapping[str, str]) -> Entry:
    return Entry(
        key=row.notice,
        title=row.title,
        buyer=row.buyer_name,
        buyer_key=row.buyer,
        published=row.day,
        stage=FormType(row.stage),
        division=row.division,
        counties=tuple(row.counties.split()),
        value=None if row.amount is None else money(row.amount, row.currency),
        url=addresses.get(row.notice),
    )
