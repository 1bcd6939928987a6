"""Dates that cannot be meant are told and left out; those that only look odd are kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from model.form import FormType
from model.notice import Change, Deadline, Notice
from model.plausible import UNSTATED, believed, closes
from tests.factories import a_lot, a_notice

SEEN = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


def limited(year: int, month: int = 1, day: int = 1, **changes: Any) -> Notice:
    limit = Deadline(at=datetime(year, month, day, 12, 0, tzinfo=UTC))
    lot = {name: changes.pop(name) for name in ("dps", "framework") if name in changes}
    return a_notice(lots=(a_lot(deadline=limit, **lot),), **changes)


@pytest.mark.parametrize("year", [1, 1989, 2049, 9999])
def test_a_deadline_no_one_means_is_told_and_left_out(year: int) -> None:
    found = believed(limited(year), SEEN)

    assert found.deadline is None
    assert any("Tilbudsfristen" in warning and "LOT-0001" in warning for warning in found.warnings)


def test_a_deadline_before_its_notice_is_left_out_and_the_notice_stays_open_a_while() -> None:
    found = believed(limited(2026, 1, 5), SEEN)

    assert found.deadline is None
    assert closes(found, found.lots[0], SEEN) == datetime(2026, 11, 16, tzinfo=UTC) + UNSTATED


@pytest.mark.parametrize("changes", [{"version": 2}, {"change": Change(of=("2026-100000",))}])
def test_a_correction_may_state_a_deadline_that_has_passed(changes: dict[str, Any]) -> None:
    notice = limited(2026, 11, 10, **changes)

    assert believed(notice, SEEN) == notice


def test_a_result_keeps_its_old_deadline() -> None:
    notice = limited(2026, 6, 1, form_type=FormType.RESULT)

    assert believed(notice, SEEN) == notice


@pytest.mark.parametrize(
    "changes", [{"dps": "dps-nlist"}, {"framework": "fa-wo-rc"}, {"subtype": "15"}, {"notice_type": "qu-sy"}]
)
def test_what_runs_for_years_may_have_a_deadline_years_ahead(changes: dict[str, Any]) -> None:
    notice = limited(2034, **changes)

    assert believed(notice, SEEN) == notice


def test_even_a_purchasing_system_does_not_end_in_2099() -> None:
    assert believed(limited(2099, dps="dps-nlist"), SEEN).deadline is None


def test_a_date_of_publication_far_ahead_is_not_believed() -> None:
    found = believed(a_notice(published=date(2049, 1, 1), dispatched=datetime(2049, 1, 1, tzinfo=UTC)), SEEN)

    assert (found.published, found.dispatched) == (None, None)
    assert len(found.warnings) == 2


def test_a_notice_of_2049_is_not_open_till_then() -> None:
    found = believed(limited(2049, 3, 1, published=date(2049, 1, 1)), SEEN)

    assert found.deadline is None


def test_a_good_notice_is_left_as_it_is() -> None:
    notice = a_notice()

    assert believed(notice, SEEN) is notice


def test_without_a_deadline_a_competition_closes_after_a_year_and_a_plan_after_two() -> None:
    start = datetime(2026, 11, 16, tzinfo=UTC)
    lot = a_lot(deadline=None)

    assert closes(a_notice(), lot, SEEN) == start + timedelta(days=366)
    assert closes(a_notice(form_type=FormType.PLANNING), lot, SEEN) == start + timedelta(days=732)
    assert closes(a_notice(), a_lot(deadline=None, dps="dps-nlist"), SEEN) is None
