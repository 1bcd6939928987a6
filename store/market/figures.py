"""Notices and values by week, trade, buyer, county and stage; pure functions of the rows read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from model.divisions import name_of
from model.form import FormType
from model.market import COUNTRY, ELSEWHERE, NOWHERE, Figure
from model.money import Money
from model.nuts import COUNTIES
from store.market.reading import Market, NoticeRow

UNKNOWN_TRADE: Final = "fag ikke oppgitt"
UNKNOWN_BUYER: Final = "oppdragsgiver ikke oppgitt"

STAGES: Final = {
    FormType.PLANNING: "planlagt",
    FormType.COMPETITION: "konkurranse",
    FormType.CHANGE: "endring",
    FormType.INTENT: "intensjon om direkte tildeling",
    FormType.RESULT: "tildeling",
    FormType.MODIFICATION: "kontraktsendring",
    FormType.COMPLETION: "fullført kontrakt",
    FormType.CANCELLATION: "avlysning",
    FormType.BUSINESS: "selskapskunngjøring",
    FormType.UNKNOWN: "ukjent slag",
}
"""What the stages are called; a change counts as what it changes."""


def total(market: Market) -> Figure:
    """Everything in the period."""
    return figure("", "i alt", market.notices)


def by_week(market: Market) -> list[Figure]:
    """A figure for each week the period touches, empty weeks too; keys are Mondays."""
    groups: defaultdict[date, list[NoticeRow]] = defaultdict(list)
    for row in market.notices:
        groups[row.day - timedelta(days=row.day.weekday())].append(row)
    first = market.since - timedelta(days=market.since.weekday())
    weeks = [first + timedelta(weeks=number) for number in range((market.until - first).days // 7 + 1)]
    return [figure(week.isoformat(), f"uke {week.isocalendar().week}", groups[week]) for week in weeks]


def by_trade(market: Market) -> list[Figure]:
    """By CPV division, the most frequent first."""
    return _grouped(market, lambda row: (row.division,), lambda _row, key: trade_name(key))


def by_buyer(market: Market) -> list[Figure]:
    """By the first buyer named, the most frequent first."""
    return _grouped(market, lambda row: (row.buyer,), lambda row, _key: row.buyer_name or UNKNOWN_BUYER)


def by_county(market: Market) -> list[Figure]:
    """By county; a notice of several counts in each."""
    return _grouped(market, lambda row: tuple(row.counties.split()) or (NOWHERE,), lambda _row, key: county_name(key))


def by_stage(market: Market) -> list[Figure]:
    """By what the notice is for."""
    return _grouped(market, lambda row: (row.stage,), lambda _row, key: STAGES[FormType(key)])


def within(market: Market, county: str) -> Market:
    """What is done in this county alone or among others."""
    return market.only(row.notice for row in market.notices if county in row.counties.split())


def trade_name(division: str) -> str:
    """What a division is called."""
    return name_of(division) if division else UNKNOWN_TRADE


def county_name(key: str) -> str:
    """What a place's key is called."""
    return {COUNTRY: "hele landet", ELSEWHERE: "utenfor Norge", NOWHERE: "sted ikke oppgitt"}.get(key) or COUNTIES[key]


def figure(key: str, name: str, rows: Iterable[NoticeRow]) -> Figure:
    """The figure of these rows."""
    mine = list(rows)
    stages = Counter(row.stage for row in mine)
    return Figure(
        key=key,
        name=name,
        stages={FormType(stage): stages[stage] for stage in sorted(stages)},
        stated=sums((row.amount, row.currency) for row in mine if row.stage == FormType.COMPETITION),
        awarded=sums((row.amount, row.currency) for row in mine if row.stage == FormType.RESULT),
        doubted=sum(row.doubted for row in mine),
        notices=tuple(row.notice for row in mine),
    )


def sums(amounts: Iterable[tuple[int | None, str | None]]) -> tuple[Money, ...]:
    """Hundredths summed by currency, the currencies in order."""
    found: defaultdict[str, int] = defaultdict(int)
    for amount, currency in amounts:
        if amount is not None and currency is not None:
            found[currency] += amount
    return tuple(money(found[currency], currency) for currency in sorted(found))


def money(hundredths: int, currency: str) -> Money:
    """An amount as it is written."""
    return Money(Decimal(hundredths) / 100, currency)


def _grouped(
    market: Market, keys: Callable[[NoticeRow], tuple[str, ...]], name: Callable[[NoticeRow, str], str]
) -> list[Figure]:
    groups: defaultdict[str, list[NoticeRow]] = defaultdict(list)
    for row in market.notices:
        for key in keys(row):
            groups[key].append(row)
    found = [figure(key, name(rows[-1], key), rows) for key, rows in groups.items()]
    return sorted(found, key=lambda one: (-one.count, one.name, one.key))
