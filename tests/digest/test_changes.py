"""What a member reads of notices it was told of before: moved, cancelled, won; each once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from digest.gather import _changes
from digest.sections.news import told as in_words
from digest.speech import Speech
from model.form import FormType
from model.notice import Change, Deadline, Notice
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text
from store.database import reading
from tests.factories import a_lot, a_notice
from tests.store.deliveries import FIRST, SECOND, START, Delivery, deliver

TOLD = {FIRST: START + timedelta(days=1)}
TWO = (a_lot(), a_lot(id="LOT-0002", title=Text.plain("Maling")))


def later(form: FormType, **changes: Any) -> Notice:
    """A later notice of the same procedure that names the first one by nothing else."""
    own = {"notice_uuid": SECOND, "source_id": "2026-100009", "published": date(2026, 11, 18), "form_type": form}
    return a_notice(**{**own, **changes})


def told(engine: Engine, first: Notice, then: Notice) -> list[str]:
    deliver(engine, Delivery(first), Delivery(then, body=b"later", day=2))
    with reading(engine) as connection:
        return [in_words(one, Speech("nb")).replace("→", ">") for one in _changes(connection, TOLD)]


def won(lot: str, *names: str) -> LotResult:
    firms = tuple(Tenderer(organisation=Organisation(name=name)) for name in names)
    tender = Tender(id=f"TEN-{lot}", lot_id=lot, winner=True, party=TenderingParty(id="TPA-1", tenderers=firms))
    return LotResult(lot_id=lot, status="selec-w", tenders=(tender,))


def test_a_cancellation_known_by_its_procedure_alone_is_told(sqlite_engine: Engine) -> None:
    assert told(sqlite_engine, a_notice(), later(FormType.CANCELLATION)) == ["Avlyst"]


def test_a_notice_that_is_withdrawn_itself_is_told(sqlite_engine: Engine) -> None:
    withdrawn = a_notice(version=2, form_type=FormType.CANCELLATION)

    assert told(sqlite_engine, a_notice(), withdrawn) == ["Avlyst"]


def test_a_change_that_cancels_one_lot_leaves_the_other_open(sqlite_engine: Engine) -> None:
    change = Change(of=(f"{FIRST}-01",), reasons=("cancel",), sections=("LOT-0002",))
    part = later(FormType.COMPETITION, change=change, lots=TWO)

    assert told(sqlite_engine, a_notice(lots=TWO), part) == ["Avlyst (Maling)"]


def test_who_won_is_told_of_the_lots_they_won(sqlite_engine: Engine) -> None:
    result = later(FormType.RESULT, lots=TWO, results=(won("LOT-0001", "Stålvik AS", "Ranheis AS"),))

    assert told(sqlite_engine, a_notice(lots=TWO), result) == ["Vunnet av Stålvik AS og Ranheis AS (Stålarbeider)"]


def test_a_deadline_moved_within_a_day_shows_the_hours(sqlite_engine: Engine) -> None:
    sooner = a_lot(deadline=Deadline(at=datetime(2026, 12, 10, 9, 0, tzinfo=UTC)))

    (line,) = told(sqlite_engine, a_notice(), a_notice(version=2, lots=(sooner,)))

    assert line == (
        "Fristen er flyttet: torsdag 10. desember 2026 kl.\N{NO-BREAK SPACE}12.00"
        " > torsdag 10. desember 2026 kl.\N{NO-BREAK SPACE}10.00"
    )


def test_a_deadline_moved_to_another_day_shows_the_days(sqlite_engine: Engine) -> None:
    moved = a_lot(deadline=Deadline(at=datetime(2027, 1, 5, 11, 0, tzinfo=UTC)))

    (line,) = told(sqlite_engine, a_notice(), a_notice(version=2, lots=(moved,)))

    assert line == "Fristen er flyttet: torsdag 10. desember 2026 > tirsdag 5. januar 2027"


def test_what_was_known_before_the_letter_is_not_told_again(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(later(FormType.CANCELLATION), body=b"later"))

    with reading(sqlite_engine) as connection:
        assert _changes(connection, TOLD) == ()
