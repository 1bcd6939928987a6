"""Organisation numbers in the shapes notices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import orgnr

VALID = "312345676"


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        "312 345 676",
        "NO312345676MVA",
        "NO 312 345 676 MVA",
        "312.345.676",
        "312\u00a0345\u00a0676",
        "312\u200b345676",
        "Ravnvik kommune 312345676",
        "123456789, 312345676",
    ],
)
def test_the_number_is_found_in_a_dirty_field(written: str) -> None:
    assert orgnr.find(written) == VALID


@pytest.mark.parametrize(
    "written", [None, "", "12345", "123456789", "112233445", "3123456760", "Elvbyen AS", "SE556000000001"]
)
def test_no_number_is_made_up(written: str | None) -> None:
    assert orgnr.find(written) is None


@given(st.integers(0, 99_999_999))
def test_at_most_one_check_digit_fits(stem: int) -> None:
    fitting = [digit for digit in range(10) if orgnr.is_valid(f"{stem:08}{digit}")]

    assert len(fitting) <= 1


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    found = orgnr.find(text)

    assert found is None or orgnr.is_valid(found)
