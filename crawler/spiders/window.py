"""Walking a source that is asked by days: pages inside windows, windows split until everything is in reach."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from crawler.spiders.fetch import FetchError
from crawler.verdict import Tally

PAGE_SIZE = 100
"""Hits a page; larger pages have been refused from one day to the next."""

MORE_PASSES = 3
"""Further passes over a window whose pages overlapped, in the other order and back, until all that it has is listed."""

Hit = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days asked for, both included; `branch` narrows to a CPV division where one day alone is too much."""

    since: date
    until: date
    branch: str | None = None

    def halves(self) -> tuple["Window", "Window"]:
        """The older and the newer half; a window of one day has none (ValueError)."""
        if self.since >= self.until:
            raise ValueError("one day cannot be halved")
        middle = self.since + (self.until - self.since) // 2
        return replace(self, until=middle), replace(self, since=middle + timedelta(days=1))

    @property
    def working_days(self) -> int:
        """Its days from Monday to Friday; public holidays are not known here."""
        days = (self.until - self.since).days + 1
        return sum((self.since + timedelta(days=number)).weekday() < 5 for number in range(days))

    def __str__(self) -> str:
        days = f"{self.since}" if self.since == self.until else f"{self.since} to {self.until}"
        return f"{days}, CPV {self.branch}" if self.branch else days


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: how many hits the window has in all, those on this page; `reach` is a cap the source let slip."""

    total: int
    hits: Sequence[Hit]
    reach: int | None = None


class Source(Protocol):
    """What the walk needs of a source."""

    async def page(self, window: Window, number: int, *, oldest_first: bool) -> Page:
        """One page of a window, numbers from 1. Raises FetchError."""

    def number_of(self, hit: Hit) -> str:
        """The source's own number for the hit's notice."""

    def day_of(self, hit: Hit) -> date | None:
        """The day the window asks by."""


class FilterIgnoredError(Exception):
    """The source answers with days nobody asked for: it ignores the window, and nothing it says of it can be used."""


def inside(window: Window, days: Iterable[date | None]) -> list[date | None]:
    """The days of a page's notices. Raises FilterIgnoredError for one that nobody asked for."""
    slack = timedelta(days=1)  # sources cut days in their own time, answers tell them in UTC or with an offset
    found = list(days)
    for day in found:
        if day is not None and not window.since - slack <= day <= window.until + slack:
            raise FilterIgnoredError(f"{window}: a notice of {day} was among the answers")
    return found


def undated(days: Sequence[date | None]) -> str | None:
    """A sentence where most notices of a page tell no day: whether they were asked for cannot be known."""
    without = sum(day is None for day in days)
    if without * 2 <= len(days):
        return None
    return f"{without} of {len(days)} notices tell no day that can be read; was the field renamed?"


class Walk:
    """One walk over a window; every hit once, and every doubt in the tally."""

    def __init__(self, source: Source, tally: Tally, *, branches: Sequence[str], cap: int) -> None:
        self._source = source
        self._tally = tally
        self._branches = branches
        self._cap = cap

    async def hits(self, window: Window) -> AsyncIterator[Hit]:
        """
        The hits of a window, each once.

        Raises FilterIgnoredError. A page that cannot be had is a loss in the tally, and the rest goes on.
        """
        try:
            first = await self._source.page(window, 1, oldest_first=False)
        except FetchError as error:
            self._tally.lose(f"{window}: {error}")
            return
        self._inside(window, first)
        if first.total > self._cap:
            async for hit in self._split(window, first.total):
                yield hit
            return
        found = await self._passes(window, first)
        if len(found) < first.total and self._cap < first.total:
            async for hit in self._split(window, first.total):
                yield hit
            return
        if window.branch is None:
            self._tally.promise(first.total)
        elif len(found) < first.total:
            self._tally.lose(f"{window}: {len(found)} of {first.total} notices listed")
        for number, hit in found.items():
            self._tally.list(number, self._source.day_of(hit))
            yield hit

    async def _passes(self, window: Window, first: Page) -> dict[str, Hit]:
        found = await self._pages(window, first, oldest_first=False)
        for again in range(MORE_PASSES):
            if len(found) >= min(first.total, self._cap):
                break
            oldest_first = again % 2 == 0
            page = await self._first(window, oldest_first=oldest_first)
            if page is not None:
                found |= await self._pages(window, page, oldest_first=oldest_first)
        return found

    async def _first(self, window: Window, *, oldest_first: bool) -> Page | None:
        try:
            return await self._source.page(window, 1, oldest_first=oldest_first)
        except FetchError as error:
            self._tally.note(f"{window}: another pass failed: {error}")
            return None

    async def _pages(self, window: Window, first: Page, *, oldest_first: bool) -> dict[str, Hit]:
        found: dict[str, Hit] = {}
        page, number = first, 1
        while page.hits:
            self._inside(window, page)
            found |= {self._source.number_of(hit): hit for hit in page.hits}
            if number * PAGE_SIZE >= max(first.total, page.total):
                break
            number += 1
            try:
                page = await self._source.page(window, number, oldest_first=oldest_first)
            except FetchError as error:
                self._tally.lose(f"{window}, page {number}: {error}")
                break
            if page.reach is not None:
                self._cap = page.reach
                break
        if not page.hits and len(found) < first.total and page.reach is None:
            self._cap = min(self._cap, (number - 1) * PAGE_SIZE)
        return found

    def _inside(self, window: Window, page: Page) -> None:
        told = undated(inside(window, map(self._source.day_of, page.hits)))
        if told:
            self._tally.lose(f"{window}: {told}")

    async def _split(self, window: Window, total: int) -> AsyncIterator[Hit]:
        if window.branch is not None:
            self._tally.lose(f"{window}: {total} notices, of which only {self._cap} can be reached")
            return
        if window.since < window.until:
            for half in window.halves():
                async for hit in self.hits(half):
                    yield hit
            return
        self._tally.promise(total)
        for branch in self._branches:
            async for hit in self.hits(replace(window, branch=branch)):
                yield hit
