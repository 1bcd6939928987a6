"""What a profile would have caught: silent and noisy phrases, and what the wanted notices propose."""

import pytest

from matcher.context import learn
from matcher.coverage import Coverage, coverage
from matcher.evaluation import THRESHOLD
from matcher.scorer import match_batch, read_lots, read_member
from matcher.signals.finding import Context
from tests.matcher.pairs import the_member, the_notice

STREETS = (
    "Storgata",
    "Nesveien",
    "Elvegata",
    "Torget",
    "Skolegata",
    "Kaia",
    "Havna",
    "Sentrum",
    "Bakken",
    "Lia",
    "Dalen",
    "Vika",
)
MARKET = [
    *(the_notice(f"Asfaltering av {street}") for street in STREETS),
    *(the_notice(f"Renhold av {street} skole", f"Vask og service av {street} skole") for street in STREETS),
    *(the_notice(f"Innkjøp av bøker til {street} bibliotek") for street in STREETS),
]
WANTED = [the_notice(f"Levering av kantstein til {street}", cpv="44113000") for street in STREETS[:3]]


MEMBER = the_member("asfalt; service; tunnelboring")
PAIRS = [(f"n{number}", notice) for number, notice in enumerate([*MARKET, *WANTED])]


@pytest.fixture(scope="module")
def context() -> Context:
    return learn(PAIRS)


@pytest.fixture(scope="module")
def found(context: Context) -> Coverage:
    lots = [(key, lot) for key, lots in read_lots(PAIRS[: len(MARKET)], context) for lot in lots]
    liked = [lot for _, lots in read_lots(PAIRS[len(MARKET) :], context) for lot in lots]
    return coverage(read_member(MEMBER, context), lots, liked, context)


def test_what_would_have_been_alerts_is_counted(found: Coverage, context: Context) -> None:
    alerts = [one for one in match_batch(PAIRS[: len(MARKET)], [MEMBER], context) if one.score >= THRESHOLD]

    assert found.lots == len(MARKET)
    assert found.alerts == len(alerts) >= 9


def test_a_phrase_that_caught_nothing_is_silent(found: Coverage) -> None:
    assert "tunnelboring" in found.silent
    assert "asfalt" not in found.silent


def test_words_and_branches_of_what_was_wanted_are_proposed(found: Coverage) -> None:
    assert "kantstein" in found.words
    assert any(branch.startswith("4411") for branch in found.branches)
