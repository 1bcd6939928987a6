"""The renewal radar, plans, and the pages of buyers and suppliers, worked out by hand."""

from datetime import date
from typing import Any

from sqlalchemy import Engine

from model.form import FormType
from model.market import BuyerFacts, Expiry, SupplierFacts
from model.notice import Notice, Period
from model.term import Interval, StartKnown
from model.text import Text
from store.database import reading
from store.market import parties
from store.market.entries import planned
from store.market.radar import expiring
from tests.factories import a_lot
from tests.store.deliveries import Delivery, deliver
from tests.store.market.market_cases import (
    HAVN,
    PIPES,
    STEEL,
    at,
    kroner,
    lot_won,
    months,
    notice,
    result,
    runs,
    won,
)

TODAY = date(2026, 11, 23)
SAME = {"procedure_id": "00000000-0000-4000-9000-000000000001"}


def radar(engine: Engine, *notices: Notice, **asked: Any) -> list[Expiry]:
    deliver(engine, *(Delivery(one) for one in notices))
    with reading(engine) as connection:
        return expiring(connection, TODAY, **asked)


def awarded(day: date, **lot: Any) -> Notice:
    won_ = lot_won("LOT-0001", won("LOT-0001", 1, STEEL, amount=4_000_000), received=2)
    return result(2, day, won_, lots=(runs(**lot),), **SAME)


def test_a_stated_start_and_length_give_one_day_and_options_a_year_each(engine: Engine) -> None:
    period = months(24, start=date(2025, 2, 1))

    (found,) = radar(engine, awarded(date(2025, 1, 20), duration=period, renewals=2))

    assert (found.known, found.ends) == (StartKnown.STATED, Interval(date(2027, 2, 1), date(2027, 2, 1)))
    assert (found.options, found.with_options) == (2, Interval(date(2029, 2, 1), date(2029, 2, 1)))
    assert (found.winners, found.winner_keys, found.value) == (("Fjordstål AS",), ("310432016",), kroner(4_000_000))


def test_without_a_start_the_award_notice_gives_a_span(engine: Engine) -> None:
    (found,) = radar(engine, awarded(date(2025, 3, 1), duration=months(24)))

    assert (found.known, found.awarded) == (StartKnown.RESULT, True)
    assert found.ends == Interval(date(2026, 12, 31), date(2027, 3, 31))


def test_the_length_comes_from_the_competition_where_the_award_is_silent(engine: Engine) -> None:
    asked = notice(1, date(2024, 10, 1), lots=(runs(duration=months(24), deadline=at(2024, 11, 1)),))

    (found,) = radar(engine, asked, awarded(date(2025, 3, 1)))

    assert (found.known, len(found.notices), found.awarded) == (StartKnown.RESULT, 2, True)
    assert found.ends == Interval(date(2026, 12, 31), date(2027, 3, 31))


def test_without_an_award_the_deadline_is_a_poor_guess_and_is_called_so(engine: Engine) -> None:
    (found,) = radar(engine, notice(1, date(2024, 10, 1), lots=(runs(duration=months(24), deadline=at(2024, 11, 1)),)))

    assert (found.known, found.awarded, found.winners) == (StartKnown.DEADLINE, False, ())
    assert found.ends == Interval(date(2026, 12, 1), date(2027, 7, 29))


def test_a_stated_end_goes_before_all_else(engine: Engine) -> None:
    period = Period(start=date(2025, 1, 1), end=date(2026, 12, 31))

    (found,) = radar(engine, awarded(date(2025, 3, 1), duration=period, options=Text.plain("1 + 1 år")))

    assert (found.known, found.ends) == (StartKnown.END, Interval(date(2026, 12, 31), date(2026, 12, 31)))
    assert (found.untold, found.options, found.with_options) == (True, None, None)


def test_a_contract_in_its_option_years_is_still_watched(engine: Engine) -> None:
    (found,) = radar(engine, awarded(date(2023, 3, 1), duration=months(24, start=date(2023, 3, 1)), renewals=2))

    assert found.ends.last < TODAY
    assert found.with_options == Interval(date(2027, 3, 1), date(2027, 3, 1))


