"""Notices, lots, texts and money."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from model.money import Money, ValueRange
from model.notice import Deadline, LotKind
from model.result import Tenderer, TenderingParty
from model.text import Text
from tests.factories import a_lot, a_notice


def nok(amount: int) -> Money:
    return Money(Decimal(amount), "NOK")


def at(day: int) -> Deadline:
    return Deadline(at=datetime(2026, 12, day, 11, 0, tzinfo=UTC))


def test_the_reader_is_shown_norwegian_before_english() -> None:
    text = Text.of([("ENG", "Steel hall"), ("NNO", "Stålhall"), ("NOB", "Stålhall, bm")])

    assert text.best == "Stålhall, bm"
    assert text.language == "NOB"
    assert text.others == ("Steel hall", "Stålhall")


def test_words_in_an_unknown_language_are_still_words() -> None:
    assert Text.of([("SWE", "Stålhall"), ("FIN", "")]).best == "Stålhall"


def test_an_empty_text_is_falsy_and_says_nothing() -> None:
    assert not Text.of([("NOR", "  ")])
    assert Text().best == ""


def test_the_notice_is_due_when_its_first_lot_is() -> None:
    notice = a_notice(lots=(a_lot(id="1", deadline=at(20)), a_lot(id="2", deadline=None, request_deadline=at(9))))

    assert notice.deadline == at(9)


def test_a_group_of_lots_is_not_bid_for_by_itself() -> None:
    notice = a_notice(lots=(a_lot(id="1"), a_lot(id="G", kind=LotKind.GROUP)))

    assert [lot.id for lot in notice.biddable] == ["1"]


def test_lots_add_up_only_when_all_state_one_currency() -> None:
    both = a_notice(lots=(a_lot(id="1", value=nok(5)), a_lot(id="2", value=nok(7))))
    one = replace(both, lots=(both.lots[0], a_lot(id="2")))
    mixed = replace(both, lots=(both.lots[0], a_lot(id="2", value=Money(Decimal(7), "EUR"))))

    assert both.worth == nok(12)
    assert one.worth is None
    assert mixed.worth is None


def test_zero_is_a_value_not_published() -> None:
    assert a_notice(value=nok(0), lots=(a_lot(value=nok(-1)),)).worth is None


def test_a_framework_is_worth_its_maximum() -> None:
    assert a_lot(framework_maximum=nok(9)).worth == nok(9)


def test_money_refuses_what_is_no_amount() -> None:
    for amount in ("NaN", "Infinity"):
        with pytest.raises(ValueError, match="no amount"):
            Money(Decimal(amount), "NOK")
    with pytest.raises(ValueError, match="no currency"):
        Money(Decimal(1), "kr")


def test_nothing_is_said_of_sizes_in_another_currency() -> None:
    sizes = ValueRange(minimum=Decimal(10), maximum=Decimal(20))

    assert [sizes.holds(nok(amount)) for amount in (9, 10, 20, 21)] == [False, True, True, False]
    assert sizes.holds(Money(Decimal(15), "EUR")) is None


def test_a_consortium_without_a_marked_lead_has_none() -> None:
    firm = a_notice().buyers[0]
    alone = TenderingParty(id="1", tenderers=(Tenderer(organisation=firm),))
    pair = TenderingParty(id="2", tenderers=(Tenderer(organisation=firm), Tenderer(organisation=firm)))
    led = replace(pair, tenderers=(pair.tenderers[0], Tenderer(organisation=replace(firm, name="B"), lead=True)))

    assert alone.lead == firm
    assert not alone.consortium
    assert pair.consortium
    assert pair.lead is None
    assert led.lead is not None
    assert led.lead.name == "B"
