"""Who bid together before, by buyer and trade, and a firm's own partners."""

from datetime import date

from sqlalchemy import Engine

from store import partners
from store.database import reading
from tests.factories import a_lot
from tests.store.deliveries import SECOND, Delivery, deliver
from tests.store.test_outcomes import HELPER, LEAD, PARTNER, award

SINCE = date(2020, 1, 1)
BUYER = "312345676"


def test_a_consortium_is_told_once_with_how_many_tenders_there_were(engine: Engine) -> None:
    deliver(engine, Delivery(award()))

    with reading(engine) as connection:
        [bid] = partners.together(connection, buyers=[BUYER], branches=["45210"], since=SINCE)

    assert (bid.firms, bid.lead, bid.subcontractors, bid.tenders) == ((LEAD, PARTNER), LEAD, (HELPER,), 3)


def test_the_same_buyer_comes_before_the_same_trade(sqlite_engine: Engine) -> None:
    older = award(notice_uuid=SECOND, source_id="2026-2", procedure_id=None, published=date(2026, 1, 5))
    elsewhere = award(published=date(2026, 11, 1), buyers=())
    deliver(sqlite_engine, Delivery(older), Delivery(elsewhere))

    with reading(sqlite_engine) as connection:
        found = partners.together(connection, buyers=[BUYER], branches=["45210"], since=SINCE)

    assert found[0].notice == SECOND
    assert len(found) == 2


def test_whoever_won_alone_or_long_ago_is_not_told(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(award(published=date(2015, 1, 5), lots=(a_lot(),))))

    with reading(sqlite_engine) as connection:
        assert partners.together(connection, buyers=[BUYER], branches=[], since=SINCE) == []
        assert partners.of_firm(connection, "111111111", since=SINCE) == []


def test_a_firms_partners_are_counted_whether_over_or_under_it(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(award()))

    with reading(sqlite_engine) as connection:
        lead = partners.of_firm(connection, "111111111", since=SINCE)
        helper = partners.of_firm(connection, "333333333", since=SINCE)

    assert {(one.orgnr, one.times) for one in lead} == {("222222222", 1), ("333333333", 1)}
    assert {one.orgnr for one in helper} == {"111111111", "222222222"}
