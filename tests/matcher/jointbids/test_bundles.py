"""Small notices of one buyer, region and period make a job; others do not."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from matcher.jointbids.bundles import bundles
from matcher.jointbids.coverage import Skills, skills
from matcher.jointbids.verdicts import judge
from matcher.jointbids.vocabulary import Known, learn
from model.jointbid import Bundle
from model.member import Capability
from model.money import Money, ValueRange
from model.notice import Deadline, Notice, Place
from model.nuts import Nuts
from model.organisation import Organisation
from model.text import Text
from tests.factories import a_lot, a_member, a_notice

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def known() -> Known:
    return learn([])


def a_job(
    number: int, value: int = 900_000, *, day: int = 10, title: str = "Rekkverk i stål", **changes: Any
) -> Notice:
    lot = a_lot(
        title=Text.plain(title), description=Text(), cpv=(), value=Money(Decimal(value), "NOK"),
        deadline=Deadline(at=datetime(2026, 12, day, 11, 0, tzinfo=UTC)),
    )  # fmt: skip
    notice = a_notice(source_id=f"2026-{number}", title=Text.plain(title), description=Text(), cpv=(), lots=(lot,))
    return replace(notice, **changes)


def a_smith(known: Known, minimum: int | None = 1_500_000) -> Skills:
    size = ValueRange(minimum=Decimal(minimum) if minimum else None, maximum=Decimal(9_000_000))
    return skills(a_member(capabilities=(Capability(name="smedarbeid og rekkverk i stål"),), value_range=size), known)


def found(known: Known, *jobs: Notice, member: Skills | None = None) -> tuple[Bundle, ...]:
    members = [member or a_smith(known)]
    judged = [(job, judge(job.source_id, job, members, known, NOW)) for job in jobs]
    return bundles(judged, members)


def test_two_jobs_too_small_for_a_member_make_one_it_takes(known: Known) -> None:
    [made] = found(known, a_job(1), a_job(2, day=20))

    assert made.notices == ("2026-1", "2026-2")
    assert made.total == Money(Decimal(1_800_000), "NOK")
    assert (made.members, made.region) == (("fjordstaal",), "NO071")


def test_one_small_job_is_no_bundle(known: Known) -> None:
    assert found(known, a_job(1)) == ()


def test_a_job_the_member_takes_by_itself_belongs_to_no_bundle(known: Known) -> None:
    assert found(known, a_job(1, 2_000_000), a_job(2, 3_000_000)) == ()


def test_other_buyers_regions_periods_and_trades_are_apart(known: Known) -> None:
    other = Organisation(name="Lia kommune", orgnr="310400009")
    far = (Place(nuts=Nuts("NO0A1")),)

    assert found(known, a_job(1), a_job(2, buyers=(other,))) == ()
    assert found(known, a_job(1), a_job(2, places=far, lots=(replace(a_job(2).lots[0], places=far),))) == ()
    assert found(known, a_job(1), a_job(2, title="Levering av legemidler")) == ()
    late = replace(a_job(2).lots[0], deadline=Deadline(at=datetime(2027, 3, 1, 11, 0, tzinfo=UTC)))
    assert found(known, a_job(1), a_job(2, lots=(late,))) == ()


def test_a_bundle_that_is_still_too_small_is_none(known: Known) -> None:
    assert found(known, a_job(1), a_job(2), member=a_smith(known, 5_000_000)) == ()
    assert found(known, a_job(1, 300_000), a_job(2, 300_000), member=a_smith(known, None)) == ()
