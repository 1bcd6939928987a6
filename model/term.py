"""How long a contract runs, and between which days it ends when its start is not known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class StartKnown(StrEnum):
    """From what the start of a contract is known, the surest first."""

    STATED = "stated"  # BT-536
    CONTRACT = "contract"  # BT-145, the contract was concluded
    AWARD = "award"  # BT-1451, the decision
    RESULT = "result"  # the award notice was published
    DEADLINE = "deadline"  # tenders were due
    PUBLISHED = "published"  # the competition was published
    END = "end"  # the end itself is stated (BT-537)


AFTER: Final = {
    StartKnown.STATED: (0, 0),
    StartKnown.CONTRACT: (0, 31),
    StartKnown.AWARD: (10, 90),
    StartKnown.RESULT: (-60, 30),
    StartKnown.DEADLINE: (30, 270),
    StartKnown.PUBLISHED: (60, 365),
    StartKnown.END: (0, 0),
}
"""
Between how many days after what is known a contract begins. Ten days of standstill follow a decision; an award notice
comes within thirty days of the contract but often late; 62 to 96 days from deadline to award is the European mean.
"""

LONGEST: Final = 50 * 12
"""Months; a longer contract is not believed."""

MOST_OPTIONS: Final = 10
"""Renewals; more are not believed."""

_DAYS: Final = {"DAY": 1, "WEEK": 7}
_MONTHS: Final = {"MONTH": 1, "YEAR": 12}


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A span of days, both included: what is to be known of a day that is not known."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def certain(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """So many months and days; one of them is 0."""

    months: int = 0
    days: int = 0

    @property
    def rough_months(self) -> float:
        """The length in months, days counted by the thirty."""
        return self.months + self.days / 30


def length(number: int | None, unit: str | None) -> Length | None:
    """The length a notice states (BT-36); None for an unknown unit, and for what nobody can mean."""
    if number is None or number <= 0 or unit is None:
        return None
    code = unit.upper()
    if code in _MONTHS and number * _MONTHS[code] <= LONGEST:
        return Length(months=number * _MONTHS[code])
    if code in _DAYS and number * _DAYS[code] <= LONGEST * 31:
        return Length(days=number * _DAYS[code])
    return None


def later(day: date, by: Length) -> date:
    """The day so much later; the last of a month where the month has no such day."""
    if by.days:
        return day + timedelta(days=by.days)
    year, month = divmod(day.month - 1 + by.months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def starts(known: StartKnown, day: date) -> Interval:
    """Between which days a contract begins of which this day is known."""
    first, last = AFTER[known]
    return Interval(day + timedelta(days=first), day + timedelta(days=last))


def ends(begin: Interval, by: Length) -> Interval:
    """Between which days it ends, its options left out."""
    return Interval(later(begin.first, by), later(begin.last, by))


def renewed(end: Interval, options: int) -> Interval:
    """Between which days it ends with so many options of a year each."""
    return ends(end, Length(months=12 * options))
