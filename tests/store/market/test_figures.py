"""The market's figures, counted by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from model.form import FormType
from model.market import Figure, Winner
from model.money import Money
from store.database import reading
from store.market import awards, figures
from store.market.entries import entries
from store.market.reading import LotRow, Market, NoticeRow, WinRow, read
from tests.store.deliveries import Delivery, deliver
from tests.store.market.market_cases import MARKET, PIPES, STEEL, kroner

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 22)


def stored(engine: Engine, since: date = FIRST, until: date = LAST) -> Market:
    deliver(engine, *(Delivery(one) for one in MARKET))
    with reading(engine) as connection:
        return read(connection, since, until)


def named(found: list[Figure]) -> dict[str, int]:
    return {one.name: one.count for one in found}


def test_each_notice_counts_once_in_the_week_it_was_first_published(engine: Engine) -> None:
    market = stored(engine)

    first, second = figures.by_week(market)

    assert (first.name, first.count, second.name, second.count) == ("uke 46", 3, "uke 47", 3)
    assert first.stages == {FormType.COMPETITION: 3}
    assert second.stages == {FormType.COMPETITION: 1, FormType.PLANNING: 1, FormType.RESULT: 1}


def test_values_are_the_newest_by_currency_and_placeholders_are_left_out_and_counted(engine: Engine) -> None:
    market = stored(engine)

    whole = figures.total(market)

    assert whole.stated == (kroner(3_000_000, "EUR"), kroner(12_000_000))
    assert whole.awarded == (Money(Decimal("10500000.5"), "NOK"),)
    assert whole.doubted == 1


def test_trades_buyers_and_stages_have_names(engine: Engine) -> None:
    market = stored(engine)

    assert named(figures.by_trade(market)) == {
        "bygg og anlegg": 4, "vedlikehold og reparasjon": 1, "fag ikke oppgitt": 1,
    }  # fmt: skip
    assert named(figures.by_buyer(market)) == {
        "Ranvik kommune": 3, "Ranfjord havn IKS": 2, "oppdragsgiver ikke oppgitt": 1,
    }  # fmt: skip
    assert named(figures.by_stage(market)) == {"konkurranse": 4, "planlagt": 1, "tildeling": 1}


def test_a_notice_of_two_counties_counts_in_both(engine: Engine) -> None:
    market = stored(engine)

    assert named(figures.by_county(market)) == {"Nordland": 4, "Troms": 1, "Finnmark": 1, "sted ikke oppgitt": 1}
    assert figures.total(figures.within(market, "NO071")).count == 4


def test_every_figure_leads_to_its_notices(engine: Engine) -> None:
    market = stored(engine)

    (harbour,) = [one for one in figures.by_buyer(market) if one.key == "310421928"]

    with reading(engine) as connection:
        lines = entries(connection, harbour.notices)
    assert [(one.title, one.stage) for one in lines] == [
        ("Oppdrag 8", FormType.COMPETITION), ("Oppdrag 4", FormType.PLANNING),
    ]  # fmt: skip
    assert lines[0].url == "https://www.doffin.no/notices/2026-100008"


def test_a_chain_of_changes_that_began_before_the_period_is_not_in_it(engine: Engine) -> None:
    market = stored(engine, since=date(2026, 11, 16))

    assert figures.total(market).count == 3


def test_single_bids_count_among_awarded_lots_that_tell(engine: Engine) -> None:
    market = stored(engine)

    found = awards.single_bids(market)

    assert (found.awarded, found.known, found.single, found.share) == (2, 2, 1, 0.5)
    assert [len(one.notices) for one in awards.single_bids_by_trade(market)] == [1]
    assert awards.single_bids_by_buyer(market)[0].name == "Ranvik kommune"


def test_winners_alone_and_together_never_share_a_value(engine: Engine) -> None:
    market = stored(engine)

    pipes, steel = awards.winners(market)

    assert (pipes.name, pipes.orgnr, pipes.wins, pipes.alone, pipes.together) == (PIPES.name, PIPES.orgnr, 2, 1, 1)
    assert (pipes.values, pipes.shared) == ((Money(Decimal("2500000.5"), "NOK"),), (kroner(8_000_000),))
    assert pipes.typical == 2
    assert (steel.name, steel.wins, steel.values) == (STEEL.name, 1, ())


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_delivery_does_not_matter(sqlite_engine: Engine, seed: int) -> None:
    shuffled = list(MARKET)
    Random(seed).shuffle(shuffled)  # noqa: S311 - no secret

    deliver(sqlite_engine, *(Delivery(one) for one in shuffled))

    with reading(sqlite_engine) as connection:
        market = read(connection, FIRST, LAST)
    assert figures.total(market).stated == (kroner(3_000_000, "EUR"), kroner(12_000_000))
    assert [one.count for one in figures.by_week(market)] == [3, 3]


ROWS = st.builds(
    NoticeRow,
    notice=st.uuids().map(str),
    day=st.dates(FIRST, LAST),
    stage=st.sampled_from([form.value for form in FormType]),
    division=st.sampled_from(["", "45", "71"]),
    buyer=st.sampled_from(["", "310415073", "et sameie"]),
    buyer_name=st.just("Et navn"),
    counties=st.sampled_from(["", "NO", "NO071", "NO071 NO072", "utland"]),
    amount=st.none() | st.integers(100_000, 10**12),
    currency=st.sampled_from(["NOK", "EUR"]),
    doubted=st.booleans(),
)


@pytest.mark.parametrize("grouping", [figures.by_week, figures.by_trade, figures.by_buyer, figures.by_stage])
@given(rows=st.lists(ROWS, unique_by=lambda row: row.notice))
def test_the_parts_sum_to_the_total(grouping: Callable[[Market], list[Figure]], rows: list[NoticeRow]) -> None:
    market = Market(since=FIRST, until=LAST, notices=tuple(rows), lots=(), wins=())

    parts, whole = grouping(market), figures.total(market)

    assert sorted(key for one in parts for key in one.notices) == sorted(whole.notices)
    assert sum(one.doubted for one in parts) == whole.doubted
    for currency in ("EUR", "NOK"):
        assert sum(m.amount for one in parts for m in one.stated if m.currency == currency) == sum(
            m.amount for m in whole.stated if m.currency == currency
        )


@given(st.lists(st.tuples(st.integers(0, 5) | st.none(), st.booleans())))
def test_a_share_is_never_above_one(lots: list[tuple[int | None, bool]]) -> None:
    rows = tuple(LotRow("n", str(number), tenders, awarded) for number, (tenders, awarded) in enumerate(lots))
    row = NoticeRow("n", FIRST, "result", "45", "", "", "", None, None, doubted=False)
    market = Market(since=FIRST, until=LAST, notices=(row,), lots=rows, wins=(), by_key={"n": row})

    found = awards.single_bids(market)

    assert found.single <= found.known <= found.awarded
    assert found.share is None or 0 <= found.share <= 1


def test_a_win_without_value_or_count_is_still_a_win() -> None:
    row = NoticeRow("n", FIRST, "result", "45", "", "", "", None, None, doubted=False)
    win = WinRow("n", "TEN-1", "1", "Firma", None, together=False, tenders=None, amount=None, currency=None)
    market = Market(since=FIRST, until=LAST, notices=(row,), lots=(), wins=(win,), by_key={"n": row})

    (found,) = awards.winners(market)

    assert found == Winner(
        key="1", name="Firma", orgnr=None, alone=1, together=0, values=(), shared=(), typical=None, notices=("n",)
    )
