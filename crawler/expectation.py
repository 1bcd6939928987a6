"""
Whether a day's count of notices can be true, learned from the source's own past.

A day is compared with the same weekdays of the past year, with all working days while those are few. Counts of notices
vary more than Poisson's, so the tail is a negative binomial's with the past's own mean and variance. Norwegian public
holidays, Christmas week and the general holiday in July are quiet: a true zero there is no news.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from statistics import fmean, median, pvariance
from typing import Final

import holidays
from scipy.stats import nbinom, poisson

IMPOSSIBLE: Final = 1e-4
"""Chance of a day so small below which it is not believed: one false alarm in some forty years of working days."""

IMPOSSIBLE_PAIR: Final = 5e-3
"""
The same for two working days together, which finds a source that has lost half of its notices: on made-up years whose
days vary by 28 % it raises one false alarm in two quarters and sees three halvings of four; by 18 %, nearly all.
"""

ENOUGH_SAME: Final = 8
ENOUGH_WORKING: Final = 15
SURE_OF_SOME: Final = 5
"""A median from which a day with nothing is not believed, where no such day of the past had nothing."""

_YEAR: Final = timedelta(days=365)
_SATURDAY: Final = 5


def suspicion(counts: Mapping[date, int], day: date) -> str | None:
    """
    Why the count of `day` (0 where it has none) cannot be true, in a sentence; None where it can, or nobody can tell.

    `counts` are the notices per day of publication, the days around `day` among them.
    """
    if is_quiet(day):
        return None
    past = _past(counts, day)
    if past is None:
        return None
    count = counts.get(day, 0)
    if count == 0 and median(past) >= SURE_OF_SOME and min(past) > 0:
        return f"nothing for {day}, a {day:%A}, which had {median(past):.0f} in the middle of the past year"
    if _tail(count, past) < IMPOSSIBLE:
        return f"{count} for {day}, a {day:%A}, which had {median(past):.0f} in the middle of the past year"
    return _pair(counts, day, past)


def _pair(counts: Mapping[date, int], day: date, past: list[int]) -> str | None:
    before = day - timedelta(days=1)
    while is_quiet(before):
        before -= timedelta(days=1)
    earlier = _past(counts, before)
    if earlier is None:
        return None
    both = counts.get(day, 0) + counts.get(before, 0)
    sums = [one + other for one, other in zip(past, earlier, strict=False)]
    if _tail(both, sums) < IMPOSSIBLE_PAIR:
        return f"{both} for {before} and {day} together, where {median(sums):.0f} are usual"
    return None


@cache
def is_quiet(day: date) -> bool:
    """Whether little or nothing is published: weekends, public holidays, Easter and Christmas week, July."""
    if day.weekday() >= _SATURDAY or day in _holidays(day.year):
        return True
    if day.month == 7 or (day.month, day.day) >= (12, 23):
        return True
    return (day + timedelta(days=1)) in _holidays(day.year) or _easter_week(day)


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("NO", years=[year])


def _easter_week(day: date) -> bool:
    """The days before Maundy Thursday, when most are away."""
    ahead = (day + timedelta(days=number) for number in range(1, 4))
    return any("Maundy" in (_holidays(one.year).get(one) or "") for one in ahead)


def _past(counts: Mapping[date, int], day: date) -> list[int] | None:
    if not counts:
        return None
    first = max(min(counts), day - _YEAR)
    days = [first + timedelta(days=number) for number in range((day - first).days)]
    working = [one for one in days if not is_quiet(one)]
    same = [counts.get(one, 0) for one in working if one.weekday() == day.weekday()]
    if len(same) >= ENOUGH_SAME:
        return same[::-1]
    every = [counts.get(one, 0) for one in working]
    return every[::-1] if len(every) >= ENOUGH_WORKING else None


def _tail(count: int, past: list[int]) -> float:
    """P(X <= count) where X varies as the past did."""
    mean, variance = fmean(past), pvariance(past)
    if mean <= 0:
        return 1.0
    if variance <= mean:
        return float(poisson.cdf(count, mean))
    return float(nbinom.cdf(count, mean * mean / (variance - mean), mean / variance))
