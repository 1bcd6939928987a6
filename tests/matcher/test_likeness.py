"""Likeness of letters: compounds meet, common words do not carry, quotes stand; and the floor on the judged pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import grams
from matcher.context import learn
from matcher.evaluation import evaluate_files
from matcher.scorer import match_pair, read_lot, read_member
from matcher.text import fold, words
from model.member import Capability, Member
from model.text import Text
from tests.factories import a_lot, a_notice
from tests.shared import shared

TITLES = ("Drift av bad", "Drift av kantine", "Renhold av skole", "Konsulenttjenester IKT", "Levering av biler", "Heis")
CONTEXT = learn((title, a_notice(title=Text.plain(title), lots=(a_lot(title=Text.plain(title)),))) for title in TITLES)


def strength(phrase: str, title: str) -> float:
    lot = a_lot(title=Text.plain(title), description=Text(), cpv=())
    member = Member(id="m", name="M", capabilities=(Capability(name=phrase),))
    match = match_pair(
        "n",
        read_lot("n", a_notice(title=Text.plain(title), lots=(lot,)), lot, CONTEXT),
        read_member(member, CONTEXT),
        CONTEXT,
    )
    return match.score if match else 0.0


@pytest.mark.parametrize(
    ("phrase", "better", "worse"),
    [
        ("vann- og avløpsledninger", "Ny avløpsledning og vannledning", "Avløsning i jordbruket"),
        ("vaktmestertjenester", "Vaktmestertenester for skulane", "Helsetjenester"),
        ("rørleggerarbeid", "Røyrleggjararbeid, rådhuset", "Malerarbeid, rådhuset"),
        ("drift og vedlikehold av kraner", "Kraner i havna, vedlikehold", "Drift og vedlikehold av journalsystem"),
        ("industrimaling", "Maling av industrihall", "Industriell vask"),
        ("service på ventilasjon", "Ventilasjonsservice", "Service på heis"),
    ],
)
def test_a_compound_in_parts_fits_better_than_a_word_that_looks_alike(phrase: str, better: str, worse: str) -> None:
    assert strength(phrase, better) > strength(phrase, worse)


@given(st.text())
def test_a_text_is_wholly_like_itself(text: str) -> None:
    vector = grams.vector(text, 0, {})

    assert grams.cosine(vector, vector) == pytest.approx(1.0 if vector else 0.0)


@given(st.text())
def test_every_word_stands_where_its_span_says(text: str) -> None:
    assert all(fold(text[word.start : word.end]) == word.form for word in words(text))


@pytest.mark.shared
def test_the_judged_pairs_are_ranked_as_well_as_measured() -> None:
    gold = shared("gold")

    found = evaluate_files(gold / "members.json", gold / "notices.jsonl", gold / "judgements.json").average

    assert found.ndcg_at_10 >= 0.9
    assert found.average_precision >= 0.91
    assert found.brier <= 0.06
