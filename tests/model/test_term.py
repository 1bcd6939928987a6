"""How long a contract runs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.term import AFTER, Interval, Length, StartKnown, ends, later, length, renewed, starts


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (24, "MONTH", Length(months=24)),
        (4, "YEAR", Length(months=48)),
        (90, "DAY", Length(days=90)),
        (2, "week", Length(days=14)),
        (0, "MONTH", None),
        (-1, "YEAR", None),
        (99, "YEAR", None),
        (3, "CENTURY", None),
        (None, "MONTH", None),
    ],
)
def test_a_length_is_read_or_not_believed(number: int | None, unit: str, expected: Length | None) -> None:
    assert length(number, unit) == expected


def test_months_end_where_the_month_does() -> None:
    assert later(date(2025, 8, 31), Length(months=6)) == date(2026, 2, 28)


@given(st.sampled_from(StartKnown), st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_the_end_keeps_the_order_and_options_only_add(known: StartKnown, day: date, months: int) -> None:
    begin = starts(known, day)

    end = ends(begin, Length(months=months))

    assert begin.first < end.first <= end.last
    assert renewed(end, 1).first > end.first
    assert begin.certain == (AFTER[known] == (0, 0))


def test_an_interval_runs_forward() -> None:
    with pytest.raises(ValueError, match="before"):
        Interval(date(2026, 1, 2), date(2026, 1, 1))
