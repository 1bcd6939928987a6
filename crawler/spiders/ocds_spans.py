"""The spans of time a publisher is asked for: hours, days or months, halved where an answer is cut short."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

STEP: Final = re.compile(r"(?P<number>[1-9]\d{0,3})(?P<unit>[hd])|month", re.ASCII)
SHORTEST: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `since` to just before `until` (UTC)."""

    since: datetime
    until: datetime

    def halves(self, shortest: timedelta) -> tuple["Span", "Span"] | None:
        """The older and the newer half; None where they would be shorter than can be asked for."""
        middle = self.since + (self.until - self.since) / 2
        if shortest >= timedelta(days=1):
            middle = datetime.combine(middle.date(), time(0), tzinfo=UTC)
        if middle - self.since < shortest or self.until - middle < shortest:
            return None
        return Span(since=self.since, until=middle), Span(since=middle, until=self.until)

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%dT%H:%M} to {self.until:%Y-%m-%dT%H:%M}"


def spans(since: date, until: date, step: str, now: datetime) -> Iterator[Span]:
    """
    The spans of these days (both included), oldest first, none that begins after `now`.

    Raises ValueError for a step that is none.
    """
    found = STEP.fullmatch(step)
    if found is None:
        raise ValueError(f"{step!r} is no step: write 6h, 15d or month")
    if found["unit"] is None:
        yield from _months(since, until, now)
        return
    length = timedelta(**{{"h": "hours", "d": "days"}[found["unit"]]: int(found["number"])})
    start, end = _midnight(since), _midnight(until + timedelta(days=1))
    while start < min(end, now):
        yield Span(since=start, until=min(start + length, end))
        start += length


def shortest(moments: str) -> timedelta:
    """The shortest span that can be asked for with moments written so."""
    if "%H" in moments or "%M" in moments.replace("%m", ""):
        return SHORTEST
    return timedelta(days=1) if "%d" in moments else timedelta.max


def _months(since: date, until: date, now: datetime) -> Iterator[Span]:
    first = since.replace(day=1)
    while first <= until and _midnight(first) < now:
        following = (first + timedelta(days=31)).replace(day=1)
        yield Span(since=_midnight(first), until=_midnight(following))
        first = following


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)
