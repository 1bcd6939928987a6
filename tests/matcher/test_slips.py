"""A slip of the pen is forgiven where it can mean one known word alone, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.slips import SHORTEST, Slips
from matcher.terms import taken_apart

KNOWN = ("ventilasjon", "rehabilitering", "stillasleie", "entreprise", "maskin")


@pytest.fixture(scope="module")
def slips() -> Slips:
    return Slips(KNOWN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ventliasjon", "ventilasjon"),
        ("ventilasjn", "ventilasjon"),
        ("ventillasjon", "ventilasjon"),
        ("rehabiliterimg", "rehabilitering"),
        ("enterprise", "entreprise"),
        ("ventilasjon", None),
        ("ventlasjn", None),
        ("mentilasjon", None),
        ("maskkin", None),
        ("ventilasjon2", None),
    ],
)
def test_one_slip_is_forgiven(slips: Slips, written: str, meant: str | None) -> None:
    assert slips.meant(written) == meant


def test_a_word_between_two_known_ones_means_neither() -> None:
    assert Slips(["flytebrygga", "flytebrygge"]).meant("flytebryggo") is None


@given(word=st.sampled_from(KNOWN), at=st.integers(1, 8), letter=st.sampled_from("abcdeæøå"))
def test_any_single_wrong_letter_leads_back(word: str, at: int, letter: str) -> None:
    written = word[:at] + letter + word[at + 1 :]

    assert (Slips(KNOWN).meant(written) == word) is (written != word and len(word) >= SHORTEST and at < len(word))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rehabiltering", "rehabilitering"),
        ("avløpsleninger", "avløpsledninger"),
        ("konsulenbistand", "konsulentbistand"),
        ("bygningsmesige", "bygningsmessige"),
    ],
)
def test_a_text_with_a_slip_is_compared_as_if_it_had_none(written: str, meant: str) -> None:
    assert taken_apart(written) == taken_apart(meant)


@pytest.mark.parametrize(
    ("word", "other"), [("bakterier", "batterier"), ("seniorer", "sensorer"), ("datasett", "datanett")]
)
def test_a_known_word_is_no_slip_of_another(word: str, other: str) -> None:
    assert taken_apart(word) != taken_apart(other)
