"""Tables of what fits, what does not, and what fits better, written by hand and not from the judged pairs."""

import pytest

from tests.matcher.pairs import match_of, rows, the_member, the_notice

ALERT = 50


@pytest.mark.parametrize("row", rows("fits.txt"), ids=lambda row: f"{row[0]} + {row[2]}")
def test_what_is_wanted_becomes_an_alert(row: list[str]) -> None:
    phrases, branches, title, text, cpv = row

    match = match_of(the_member(phrases, branches), the_notice(title, text, cpv))

    assert match.score >= ALERT, [(one.points, one.reason) for one in match.evidence]


@pytest.mark.parametrize("row", rows("does_not_fit.txt"), ids=lambda row: f"{row[0]} + {row[2]}")
def test_what_is_unwanted_stays_under_the_alert(row: list[str]) -> None:
    phrases, branches, title, text, cpv = row

    match = match_of(the_member(phrases, branches), the_notice(title, text, cpv))

    assert match.score < ALERT, [(one.points, one.reason) for one in match.evidence]


@pytest.mark.parametrize("row", rows("fits_better.txt"), ids=lambda row: f"{row[0]}: {row[1]} > {row[2]}")
def test_what_fits_better_ranks_above(row: list[str]) -> None:
    phrases, better, worse = row
    member = the_member(phrases)

    above, below = match_of(member, the_notice(better)), match_of(member, the_notice(worse))

    assert above.score > below.score


def test_there_are_cases_enough_to_mean_something() -> None:
    assert sum(len(rows(name)) for name in ("fits.txt", "does_not_fit.txt", "fits_better.txt")) >= 150
