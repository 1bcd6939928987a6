"""Who won what; every sum once."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Notice
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text
from store import outcomes
from store.database import reading
from store.outcomes import Asked, Outcome
from tests.factories import a_lot, a_notice
from tests.store.deliveries import SECOND, Delivery, deliver

LEAD = Organisation(name="Fjordstål AS", orgnr="111111111")
PARTNER = Organisation(name="Kystrør AS", orgnr="222222222")
HELPER = Organisation(name="Malerfirma AS", orgnr="333333333")
LOSER = Organisation(name="Sørstål AS", orgnr="444444444")


def tender(number: int, *firms: Organisation, winner: bool = True, amount: int = 100, **party: Any) -> Tender:
    tenderers = tuple(Tenderer(organisation=firm, lead=firm == LEAD) for firm in firms)
    together = TenderingParty(id=f"TPA-{number}", tenderers=tenderers, **party)
    return Tender(id=f"TEN-{number}", winner=winner, value=Money(Decimal(amount), "NOK"), party=together)


def award(**changes: Any) -> Notice:
    won = LotResult(
        lot_id="LOT-0001",
        status="selec-w",
        tenders_received=3,
        tenders=(tender(1, LEAD, PARTNER, subcontractors=(HELPER,)), tender(2, LOSER, winner=False)),
    )
    alone = LotResult(lot_id="LOT-0002", status="selec-w", tenders=(tender(3, PARTNER, amount=7),))
    nobody = LotResult(lot_id="LOT-0003", status="clos-nw", reason="no-rece")
    lots = tuple(a_lot(id=f"LOT-000{number}") for number in (1, 2, 3))
    return a_notice(**{"form_type": FormType.RESULT, "results": (won, alone, nobody), "lots": lots, **changes})


def asked(engine: Engine, **wanted: Any) -> list[Outcome]:
    with reading(engine) as connection:
        return list(outcomes.outcomes(connection, Asked(**wanted)))


def test_each_lot_has_its_outcome_with_lead_partners_and_helpers(engine: Engine) -> None:
    deliver(engine, Delivery(award()))

    one, two, three = asked(engine)

    (won,) = one.awards
    assert (one.lot, one.tenders, won.firms, won.lead) == ("LOT-0001", 3, (LEAD, PARTNER), LEAD)
    assert (won.consortium, won.subcontractors) == (True, (HELPER,))
    assert [one_.lead for one_ in two.awards] == [PARTNER]
    assert (three.status, three.reason, three.awards) == ("clos-nw", "no-rece", ())


def test_a_consortium_counts_its_sum_once(engine: Engine) -> None:
    deliver(engine, Delivery(award()))

    with reading(engine) as connection:
        both = [*outcomes.wins(connection, "111111111"), *outcomes.wins(connection, "222222222")]

    assert outcomes.total(both) == {"NOK": Decimal(107)}


def test_wins_are_found_by_number_and_leave_out_losers_and_helpers(engine: Engine) -> None:
    deliver(engine, Delivery(award()))

    with reading(engine) as connection:
        found = {
            number: [one.lot for one in outcomes.wins(connection, number)]
            for number in ("111111111", "222222222", "333333333", "444444444")
        }
        helped = [one.lot for one in outcomes.taking_part(connection, "333333333")]

    assert found == {"111111111": ["LOT-0001"], "222222222": ["LOT-0001", "LOT-0002"], "333333333": [], "444444444": []}
    assert helped == ["LOT-0001"]


def test_outcomes_are_chosen_by_buyer_trade_and_period(sqlite_engine: Engine) -> None:
    other = award(
        notice_uuid=SECOND,
        source_id="2026-2",
        procedure_id=None,
        buyers=(Organisation(name="Fjellvik kommune", orgnr="987654325"),),
        cpv=(Cpv("90910000"),),
        lots=(),
        published=date(2026, 10, 1),
    )
    deliver(sqlite_engine, Delivery(award()), Delivery(other))

    def numbers(**wanted: Any) -> set[str]:
        return {one.notice for one in asked(sqlite_engine, **wanted)}

    assert numbers(buyer="987654325") == numbers(cpv="9091") == numbers(until=date(2026, 10, 1)) == {SECOND}
    assert len(numbers(since=date(2026, 10, 2))) == 1
    assert numbers(cpv="4%") == set()
    assert len(numbers()) == 2


def test_tests_and_what_is_no_result_are_left_out(sqlite_engine: Engine) -> None:
    deliver(
        sqlite_engine,
        Delivery(award(title=Text.plain("[Test] tildeling"))),
        Delivery(award(notice_uuid=SECOND, source_id="2026-2", form_type=FormType.INTENT)),
    )

    assert asked(sqlite_engine) == []
