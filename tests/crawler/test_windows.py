"""The days a night asks for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.windows import Overlaps, span
from model.verdict import CrawlReport, Verdict

OVERLAPS = Overlaps()
LONG_AGO = date(2024, 1, 1)
TUESDAY, SUNDAY, FIRST = date(2026, 11, 24), date(2026, 11, 22), date(2026, 12, 1)


def crawled(since: date, until: date, verdict: Verdict = Verdict.COMPLETE) -> CrawlReport:
    moment = datetime(until.year, until.month, until.day, 2, tzinfo=UTC)
    return CrawlReport(
        source="doffin", access="", since=since, until=until, started=moment, ended=moment, verdict=verdict
    )


def nights(last: date, *, but: frozenset[date] = frozenset()) -> list[CrawlReport]:
    """A year of nights, each as wide as it should be, up to and with `last`."""
    found = [crawled(LONG_AGO, LONG_AGO + timedelta(days=30))]
    for back in range(365, -1, -1):
        day = last - timedelta(days=back)
        width = 400 if day.day == 1 else 45 if day.weekday() == 6 else 7
        if day not in but:
            found.append(crawled(day - timedelta(days=width + 1), day))
    return found


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (TUESDAY, TUESDAY - timedelta(days=8)),
        (SUNDAY, SUNDAY - timedelta(days=7 + 45)),
        (FIRST, date(2026, 11, 1) - timedelta(days=400)),
    ],
    ids=["weekday", "sunday", "first-of-month"],
)
def test_a_wide_night_goes_back_from_the_last_that_was_as_wide(today: date, since: date) -> None:
    cursor = today - timedelta(days=1)

    assert span(cursor, today, OVERLAPS, nights(cursor)) == (since, today)


def test_a_wide_night_that_did_not_happen_is_made_up_for() -> None:
    cursor = TUESDAY - timedelta(days=1)
    before = nights(cursor, but=frozenset({SUNDAY}))

    since, _ = span(cursor, TUESDAY, OVERLAPS, before)
    again, _ = span(TUESDAY, TUESDAY + timedelta(days=1), OVERLAPS, [*before, crawled(since, TUESDAY)])

    assert since == SUNDAY - timedelta(days=7 + 45)
    assert again == TUESDAY - timedelta(days=7)


def test_the_first_night_goes_back_a_month_and_none_goes_back_further_than_that() -> None:
    first = span(None, TUESDAY, OVERLAPS)
    begun = crawled(*first)

    later, _ = span(TUESDAY, FIRST, OVERLAPS, [begun])
    failed, _ = span(None, TUESDAY, OVERLAPS, [crawled(*first, Verdict.FAILED)])

    assert first == (TUESDAY - timedelta(days=30), TUESDAY)
    assert later == begun.since
    assert failed == first[0]


@given(
    cursor=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    ahead=st.integers(0, 40),
    widths=st.lists(st.integers(0, 500), max_size=5),
)
def test_no_day_between_cursor_and_today_is_ever_left_out(cursor: date, ahead: int, widths: list[int]) -> None:
    today = cursor + timedelta(days=ahead)
    before = [crawled(cursor - timedelta(days=width), cursor) for width in widths]

    since, until = span(cursor, today, OVERLAPS, before)

    assert since <= cursor
    assert until == today
