"""After a crawl: what a source's own past says of tonight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from crawler.afterwards import judged
from crawler.expectation import is_quiet
from crawler.verdict import Tally
from model.verdict import CrawlReport, Verdict
from store import audit, notices
from store.database import writing
from tests.factories import a_notice

NOW = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)
PLAIN = a_notice(notice_uuid=None)
REPORT = CrawlReport(
    source="doffin",
    access="",
    since=date(2026, 11, 16),
    until=date(2026, 11, 24),
    started=NOW,
    ended=NOW,
    verdict=Verdict.COMPLETE,
    problems=("a note",),
)


def put(engine: Engine, day: date, count: int, seen: datetime, **changes: object) -> None:
    with writing(engine) as connection:
        for number in range(count):
            name = f"{day:%Y%m%d}-{number:04}"
            one = replace(PLAIN, source_id=name, url=None, published=day, **changes)  # type: ignore[arg-type]  # fields
            notices.deliver(connection, None, one, seen)


def looked_at(engine: Engine, tally: Tally | None = None) -> CrawlReport:
    with writing(engine) as connection:
        return judged(connection, REPORT, tally or Tally(), NOW)


@pytest.fixture
def past(engine: Engine) -> Engine:
    """Eight working weeks of six notices a day, seen the night after, and nothing on the last working day."""
    for number in range(1, 60):
        day = NOW.date() - timedelta(days=number)
        if not is_quiet(day) and number > 1:
            put(engine, day, 6, NOW - timedelta(days=number - 1))
    return engine


def test_a_day_that_cannot_be_empty_is_suspect(past: Engine) -> None:
    report = looked_at(past)

    assert report.verdict is Verdict.SUSPECT
    assert report.problems[0].startswith("SUSPECT: nothing for 2026-11-23")
    assert report.problems[-1] == "a note"


def test_an_ordinary_day_is_complete(past: Engine) -> None:
    put(past, NOW.date() - timedelta(days=1), 5, NOW)

    assert looked_at(past) == REPORT


def test_a_flood_is_held_and_said(past: Engine) -> None:
    put(past, NOW.date() - timedelta(days=1), 40, NOW)

    report = looked_at(past)

    with writing(past) as connection:
        held = audit.held(connection)
        (flood,) = audit.floods(connection)
    assert (flood.count, flood.usual, len(held)) == (40, 6, 40)
    assert "40 new notices in one night, where 6 are usual" in report.problems[0]


def test_a_field_that_is_gone_makes_the_crawl_incomplete(past: Engine) -> None:
    put(past, NOW.date() - timedelta(days=1), 16, NOW, buyers=())

    report = looked_at(past)

    assert report.verdict is Verdict.INCOMPLETE
    assert report.problems[0].startswith("buyer: 0% of tonight's 16 notices have one, 100% of those before")


def test_what_was_listed_and_stored_is_counted_by_day(engine: Engine) -> None:
    tally = Tally(stored={"a", "c"})
    for number, day in (("a", date(2026, 11, 23)), ("b", date(2026, 11, 23)), ("c", date(2026, 11, 20)), ("d", None)):
        tally.list(number, day)

    looked_at(engine, tally)

    with writing(engine) as connection:
        found = audit.days(connection, date(2026, 11, 1))
    assert [(day.day.day, day.listed, day.stored) for day in found] == [(23, 2, 1), (20, 1, 1)]
    assert audit.is_loud(found[0])
