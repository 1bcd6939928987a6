"""The walk over a window reaches everything or says what it missed, whatever the source does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.spiders.fetch import FetchError
from crawler.spiders.window import PAGE_SIZE, FilterIgnoredError, Hit, Page, Walk, Window
from crawler.verdict import Tally, problems, verdict
from model.verdict import Verdict

MONDAY = date(2026, 11, 9)
BRANCHES = ("45000000", "50000000", "71000000")


def notices(*per_day: int) -> list[Hit]:
    """So many notices a day from Monday on, each in one of the branches."""
    return [
        {"id": f"{day}-{number}", "day": MONDAY + timedelta(days=day), "cpv": BRANCHES[number % len(BRANCHES)]}
        for day, many in enumerate(per_day)
        for number in range(many)
    ]


@dataclass
class FakeSource:
    """A source in memory with the traps of the real one."""

    hits: list[Hit]
    reach: int = 1000
    tells: bool = True
    filters: bool = True
    broken: frozenset[int] = frozenset()
    between: Callable[["FakeSource"], None] = lambda _source: None
    asked: list[tuple[Window, int]] = field(default_factory=list)

    async def page(self, window: Window, number: int, *, oldest_first: bool) -> Page:
        self.asked.append((window, number))
        if number in self.broken:
            raise FetchError(f"page {number}: HTTP 500")
        found = [hit for hit in self.hits if not self.filters or self.within(window, hit)]
        found.sort(key=lambda hit: str(hit["day"]), reverse=not oldest_first)
        if number * PAGE_SIZE > self.reach:
            return Page(total=len(found), hits=(), reach=self.reach if self.tells else None)
        page = Page(total=len(found), hits=found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
        self.between(self)
        return page

    def within(self, window: Window, hit: Hit) -> bool:
        return window.since <= hit["day"] <= window.until and window.branch in {None, hit["cpv"]}

    def number_of(self, hit: Hit) -> str:
        return str(hit["id"])

    def day_of(self, hit: Hit) -> date | None:
        day: date = hit["day"]
        return day


def walked(source: FakeSource, days: int = 14, cap: int = 1000) -> tuple[set[str], Tally]:
    tally = Tally()
    walk = Walk(source, tally, branches=BRANCHES, cap=cap)

    async def run() -> set[str]:
        window = Window(since=MONDAY, until=MONDAY + timedelta(days=days - 1))
        return {str(hit["id"]) async for hit in walk.hits(window)}

    return asyncio.run(run()), tally


def outcome(tally: Tally) -> Verdict:
    return verdict(tally, stores=False)


def test_a_quiet_fortnight_is_one_request() -> None:
    source = FakeSource(notices(5, 5, 5))

    found, tally = walked(source)

    assert len(found) == 15
    assert len(source.asked) == 1
    assert outcome(tally) is Verdict.COMPLETE


@pytest.mark.parametrize("reach", [100, 1000])
@pytest.mark.parametrize("tells", [True, False])
def test_both_observed_caps_are_survived(reach: int, tells: bool) -> None:
    source = FakeSource(notices(*[90] * 14), reach=reach, tells=tells)

    found, tally = walked(source)

    assert len(found) == 14 * 90
    assert tally.promised == 14 * 90
    assert outcome(tally) is Verdict.COMPLETE


def test_a_day_beyond_the_cap_is_split_by_branch() -> None:
    found, tally = walked(FakeSource(notices(250), reach=100), days=1)

    assert len(found) == 250
    assert outcome(tally) is Verdict.COMPLETE


def test_a_branch_beyond_the_cap_is_told_and_incomplete() -> None:
    found, tally = walked(FakeSource(notices(900), reach=100), days=1)

    assert len(found) < 900
    assert outcome(tally) is not Verdict.COMPLETE
    assert any("only 100 can be reached" in problem for problem in problems(tally, stores=False))


def test_an_ignored_filter_ends_the_walk() -> None:
    source = FakeSource(notices(*[30] * 14), filters=False)

    with pytest.raises(FilterIgnoredError):
        walked(source, days=2)


def test_a_page_that_is_lost_is_asked_for_in_the_other_order_and_else_told() -> None:
    found, tally = walked(FakeSource(notices(*[30] * 14), broken=frozenset({3})))

    assert len(found) >= 300
    assert outcome(tally) is Verdict.INCOMPLETE
    assert any("page 3" in problem for problem in problems(tally, stores=False))


def test_a_first_page_that_is_lost_is_a_failed_crawl() -> None:
    found, tally = walked(FakeSource(notices(5), broken=frozenset({1})))

    assert found == set()
    assert outcome(tally) is Verdict.FAILED


def test_a_total_that_is_not_delivered_is_incomplete() -> None:
    class Boasting(FakeSource):
        async def page(self, window: Window, number: int, *, oldest_first: bool) -> Page:
            page = await super().page(window, number, oldest_first=oldest_first)
            return Page(total=page.total + 7, hits=page.hits)

    _, tally = walked(Boasting(notices(5, 5)))

    assert outcome(tally) is Verdict.INCOMPLETE
    assert any("never listed" in problem for problem in problems(tally, stores=False))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 130), min_size=1, max_size=14), st.sampled_from([100, 300, 1000]), st.integers(0, 3))
def test_pages_that_shift_lose_nothing_silently(per_day: list[int], reach: int, inserted: int) -> None:
    there = notices(*per_day)
    left = [inserted]

    def insert(source: FakeSource) -> None:
        if left[0]:
            left[0] -= 1
            source.hits.insert(0, {"id": f"late-{left[0]}", "day": MONDAY, "cpv": BRANCHES[0]})

    found, tally = walked(FakeSource(list(there), reach=reach, between=insert))

    everything = {str(hit["id"]) for hit in there}
    assert found >= everything or outcome(tally) is not Verdict.COMPLETE


def test_windows_are_halved_without_gap_or_overlap() -> None:
    older, newer = Window(since=MONDAY, until=MONDAY + timedelta(days=6)).halves()

    assert newer.since - older.until == timedelta(days=1)
    with pytest.raises(ValueError, match="halved"):
        Window(since=MONDAY, until=MONDAY).halves()