def test_what_is_built_once_nobody_got_or_ends_far_off_is_left_out(engine: Engine) -> None:
    built = notice(1, date(2024, 10, 1), nature="works", lots=(a_lot(duration=months(24), nature="works"),))
    far = notice(3, date(2026, 10, 1), lots=(runs(duration=months(48)),))
    short = notice(4, date(2026, 10, 1), lots=(runs(duration=months(6), framework=None),))
    asked = notice(5, date(2024, 10, 1), lots=(runs(duration=months(24)),))
    nobody = result(6, date(2025, 1, 1), lot_won("LOT-0001"), procedure_id=asked.procedure_id)

    assert radar(engine, built, far, short, asked, nobody) == []


def test_lots_that_end_together_are_one_line(engine: Engine) -> None:
    lots = tuple(
        runs(id=f"LOT-{number}", title=Text.plain(f"Del {number}"), duration=months(24, start=date(2025, 1, 1)))
        for number in (1, 2)
    )
    both = [lot_won(lot.id, won(lot.id, number, PIPES)) for number, lot in enumerate(lots)]

    (found,) = radar(engine, result(2, date(2025, 1, 5), *both, lots=lots))

    assert (found.lots, found.winners) == (("Del 1", "Del 2"), ("Kystrør AS",))


def test_plans_that_a_competition_followed_are_planned_no_more(engine: Engine) -> None:
    plans = [notice(number, date(2026, 9, 1), form_type=FormType.PLANNING) for number in (1, 2, 3)]
    old = notice(9, date(2023, 9, 1), form_type=FormType.PLANNING)
    naming = notice(4, date(2026, 10, 1), lots=(a_lot(previous=("00000000-0000-4000-8000-000000000001",)),))
    sharing = notice(5, date(2026, 10, 1), procedure_id=plans[1].procedure_id)
    deliver(engine, *(Delivery(one) for one in (*plans, old, naming, sharing)))

    with reading(engine) as connection:
        found = planned(connection, TODAY)

    assert [one.title for one in found] == ["Oppdrag 3"]


def buyer(engine: Engine, key: str) -> BuyerFacts | None:
    with reading(engine) as connection:
        return parties.buyer(connection, key, TODAY)


def supplier(engine: Engine, key: str) -> SupplierFacts | None:
    with reading(engine) as connection:
        return parties.supplier(connection, key, TODAY)


def test_a_buyer_has_history_winners_and_a_cadence_with_what_is_expected_next(engine: Engine) -> None:
    days = [date(2026, 1, 1), date(2026, 3, 2), date(2026, 5, 1), date(2026, 6, 30), date(2026, 9, 28)]
    competitions = [notice(10 + number, day, buyers=(HAVN,)) for number, day in enumerate(days)]
    shared = notice(20, date(2026, 2, 1), form_type=FormType.PLANNING, buyers=(STEEL, HAVN))
    given = result(2, date(2026, 4, 1), lot_won("LOT-1", won("LOT-1", 1, PIPES), received=1), buyers=(HAVN,))
    deliver(engine, *(Delivery(one) for one in (*competitions, shared, given)))

    found = buyer(engine, "310421928")

    assert found is not None
    assert (found.name, found.total.count, found.total.competitions) == ("Ranfjord havn IKS", 7, 5)
    assert [one.name for one in found.winners] == ["Kystrør AS"]
    assert found.single.share == 1
    assert [one.title for one in found.planned] == ["Oppdrag 20"]
    assert found.cadence is not None
    assert (found.cadence.days, found.cadence.last) == (60, date(2026, 9, 28))
    assert found.cadence.expected == Interval(date(2026, 11, 27), date(2026, 11, 27))
    assert not found.cadence.overdue(TODAY)


def test_nobody_has_no_page_and_few_days_no_cadence(engine: Engine) -> None:
    deliver(engine, Delivery(notice(1, date(2026, 1, 1))))

    assert buyer(engine, "999999999") is None
    assert supplier(engine, "310415073") is None
    found = buyer(engine, "310415073")
    assert found is not None
    assert found.cadence is None


def test_a_supplier_has_what_it_won_of_whom_and_what_runs_out(engine: Engine) -> None:
    asked = notice(1, date(2024, 10, 1), lots=(runs(duration=months(24), deadline=at(2024, 11, 1)),))
    deliver(engine, Delivery(asked), Delivery(awarded(date(2025, 3, 1))))

    found = supplier(engine, "310432016")

    assert found is not None
    assert (found.name, found.won.wins, found.won.typical) == ("Fjordstål AS", 1, 2)
    assert [(one.name, one.count) for one in found.buyers] == [("Ranvik kommune", 1)]
    assert [one.known for one in found.expiring] == [StartKnown.RESULT]
