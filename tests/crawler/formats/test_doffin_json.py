"""Doffin's own JSON, as recorded from the real API: what its fields mean and where they mislead."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.formats import doffin_hit
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice
from tests.shared import shared

ORIGIN = Origin(source="doffin", source_id="2026-100001", url="")
HIT: dict[str, Any] = {"id": "2026-100001", "heading": "Ny kai", "type": "ANNOUNCEMENT_OF_COMPETITION"}


def read(hit: dict[str, Any]) -> Notice:
    (notice,) = doffin_hit.read(json.dumps(hit).encode(), ORIGIN)
    return notice


def recorded(name: str) -> dict[str, Any]:
    hit: dict[str, Any] = json.loads(shared("data", "doffin", "api-v2", f"{name}.json").read_text(encoding="utf-8"))
    return hit


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("contract-notice", FormType.COMPETITION),
        ("contract-award-notice", FormType.RESULT),
        ("prior-information-notice", FormType.PLANNING),
        ("intention-notice", FormType.INTENT),
    ],
)
def test_recorded_hits_are_read_with_leaf_codes_alone(name: str, form: FormType) -> None:
    hit = recorded(name)

    notice = read(hit)

    assert notice.form_type is form
    assert (notice.source_id, notice.title.best) == (hit["id"], hit["heading"])
    assert {code.code for code in notice.cpv} <= set(hit["cpvCodes"])
    assert not [one for one in notice.cpv for other in notice.cpv if one != other and one.within(other)]
    assert len(notice.cpv) < len(hit["cpvCodes"])


@pytest.mark.shared
def test_an_intent_names_a_supplier_and_is_no_award() -> None:
    notice = read(recorded("intention-notice"))

    assert notice.form_type is FormType.INTENT
    assert [tender for result in notice.results for tender in result.winners]


@pytest.mark.parametrize("roll_ups", [["PLANNING"], ["COMPETITION", "PLANNING"], ["RESULT"], []])
def test_the_stage_follows_the_type_and_never_the_roll_ups(roll_ups: list[str]) -> None:
    assert read({**HIT, "allTypes": roll_ups}).form_type is FormType.COMPETITION


def test_an_unknown_type_is_kept_and_told_not_guessed() -> None:
    notice = read({**HIT, "type": "SOMETHING_NEW", "allTypes": ["COMPETITION"]})

    assert (notice.form_type, notice.notice_type) == (FormType.UNKNOWN, "SOMETHING_NEW")
    assert any("SOMETHING_NEW" in warning for warning in notice.warnings)


@pytest.mark.parametrize(
    ("raw", "at", "date_only"),
    [
        ("2026-07-01T10:00:00Z", datetime(2026, 7, 1, 10, 0, tzinfo=UTC), False),
        ("2026-07-01T10:00:58Z", datetime(2026, 7, 1, 10, 0, 58, tzinfo=UTC), False),
        ("2026-07-01T21:59:00Z", datetime(2026, 7, 1, 21, 59, tzinfo=UTC), False),
        ("2026-07-01T00:00:00Z", datetime(2026, 7, 1, 21, 59, tzinfo=UTC), True),
    ],
)
def test_a_midnight_deadline_stands_for_the_end_of_its_day(raw: str, at: datetime, date_only: bool) -> None:
    deadline = read({**HIT, "deadline": raw}).deadline

    assert deadline is not None
    assert (deadline.at, deadline.date_only) == (at, date_only)


@pytest.mark.parametrize("raw", ["310 415 073", "310415073", "NO310415073MVA", "310\u200b415\u200b073"])
def test_a_dirty_organisation_number_is_the_same_number(raw: str) -> None:
    (buyer,) = read({**HIT, "buyer": [{"organizationId": raw, "name": "Ranvik kommune"}]}).buyers

    assert buyer.orgnr == "310415073"


def test_a_value_of_zero_is_a_value_not_published() -> None:
    assert read({**HIT, "estimatedValue": {"currencyCode": "NOK", "amount": 0}}).value is None


def test_anywhere_is_a_place_that_may_suit_everyone() -> None:
    assert [place.is_anywhere for place in read({**HIT, "locationId": ["anyw"]}).places] == [True]
