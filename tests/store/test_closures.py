"""Results and cancellations end lots of their procedure; nothing else does, and absence least of all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from model.form import FormType
from model.notice import Change, Deadline, Notice
from model.result import LotResult
from model.text import Text
from store import notices
from store.database import reading
from tests.factories import a_lot, a_notice
from tests.store.deliveries import FIRST, SECOND, START, Delivery, deliver

NOW = START + timedelta(days=3)
TWO = (a_lot(), a_lot(id="LOT-0002", title=Text.plain("Maling")))


def later(form: FormType, *results: LotResult, **changes: Any) -> Notice:
    """A later notice of the same procedure."""
    own = {"notice_uuid": SECOND, "source_id": "2026-100009", "published": date(2026, 11, 18), "form_type": form}
    return a_notice(**{**own, "results": results, **changes})


def result(lot: str | None, status: str = "selec-w") -> LotResult:
    return LotResult(lot_id=lot, status=status)


def open_lots(engine: Engine, key: str = FIRST, now: datetime = NOW) -> list[str]:
    with reading(engine) as connection:
        found = {stored.key: stored for stored in notices.current(connection, open_at=now)}
    return [lot.id for lot in found[key].open_lots(now)] if key in found else []


def test_a_result_closes_its_lots_alone(engine: Engine) -> None:
    deliver(engine, Delivery(later(FormType.RESULT, result("LOT-0001"))), Delivery(a_notice(lots=TWO)))

    assert open_lots(engine) == ["LOT-0002"]


def test_results_of_all_lots_close_the_notice(engine: Engine) -> None:
    both = later(FormType.RESULT, result("LOT-0001"), result("LOT-0002", "clos-nw"))

    deliver(engine, Delivery(a_notice(lots=TWO)), Delivery(both))

    assert open_lots(engine) == []


def test_a_lot_without_a_winner_yet_stays_open(sqlite_engine: Engine) -> None:
    partial = later(FormType.RESULT, result("LOT-0001"), result("LOT-0002", "open-nw"))

    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(partial))

    assert open_lots(sqlite_engine) == ["LOT-0002"]


def test_a_cancellation_closes_every_lot(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(later(FormType.CANCELLATION, lots=TWO)))

    assert open_lots(sqlite_engine) == []


def test_a_cancellation_of_one_lot_closes_that_lot(sqlite_engine: Engine) -> None:
    partial = later(FormType.CANCELLATION, lots=TWO, change=Change(reasons=("cancel",), sections=("LOT-0002",)))

    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(partial))

    assert open_lots(sqlite_engine) == ["LOT-0001"]


def test_a_result_that_names_no_lot_closes_the_whole(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(later(FormType.RESULT, result(None))))

    assert open_lots(sqlite_engine) == []


def test_a_competition_announced_anew_after_a_cancellation_is_open(sqlite_engine: Engine) -> None:
    cancelled = later(FormType.CANCELLATION, published=date(2026, 11, 10))

    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(cancelled))

    assert open_lots(sqlite_engine) == ["LOT-0001", "LOT-0002"]


@pytest.mark.parametrize("form", [FormType.INTENT, FormType.MODIFICATION, FormType.PLANNING, FormType.COMPETITION])
def test_other_notices_of_the_procedure_close_nothing(sqlite_engine: Engine, form: FormType) -> None:
    deliver(sqlite_engine, Delivery(a_notice(lots=TWO)), Delivery(later(form, result("LOT-0001"))))

    assert open_lots(sqlite_engine) == ["LOT-0001", "LOT-0002"]


def test_an_award_within_a_purchasing_system_leaves_the_system_open(sqlite_engine: Engine) -> None:
    system = a_lot(dps="dps-nlist", deadline=Deadline(at=datetime(2030, 1, 1, tzinfo=UTC)))

    deliver(sqlite_engine, Delivery(a_notice(lots=(system,))), Delivery(later(FormType.RESULT, result("LOT-0001"))))
    awarded = open_lots(sqlite_engine)
    deliver(sqlite_engine, Delivery(later(FormType.CANCELLATION, source_id="2026-100010", notice_uuid=None)))

    assert awarded == ["LOT-0001"]
    assert open_lots(sqlite_engine) == []


def test_a_result_of_another_procedure_or_by_a_test_closes_nothing(sqlite_engine: Engine) -> None:
    other = later(FormType.RESULT, result("LOT-0001"), procedure_id="00000000-0000-4000-8000-00000000000b")
    trial = later(FormType.RESULT, result("LOT-0001"), title=Text.plain("[Test] x"), notice_uuid=None, source_id="2-1")

    deliver(sqlite_engine, Delivery(a_notice()), Delivery(other), Delivery(trial))

    assert open_lots(sqlite_engine) == ["LOT-0001"]


def test_a_deadline_of_2049_does_not_hold_a_notice_open_for_years(sqlite_engine: Engine) -> None:
    wrong = a_lot(deadline=Deadline(at=datetime(2049, 1, 1, tzinfo=UTC)))

    deliver(sqlite_engine, Delivery(a_notice(lots=(wrong,))))

    assert open_lots(sqlite_engine) == ["LOT-0001"]
    assert open_lots(sqlite_engine, now=START + timedelta(days=400)) == []
    with reading(sqlite_engine) as connection:
        (stored,) = notices.current(connection)
    assert any("2049-01-01" in warning for warning in stored.notice.warnings)


def test_a_test_notice_is_listed_with_its_reason_and_is_never_open(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice(title=Text.plain("Anne PROD Test"))))

    assert open_lots(engine) == []
    with reading(engine) as connection:
        (aside,) = notices.set_aside(connection)
    assert aside.set_aside == "tittelen sier «PROD Test»: Anne PROD Test"


def test_a_change_that_cancels_one_lot_leaves_the_others_open(engine: Engine) -> None:
    change = Change(of=(f"{FIRST}-01",), reasons=("cancel",), sections=("LOT-0002",))
    part = later(FormType.COMPETITION, change=change, lots=TWO)

    deliver(engine, Delivery(a_notice(lots=TWO)), Delivery(part))

    assert (open_lots(engine), open_lots(engine, SECOND)) == ([], ["LOT-0001"])
