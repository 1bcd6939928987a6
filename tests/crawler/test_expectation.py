"""A count that cannot be true is seen, and a true one is believed: a year of made-up days, with outages put in."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from crawler.expectation import is_quiet, suspicion

START = date(2025, 1, 1)
TODAY = date(2026, 11, 24)
LEVELS = {0: 46, 1: 52, 2: 50, 3: 55, 4: 41}
"""Notices a weekday has on average, near what Doffin has."""


def history(seed: int, *, size: float = 1.0, spread: int = 18) -> dict[date, int]:
    """Days whose counts vary as a source's do: more than Poisson (with 18 by 28 %), few when Norway is closed."""
    chance = np.random.default_rng(seed)
    counts = {}
    for number in range((TODAY - START).days):
        day = START + timedelta(days=number)
        mean = size * (2 if is_quiet(day) else LEVELS.get(day.weekday(), 2))
        counts[day] = int(chance.negative_binomial(spread, spread / (spread + mean)))
    return counts


def working_days(count: int) -> list[date]:
    days = (TODAY - timedelta(days=number) for number in range(1, 400))
    return [day for day in days if not is_quiet(day)][:count]


def test_a_zero_on_a_working_day_is_always_seen() -> None:
    counts = history(1)
    days = working_days(150)

    assert all(suspicion({**counts, day: 0}, day) for day in days)


@pytest.mark.parametrize(
    ("spread", "kept", "least"), [(60, 0.5, 0.95), (18, 0.3, 0.95), (18, 0.5, 0.6)], ids=["half", "third", "half-wild"]
)
def test_a_share_of_the_notices_gone_is_seen_within_two_days(spread: int, kept: float, least: float) -> None:
    seen = []
    for seed in range(6):
        counts = history(seed, spread=spread)
        days = working_days(60)
        for later, earlier in zip(days[:-1:2], days[1::2], strict=False):
            cut = {**counts, earlier: int(counts[earlier] * kept), later: int(counts[later] * kept)}
            seen.append(bool(suspicion(cut, earlier) or suspicion(cut, later)))

    assert sum(seen) / len(seen) >= least


def test_an_ordinary_year_raises_hardly_an_alarm() -> None:
    years = [history(seed) for seed in range(4)]
    alarms = [day for counts in years for day in working_days(250) if suspicion(counts, day)]

    assert len(alarms) <= len(years) * 4  # one a quarter is what a leader puts up with


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 22),  # a Sunday
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 13),  # the day before
        date(2026, 4, 1),  # in Easter week
        date(2026, 7, 14),
        date(2025, 12, 29),
    ],
)
def test_nothing_on_a_quiet_day_is_believed(day: date) -> None:
    assert suspicion({**history(2), day: 0}, day) is None


def test_a_source_of_true_zeros_is_believed() -> None:
    counts = history(3, size=0.03)
    days = working_days(200)

    assert not any(suspicion({**counts, day: 0}, day) for day in days)


def test_nobody_can_tell_before_there_is_a_past() -> None:
    young = {day: count for day, count in history(4).items() if day > TODAY - timedelta(days=14)}

    assert suspicion({}, TODAY - timedelta(days=1)) is None
    assert suspicion({**young, TODAY - timedelta(days=1): 0}, TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize("loss", [lambda _count: 0, lambda count: count // 10])
def test_the_sentence_names_the_day_and_what_is_usual(loss: Callable[[int], int]) -> None:
    counts = history(5)
    day = working_days(1)[0]

    told = suspicion({**counts, day: loss(counts[day])}, day)

    assert told is not None
    assert str(day) in told
    assert "past year" in told
