"""CPV codes as places in a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.cpv import Cpv, leaves

CODES = st.builds(
    lambda digits, depth: Cpv(digits[:depth].ljust(8, "0")),
    st.text("0123456789", min_size=8, max_size=8),
    st.integers(2, 8),
)


@pytest.mark.parametrize("written", ["45223100-7", "45223100", " 45 22 31 00 ", "45223100 - 7"])
def test_a_code_is_read_as_notices_write_it(written: str) -> None:
    assert Cpv.parse(written) == Cpv("45223100")


@pytest.mark.parametrize(
    "written", ["", "4522310", "452231001", "45*", "4522310O", "٤٥٢٢٣١٠٠", "45223100-", "45223100-77"]
)
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no CPV code"):
        Cpv.parse(written)


def test_depth_counts_the_digits_that_say_something() -> None:
    assert [Cpv(code).depth for code in ("45000000", "45200000", "45223210", "30000000")] == [2, 3, 7, 2]


def test_parents_come_nearest_first() -> None:
    assert [parent.code for parent in Cpv("45223210").parents()] == [
        "45223200",
        "45223000",
        "45220000",
        "45200000",
        "45000000",
    ]


def test_a_division_has_no_parents() -> None:
    assert Cpv("45000000").parents() == ()


def test_a_code_lies_within_its_branch_and_not_beside_it() -> None:
    steel = Cpv("45223210")

    assert steel.within(Cpv("45220000"))
    assert steel.within(steel)
    assert not Cpv("45220000").within(steel)
    assert not steel.within(Cpv("45230000"))


def test_ancestor_expanded_lists_shrink_to_their_leaves() -> None:
    expanded = [Cpv(code) for code in ("72000000", "72212222", "72200000", "72212220", "72212200", "48000000")]

    assert leaves(expanded) == (Cpv("72212222"), Cpv("48000000"))


@given(st.lists(CODES, max_size=12))
def test_leaves_lie_within_nothing_else_and_lose_no_branch(codes: list[Cpv]) -> None:
    kept = leaves(codes)

    assert not any(one != other and one.within(other) and other.depth < one.depth for one in kept for other in kept)
    assert all(any(leaf.within(code) for leaf in kept) for code in codes)


@given(CODES)
def test_every_parent_holds_its_child(code: Cpv) -> None:
    assert all(code.within(parent) and parent.depth < code.depth for parent in code.parents())
