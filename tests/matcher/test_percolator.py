"""Many phrases met at once: the same finds as one by one, slips forgiven, nothing inside other words."""

import pytest

from matcher.percolator import Percolator
from matcher.rarity import Rarity

RARITY = Rarity(0, {})

PHRASES = ("stålkonstruksjoner", "kran", "kaffe", "drift og vedlikehold av kraner", "ventilasjon", "levering")


def placed(text: str, phrases: tuple[str, ...] = PHRASES) -> dict[str, str]:
    percolator = Percolator(phrases, RARITY)
    return {percolator.distinct[place.phrase]: text[place.start : place.end] for _, place in percolator.places([text])}


@pytest.mark.parametrize(
    ("text", "phrase", "quoted"),
    [
        ("Levering av Stålkonstruksjoner til hall", "stålkonstruksjoner", "Stålkonstruksjoner"),
        ("Stålkonstruksjonsarbeid", "stålkonstruksjoner", "Stålkonstruksjonsarbeid"),
        ("Konstruksjoner i stål", "stålkonstruksjoner", "Konstruksjoner i stål"),
        ("Nytt ventilasjonsanlegg", "ventilasjon", "ventilasjonsanlegg"),
        ("Nytt ventlasjon", "ventilasjon", "ventlasjon"),
        ("Leie av mobilkran", "kran", "mobilkran"),
        ("Vedlikehold og drift: kraner i havna", "drift og vedlikehold av kraner", "Vedlikehold og drift: kraner"),
    ],
)
def test_a_phrase_is_found_where_it_stands(text: str, phrase: str, quoted: str) -> None:
    assert placed(text)[phrase] == quoted


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Drift av kantine", "kran"),
        ("Anskaffelse av programvare", "kaffe"),
        ("Drift og vedlikehold av journalsystem", "drift og vedlikehold av kraner"),
        ("Levering av mat", "levering"),
        ("Stål her, " + "og mye annet imellom " * 10 + "konstruksjoner der", "stålkonstruksjoner"),
    ],
)
def test_what_only_looks_alike_is_not_found(text: str, phrase: str) -> None:
    assert phrase not in placed(text)


def test_the_same_phrase_of_two_members_is_counted_for_both() -> None:
    percolator = Percolator(("ventilasjon", "renhold", "ventilasjon"), RARITY)

    found = list(percolator.candidates(["Nytt ventilasjonsanlegg"]))

    assert [(one.phrase, one.text) for one in found] == [(0, 0), (2, 0)]
    assert percolator.count(["Nytt ventilasjonsanlegg"]) == 2


def test_each_text_is_met_as_if_it_came_alone() -> None:
    texts = ["Stålkonstruksjoner", "Kaffe og ventilasjon", "", "Leie av mobilkran"]
    percolator = Percolator(PHRASES, RARITY)

    together = [(place.phrase, place.start, place.end) for _, place in percolator.places(texts)]
    alone = [(place.phrase, place.start, place.end) for text in texts for _, place in percolator.places([text])]

    assert together == alone
