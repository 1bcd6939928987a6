"""TED's expert query: the dates and codes it is made of, and what it must never hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.ted_query import MOST_BRANCHES, Reach, expert, patterns
from crawler.spiders.window import Window
from demo import ted_query

WEEK = Window(since=date(2026, 11, 9), until=date(2026, 11, 15))
CODES = st.from_regex(r"[0-9]{8}", fullmatch=True) | st.from_regex(r"[0-9]{2,7}", fullmatch=True)


def test_all_of_the_own_country_and_the_neighbours_on_branches() -> None:
    reach = Reach(countries=("NOR",), neighbours=("SWE", "FIN"), branches=("45000000", "71"))

    assert expert(WEEK, reach) == (
        "publication-date >= 20261109 AND publication-date <= 20261115 AND (buyer-country IN (NOR) OR "
        "(buyer-country IN (SWE FIN) AND (classification-cpv = 45* OR classification-cpv = 71*))) "
        "SORT BY publication-date DESC"
    )


def test_neighbours_without_branches_are_not_asked_for() -> None:
    assert "SWE" not in expert(WEEK, Reach(neighbours=("SWE",)))


@pytest.mark.parametrize(
    ("branches", "asked"),
    [
        (["45223210"], ["4522321*"]),
        (["45000000", "45223210"], ["45*"]),
        (["45223215", "45"], ["45*"]),
        (["45223215"], ["45223215"]),
        (["03000000"], ["03*"]),
        (["30000000"], ["30*"]),
    ],
)
def test_a_branch_asks_for_everything_under_it_and_nothing_twice(branches: list[str], asked: list[str]) -> None:
    assert list(patterns(branches)) == asked


@given(st.lists(CODES, min_size=1, max_size=200))
def test_many_branches_are_widened_and_none_is_lost(branches: list[str]) -> None:
    asked = patterns(branches)

    assert len(asked) <= MOST_BRANCHES or all(len(one) == len("45*") for one in asked)
    for branch in branches:
        assert any(branch.startswith(one.rstrip("*")) for one in asked)


@pytest.mark.parametrize(
    "fields",
    [
        {"countries": ("NO",)},
        {"neighbours": ("SWE) OR (buyer-country = *",)},
        {"branches": ("45*",)},
        {"branches": ("1",)},
        {"countries": ()},
    ],
)
def test_nothing_but_codes_gets_into_a_query(fields: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"wanted|no country|neither"):
        Reach(**fields)


@pytest.mark.parametrize(
    ("day", "cpv", "country", "there"),
    [
        ("20261109", "45223210", "NOR", True),
        ("20261108", "45223210", "NOR", False),
        ("20261115", "90911000", "NOR", True),
        ("20261115", "90911000", "SWE", False),
        ("20261115", "45223210", "SWE", True),
        ("20261116", "45223210", "SWE", False),
        ("20261112", "45223210", "DEU", False),
    ],
)
def test_the_query_means_what_it_should_to_one_who_reads_it(day: str, cpv: str, country: str, there: bool) -> None:
    test = ted_query.parse(expert(WEEK, Reach(neighbours=("SWE",), branches=("45",))))

    values = {"publication-date": [day], "classification-cpv": [cpv], "buyer-country": [country]}
    assert test(values) is there
