"""The held-out lists of compounds and whole words are sound in themselves, whatever a splitter makes of them."""

import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COLUMNS = {"compounds.tsv": ["word", "parts", "head", "domain", "language"], "whole_words.tsv": ["word", "why"]}
VOWELS = "aeiouyæøå"


def rows(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def spellings(parts: list[str]) -> Iterator[str]:
    """Per part a pattern of how it may stand in the compound: linked by s, e or hyphen, or with a consonant saved."""
    yield re.escape(parts[0])
    for left, right in pairwise(parts):
        whole = "[se-]?" + re.escape(right)
        saves = left[-2:] == right[0] * 2 and right[0] not in VOWELS
        yield re.escape(right[1:]) if saves else whole


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_fills_every_column(name: str) -> None:
    table = rows(name)

    incomplete = [row for row in table if list(row) != COLUMNS[name] or not all(row.values())]

    assert incomplete == []


def test_lists_are_long_enough_to_measure_with() -> None:
    compounds = rows("compounds.tsv")

    assert len(compounds) >= 300
    assert sum(row["language"] == "nn" for row in compounds) >= 40
    assert len(rows("whole_words.tsv")) >= 200


def test_no_word_stands_twice_in_either_list() -> None:
    words = [row["word"].casefold() for name in COLUMNS for row in rows(name)]

    assert len(words) == len(set(words))


def test_parts_spell_the_compound() -> None:
    compounds = rows("compounds.tsv")

    misspelt = [
        row["word"] for row in compounds if not re.fullmatch("".join(spellings(row["parts"].split("+"))), row["word"])
    ]

    assert misspelt == []


def test_compounds_have_two_to_four_parts_and_end_in_their_head() -> None:
    compounds = rows("compounds.tsv")

    wrong = [
        row["word"]
        for row in compounds
        if not 2 <= len(row["parts"].split("+")) <= 4 or row["parts"].split("+")[-1] != row["head"]
    ]

    assert wrong == []


def test_language_is_bokmal_or_nynorsk() -> None:
    assert {row["language"] for row in rows("compounds.tsv")} == {"nb", "nn"}
