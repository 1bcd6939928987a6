"""Compounds taken apart, measured on lists written by others before the splitter was tuned."""

import csv
from pathlib import Path

import pytest

from matcher.spelling import spelled
from matcher.stems import stem
from matcher.terms import taken_apart

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def head_is_right(row: dict[str, str]) -> bool:
    parts = taken_apart(row["word"].casefold())[1]
    heads = {row["head"], row["parts"].split("+")[-1]}
    stems = {stem(spelled(head)) for head in heads}
    stems.update(inner[-1] for head in heads if (inner := taken_apart(head)[1]))
    return bool(parts) and parts[-1] in stems


@pytest.mark.parametrize("name", ["compounds.tsv", "compounds_second.tsv"])
def test_nine_compounds_in_ten_get_their_head(name: str) -> None:
    compounds = rows(name)

    right = sum(map(head_is_right, compounds))

    assert right / len(compounds) >= 0.90


@pytest.mark.parametrize("name", ["whole_words.tsv", "whole_words_second.tsv"])
def test_hardly_any_whole_word_is_split(name: str) -> None:
    whole = rows(name)

    split = [row["word"] for row in whole if taken_apart(row["word"].casefold())[1]]

    assert len(split) / len(whole) <= 0.03


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("sikringsskap", ("sikring", "skap")),
        ("fryseskap", ("frys", "skap")),
        ("medlemskap", ()),
        ("fellesskap", ()),
        ("lederskap", ()),
    ],
)
def test_a_cupboard_is_told_from_the_ending(word: str, parts: tuple[str, ...]) -> None:
    assert taken_apart(word)[1] == parts


def test_the_whole_word_is_kept_beside_its_parts() -> None:
    assert taken_apart("stålkonstruksjonsarbeid") == ("stålkonstruksjonsarbeid", ("stål", "konstruksjon", "arbeid"))


def test_a_derived_word_is_the_same_alone_and_in_a_compound() -> None:
    assert taken_apart("prosjekteringstjenester")[1][0] == taken_apart("prosjektering")[0]
