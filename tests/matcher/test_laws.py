"""Laws of the score: it is its evidence, no order matters, more of what speaks for a pair never counts against it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.scorer import match_batch
from matcher.text import fold, words
from model.match import score_of
from model.member import Capability, Member
from tests.matcher.pairs import MARKET, match_of, rows, the_market, the_member, the_notice

TITLES = [row[2] for name in ("fits.txt", "does_not_fit.txt") for row in rows(name)]
PHRASES = [row[0] for row in rows("fits.txt")]
GENERIC = [word for line in rows("generic.txt") for word in line]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PHRASES), st.sampled_from(TITLES), st.sampled_from(TITLES))
def test_the_score_is_the_curve_over_its_evidence(phrases: str, title: str, text: str) -> None:
    match = match_of(the_member(phrases), the_notice(title, text))

    assert match.score == score_of(sum(one.points for one in match.evidence))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PHRASES), st.sampled_from(TITLES), st.sampled_from(TITLES))
def test_quotes_stand_where_they_say(phrases: str, title: str, text: str) -> None:
    notice = the_notice(title, text)
    fields = {"lot.title": title, "notice.title": title, "lot.description": text, "notice.description": text}

    match = match_of(the_member(phrases), notice)

    for quote in (quote for one in match.evidence for quote in one.quotes):
        assert fields[quote.field][quote.start : quote.end] == quote.text


@settings(deadline=None, max_examples=40)
@given(st.permutations(list(range(len(MARKET)))), st.permutations(["renhold", "kantine", "heis", "vikarer"]))
def test_the_order_of_notices_and_members_is_of_no_account(order: list[int], names: list[str]) -> None:
    pairs = [(str(number), the_notice(title, cpv=code)) for number, (title, code) in enumerate(MARKET)]
    members = [Member(id=name, name=name, capabilities=(Capability(name=name),)) for name in names]

    shuffled = match_batch([pairs[number] for number in order], members, the_market())
    straight = match_batch(pairs, sorted(members, key=lambda one: one.id), the_market())

    assert sorted(shuffled, key=str) == sorted(straight, key=str)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(rows("fits.txt")))
def test_the_member_s_own_branch_never_speaks_against_it(row: list[str]) -> None:
    phrases, _, title, text, cpv = row

    without = match_of(the_member(phrases), the_notice(title, text, cpv))
    stated = match_of(the_member(phrases, cpv), the_notice(title, text, cpv))

    assert stated.points >= without.points


@pytest.mark.parametrize("row", rows("fits.txt")[:20], ids=lambda row: row[2])
def test_capabilities_the_notice_does_not_name_take_no_words_away(row: list[str]) -> None:
    phrases, branches, title, text, cpv = row
    few = the_member(phrases, branches)
    more = replace(few, capabilities=(*few.capabilities, Capability(name="orgelstemming")))

    before = {one.signal: one.points for one in match_of(few, the_notice(title, text, cpv)).evidence}
    after = {one.signal: one.points for one in match_of(more, the_notice(title, text, cpv)).evidence}

    assert after.get("words_in_title", 0.0) >= before.get("words_in_title", 0.0)
    assert after.get("trade_in_title", 0.0) >= before.get("trade_in_title", 0.0)


def test_fifty_generic_words_change_hardly_an_alert() -> None:
    pairs = [(str(number), the_notice(row[2], row[3], row[4])) for number, row in enumerate(rows("fits.txt"))]
    members = [replace(the_member(phrases), id=str(number)) for number, phrases in enumerate(PHRASES[::6])]
    padded = [replace(one, capabilities=(*one.capabilities, *map(_capability, GENERIC[:50]))) for one in members]

    before = sum(match.score >= 50 for match in match_batch(pairs, members, the_market()))
    after = sum(match.score >= 50 for match in match_batch(pairs, padded, the_market()))

    assert len(GENERIC) >= 50
    assert abs(after - before) < 0.05 * before


@pytest.mark.parametrize("word", ["leveranse", "prosjekt", "service", "drift", "vedlikehold", "utstyr"])
def test_no_common_word_carries_a_match_alone(word: str) -> None:
    for title in (f"{word} av kontormøbler", f"Rammeavtale {word}", f"{word} av journalsystem"):
        assert match_of(the_member(f"{word} av kraner"), the_notice(title)).score < 50


@given(st.text())
def test_every_word_stands_where_its_span_says(text: str) -> None:
    assert all(fold(text[word.start : word.end]) == word.form for word in words(text))


def _capability(word: str) -> Capability:
    return Capability(name=word)
