"""The facts of one buyer and of one supplier: history, trades, winners, cadence and what is to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from sqlalchemy import Connection, select

from model.form import FormType
from model.market import BuyerFacts, Cadence, SupplierFacts
from model.term import Interval
from store.market import figures
from store.market.awards import single_bids, winner, winners
from store.market.entries import planned
from store.market.radar import expiring
from store.market.reading import Market, read
from store.tables.market import market_notice, market_win
from store.tables.notices import notice_organisation

LOOKED_BACK: Final = timedelta(days=5 * 366)
"""How much history is told."""

FEWEST_DAYS: Final = 4
"""Days with competitions that a cadence needs: three gaps between them."""


def buyer(connection: Connection, key: str, today: date) -> BuyerFacts | None:
    """A buyer by its number, or its name in lower case where it has none; None where no notice names it."""
    named = select(notice_organisation.c.notice).where(
        notice_organisation.c.role == "buyer", notice_organisation.c.orgnr == key
    )
    first = select(market_notice.c.notice).where(market_notice.c.buyer == key)
    keys = {*connection.execute(named).scalars(), *connection.execute(first).scalars()}
    market = _history(connection, keys, today)
    if not market.notices:
        return None
    own = [row for row in market.notices if row.buyer == key]
    competitions = [row.day for row in market.notices if row.stage == FormType.COMPETITION]
    return BuyerFacts(
        key=key,
        name=own[-1].buyer_name if own else _name(connection, key),
        orgnr=key if key.isdigit() else None,
        total=figures.total(market),
        trades=tuple(figures.by_trade(market)),
        single=single_bids(market),
        winners=tuple(winners(market)),
        cadence=cadence(competitions),
        planned=tuple(planned(connection, today, keys=market.by_key)),
        expiring=tuple(expiring(connection, today, keys=market.by_key)),
    )


def supplier(connection: Connection, key: str, today: date) -> SupplierFacts | None:
    """A supplier by its number, or its name in lower case where it has none; None where it has won nothing."""
    query = select(market_win.c.notice).where(market_win.c.firm == key)
    market = _history(connection, set(connection.execute(query).scalars()), today)
    rows = [row for row in market.wins if row.firm == key]
    if not rows:
        return None
    won = winner(key, rows, market)
    contracts = expiring(connection, today, keys=_with_competitions(connection, market))
    return SupplierFacts(
        key=key,
        name=won.name,
        orgnr=won.orgnr,
        won=won,
        trades=tuple(figures.by_trade(market)),
        buyers=tuple(figures.by_buyer(market)),
        cadence=cadence(row.day for row in market.notices),
        expiring=tuple(one for one in contracts if key in one.winner_keys),
    )


def cadence(days: Iterable[date]) -> Cadence | None:
    """How often something comes, and when the next is to be expected; None for too few days."""
    told = sorted(days)
    single = sorted(set(told))
    if len(single) < FEWEST_DAYS:
        return None
    gaps = sorted((after - before).days for before, after in pairwise(single))
    quarter = len(gaps) // 4
    low, high = gaps[quarter], gaps[len(gaps) - 1 - quarter]
    last = single[-1]
    return Cadence(
        days=round(median(gaps)),
        competitions=len(told),
        last=last,
        expected=Interval(last + timedelta(days=low), last + timedelta(days=high)),
    )


def _history(connection: Connection, keys: Iterable[str], today: date) -> Market:
    return read(connection, today - LOOKED_BACK, today, keys=frozenset(keys))


def _with_competitions(connection: Connection, market: Market) -> set[str]:
    """These notices and the others of their procedures: a competition may state the length its result does not."""
    mine = market_notice.c
    ids = select(mine.procedure_id).where(mine.notice.in_(sorted(market.by_key)))
    same = connection.execute(select(mine.notice).where(mine.procedure_id.in_(ids))).scalars()
    return {*market.by_key, *same}


def _name(connection: Connection, key: str) -> str:
    firm = notice_organisation.c
    query = select(firm.name).where(firm.orgnr == key, firm.role == "buyer").order_by(firm.notice.desc())
    return connection.execute(query).scalar() or key
