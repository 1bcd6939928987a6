"""One procurement, one timeline, with what each step changed."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from model.difference import Field
from model.form import FormType
from model.notice import Change, Deadline, Notice
from model.procedure import Procedure
from model.text import Text
from store import procedures
from store.database import reading
from tests.factories import a_lot, a_notice
from tests.store.deliveries import FIRST, SECOND, Delivery, deliver

PLAN = "00000000-0000-4000-8000-000000000009"
MOVED = a_lot(deadline=Deadline(at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC)))


def plan(**changes: Any) -> Notice:
    own = {"notice_uuid": PLAN, "source_id": "2026-100000", "procedure_id": None, "form_type": FormType.PLANNING}
    return a_notice(**{**own, "published": date(2026, 5, 4), "lots": (a_lot(deadline=None),), **changes})


def timeline(engine: Engine, key: str = FIRST) -> Procedure:
    with reading(engine) as connection:
        found = procedures.of(connection, key)
    assert found is not None
    return found


def test_plan_competition_change_and_result_are_one_timeline(engine: Engine) -> None:
    competition = a_notice(lots=(a_lot(previous=(f"{PLAN}-01",)),))
    change = a_notice(version=2, source_id="2026-100002", published=date(2026, 11, 20), lots=(MOVED,))
    result = a_notice(
        notice_uuid=SECOND, source_id="2026-100003", published=date(2027, 2, 1), form_type=FormType.RESULT, lots=()
    )

    deliver(engine, Delivery(result, day=3), Delivery(change, day=2), Delivery(plan()), Delivery(competition))

    found = timeline(engine)
    assert found.id == competition.procedure_id
    assert found.notices == (PLAN, FIRST, SECOND)
    assert [(step.on, step.form.value, step.version) for step in found.steps] == [
        (date(2026, 5, 4), "planning", 1),
        (date(2026, 11, 16), "competition", 1),
        (date(2026, 11, 20), "competition", 2),
        (date(2027, 2, 1), "result", 1),
    ]
    assert [(one.field, one.before, one.after) for one in found.steps[2].changes] == [
        (Field.DEADLINE, "2026-12-10T11:00:00+00:00", "2027-01-15T11:00:00+00:00")
    ]
    assert timeline(engine, PLAN).notices == found.notices


def test_a_change_notice_under_another_uuid_tells_what_it_changed(sqlite_engine: Engine) -> None:
    change = a_notice(
        notice_uuid=SECOND,
        source_id="2026-100002",
        procedure_id=None,
        form_type=FormType.CANCELLATION,
        published=date(2026, 11, 20),
        change=Change(of=(f"{FIRST}-01",), reasons=("cancel",)),
    )

    deliver(sqlite_engine, Delivery(change), Delivery(a_notice()))

    last = timeline(sqlite_engine).steps[-1]
    assert (last.notice, [one.field for one in last.changes]) == (SECOND, [Field.CANCELLED])


def test_a_silent_change_is_a_step_with_its_differences(engine: Engine) -> None:
    deliver(
        engine,
        Delivery(a_notice(), "doffin-hit"),
        Delivery(a_notice(), "eforms", day=1),
        Delivery(a_notice(title=Text.plain("Verkstedhall, ny")), "eforms", day=4),
    )

    first, silent = timeline(engine).steps
    assert (first.silent, first.changes) == (False, ())
    assert (silent.silent, silent.on, silent.version) == (True, date(2026, 11, 20), 1)
    assert [(one.field, one.before, one.after) for one in silent.changes] == [
        (Field.TITLE, "Ny verkstedhall", "Verkstedhall, ny")
    ]


def test_a_document_that_goes_back_to_what_it_said_changed_twice(sqlite_engine: Engine) -> None:
    wrong = a_notice(title=Text.plain("Feil"))

    deliver(sqlite_engine, Delivery(a_notice()), Delivery(wrong, day=1), Delivery(a_notice(), day=2))

    assert [step.title for step in timeline(sqlite_engine).steps] == ["Ny verkstedhall", "Feil", "Ny verkstedhall"]


def test_a_plan_that_several_procedures_build_on_does_not_make_them_one(sqlite_engine: Engine) -> None:
    built = (a_lot(previous=(f"{PLAN}-01",)),)
    other = a_notice(notice_uuid=SECOND, source_id="2026-100008", procedure_id="x", lots=built)

    deliver(sqlite_engine, Delivery(plan()), Delivery(a_notice(lots=built)), Delivery(other))

    assert set(timeline(sqlite_engine).notices) == {PLAN, FIRST}
    assert set(timeline(sqlite_engine, PLAN).notices) == {PLAN, FIRST, SECOND}


def test_an_unknown_notice_has_no_procedure(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as connection:
        assert procedures.of(connection, "nowhere") is None
