"""Every sentence of the letters stands in every language, whole, with the same placeholders, none in vain."""

import re
from collections import Counter
from functools import cache

import pytest
from babel.messages.extract import extract_from_dir

from digest.catalogue import KEYWORDS, TRANSLATED, catalogue
from digest.reasons import SENTENCES, is_known, reason
from digest.speech import Speech
from matcher.scorer import BASE_REASON, match_batch
from model import divisions
from tests.matcher.pairs import rows, the_market, the_member, the_notice
from tests.shared import ROOT

Sentence = str | tuple[str, ...]


@cache
def sentences() -> frozenset[Sentence]:
    """The sentences in the code, the two forms of a counted one together, and the names of trades."""
    found = extract_from_dir(ROOT / "digest", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found) | frozenset(divisions.NAMES.values())


def forms(sentence: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else tuple(sentence or ())


def placeholders(sentence: str) -> Counter[str]:
    return Counter(re.findall(r"\{(\w+)\}", sentence))


def test_there_are_sentences() -> None:
    assert len(sentences()) > 150


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_in_vain(language: str) -> None:
    found = catalogue(language)
    assert found is not None
    there = {message.id if isinstance(message.id, str) else tuple(message.id) for message in found if message.id}

    assert sentences() - there == set()
    assert there - sentences() == set()
    assert not any(message.fuzzy for message in found if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_whole_and_have_the_same_placeholders(language: str) -> None:
    found = catalogue(language)
    assert found is not None
    wrong = [
        (message.id, message.string)
        for message in found
        if message.id
        for source, said in zip(forms(message.id), forms(message.string), strict=True)
        if not said or placeholders(said) != placeholders(source)
    ]

    assert wrong == []


def test_the_source_counts_as_its_forms_do() -> None:
    counted = [forms(sentence) for sentence in sentences() if not isinstance(sentence, str)]

    assert all(placeholders(one) == placeholders(many) and "{n}" in one for one, many in counted)


def test_every_reason_the_matcher_gives_can_be_said_in_every_language() -> None:
    cases = [*rows("fits.txt"), *rows("does_not_fit.txt")]
    members = [the_member(row[0], row[1]) for row in cases[::4]]
    notices = [(str(number), the_notice(row[2], row[3], row[4])) for number, row in enumerate(cases[::4])]
    said = {one.reason for match in match_batch(notices, members, the_market()) for one in match.evidence}

    assert len(said) > 100
    assert [one for one in said if not is_known(one)] == []
    assert is_known(BASE_REASON)


def test_a_reason_keeps_what_it_quotes() -> None:
    words = "Tittelen nevner «Stål», som er deres «stålkonstruksjoner»"

    assert reason(words, Speech("nb")) == words
    assert reason(words, Speech("nn")) == "Tittelen nemner «Stål», som er «stålkonstruksjoner» hos dykk"
    assert reason(words, Speech("en")) == "The title mentions «Stål», your «stålkonstruksjoner»"
    assert reason("Tittelen ber om rådgivning, som dere driver med", Speech("en")) == (
        "The title asks for consulting, which is what you do"
    )


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert reason("Noe ganske annet", Speech("en")) == "Noe ganske annet"


def test_braces_in_a_notice_are_words_like_any_other() -> None:
    words = "Tittelen nevner «{trade} {0}», som er deres «x»"

    assert reason(words, Speech("en")) == "The title mentions «{trade} {0}», your «x»"


def test_the_longer_of_two_sentences_comes_first() -> None:
    for earlier, first in enumerate(SENTENCES):
        for second in SENTENCES[earlier + 1 :]:
            assert not (second.startswith(first) and second != first), (first, second)
