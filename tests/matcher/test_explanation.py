"""Golden explanations: at most three sentences, the notice's own words in them, and why not where it is not."""

from dataclasses import replace

import pytest

from matcher.explanation import NOTHING, SENTENCES, is_near_miss, sentences
from model.match import Evidence, Match
from tests.matcher.pairs import match_of, rows, the_member, the_notice


def a_match(*points: float) -> Match:
    evidence = tuple(
        Evidence(signal=f"s{number}", points=one, reason=f"Grunn {number}") for number, one in enumerate(points)
    )
    return Match(member="m", notice="n", lot="LOT-0001", scorer="trades-1", evidence=evidence)


def test_an_alert_is_told_by_two_reasons_for_and_the_strongest_against() -> None:
    assert sentences(a_match(2.0, 1.0, 0.5, -0.4, -1.2)) == ("Grunn 0.", "Grunn 1.", "Imot: Grunn 4.")


def test_a_miss_is_told_by_two_reasons_against_and_the_best_for() -> None:
    assert sentences(a_match(0.3, 0.2, -0.5, -1.0, -2.0)) == ("Imot: Grunn 4.", "Imot: Grunn 3.", "For: Grunn 0.")


def test_a_gate_is_told_alone() -> None:
    assert sentences(replace(a_match(2.0), excluded="«asbest» er utelukket i profilen")) == (
        "«asbest» er utelukket i profilen.",
    )


def test_a_pair_without_anything_is_told_so() -> None:
    assert sentences(a_match()) == (NOTHING,)


def test_a_near_miss_lies_just_under_the_alert() -> None:
    assert is_near_miss(a_match(-0.4))
    assert not is_near_miss(a_match(0.4))
    assert not is_near_miss(a_match(-3.0))


@pytest.mark.parametrize("row", [*rows("fits.txt")[::5], *rows("does_not_fit.txt")[::5]], ids=lambda row: row[2])
def test_any_pair_is_told_in_at_most_three_sentences(row: list[str]) -> None:
    phrases, branches, title, text, cpv = row

    told = sentences(match_of(the_member(phrases, branches), the_notice(title, text, cpv)))

    assert 1 <= len(told) <= SENTENCES
    assert all(sentence.endswith(".") and "  " not in sentence for sentence in told)


def test_the_notice_s_own_words_are_quoted() -> None:
    told = sentences(match_of(the_member("sveisearbeid"), the_notice("Sveisetjenester på rørgate", cpv="45262670")))

    assert "«Sveisetjenester»" in " ".join(told)


def test_courses_in_a_trade_are_told_to_be_courses() -> None:
    told = sentences(match_of(the_member("prosjektledelse bygg"), the_notice("Kurs i prosjektledelse", cpv="80500000")))

    assert any("kurs og opplæring" in sentence for sentence in told)
