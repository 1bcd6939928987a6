"""The cursor moves on complete crawls alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from model.verdict import CrawlReport, Verdict
from store import crawls
from store.database import writing

STARTED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def a_report(*, verdict: Verdict = Verdict.COMPLETE, until: date = date(2026, 11, 24), day: int = 0) -> CrawlReport:
    return CrawlReport(
        source="doffin",
        access="web client",
        since=date(2026, 11, 17),
        until=until,
        started=STARTED + timedelta(days=day),
        ended=STARTED + timedelta(days=day, minutes=4),
        verdict=verdict,
        promised=61,
        listed=60,
        stored=60,
        new=7,
        refused=1,
        requests=70,
        problems=("one hit of 61 never came", "2026-100001 cannot be read"),
    )


def test_a_report_comes_back_as_it_was_recorded(engine: Engine) -> None:
    with writing(engine) as connection:
        crawls.record(connection, a_report())

        assert crawls.reports(connection) == [a_report()]


def test_reports_come_newest_first_and_no_more_than_asked(engine: Engine) -> None:
    with writing(engine) as connection:
        for day in (1, 3, 2):
            crawls.record(connection, a_report(day=day))

        assert crawls.reports(connection, limit=2) == [a_report(day=3), a_report(day=2)]


@pytest.mark.parametrize("verdict", [Verdict.INCOMPLETE, Verdict.FAILED])
def test_a_crawl_that_is_not_complete_moves_no_cursor(engine: Engine, verdict: Verdict) -> None:
    with writing(engine) as connection:
        with pytest.raises(ValueError, match=verdict.value):
            crawls.advance(connection, a_report(verdict=verdict))

        assert crawls.cursor(connection, "doffin") is None


def test_the_cursor_never_goes_back(engine: Engine) -> None:
    with writing(engine) as connection:
        for until in (date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 22)):
            crawls.advance(connection, a_report(until=until))

        assert crawls.cursor(connection, "doffin") == date(2026, 11, 24)
        assert crawls.cursor(connection, "ted") is None


def test_the_last_complete_crawl_is_told_apart_from_the_last(engine: Engine) -> None:
    with writing(engine) as connection:
        crawls.record(connection, a_report(day=1))
        crawls.record(connection, a_report(day=2, verdict=Verdict.INCOMPLETE))

        assert crawls.last_complete(connection, "doffin") == a_report(day=1)
        assert crawls.last_complete(connection, "ted") is None
