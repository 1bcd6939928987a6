"""Industry codes: which standard a number is of is told by the number or its label, never guessed."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from model.nace import Nace, Standard, standard_of
from model.nace_codes import ONLY_SN2007, ONLY_SN2025, REUSED
from tests.shared import shared


def labels(path: Path) -> Mapping[str, str]:
    with path.open(encoding="utf-8") as file:
        return {row["code"]: row["label_nb"] for row in csv.DictReader(file) if len(row["code"]) == 6}


@pytest.mark.parametrize(
    ("code", "label", "standard"),
    [
        ("62.010", "Programmeringstjenester", Standard.SN2007),
        ("62.010", "", Standard.SN2007),
        ("25.530", "Bearbeiding av metaller", Standard.SN2025),
        ("25.610", "Overflatebehandling av metaller", Standard.SN2007),
        ("25.610", "Produksjon av kjøkkenredskaper", Standard.SN2025),
        ("25.610", "", Standard.UNKNOWN),
        ("25.610", "Noe helt annet", Standard.UNKNOWN),
        ("25.110", "Produksjon av metallkonstruksjoner og deler", Standard.UNKNOWN),
        ("99.999", "", Standard.UNKNOWN),
    ],
)
def test_the_standard_is_told_as_far_as_it_shows(code: str, label: str, standard: Standard) -> None:
    assert standard_of(code, label) is standard


@pytest.mark.parametrize(("name", "standard"), [("sn2007_nb", Standard.SN2007), ("sn2025_nb", Standard.SN2025)])
def test_no_code_of_the_real_lists_is_taken_for_the_other_standard(name: str, standard: Standard) -> None:
    told = {code: standard_of(code, label) for code, label in labels(shared("data/codes", f"{name}.csv")).items()}

    wrong = {code: found for code, found in told.items() if found not in {standard, Standard.UNKNOWN}}
    assert wrong == {}
    assert sum(found is standard for found in told.values()) > 300


def test_the_tables_are_what_the_real_lists_give() -> None:
    old, new = (set(labels(shared("data/codes", f"{name}.csv"))) for name in ("sn2007_nb", "sn2025_nb"))
    with shared("data/codes/sn2007_sn2025_reused_codes.csv").open(encoding="utf-8") as file:
        reused = {row["code"] for row in csv.DictReader(file)}

    assert old - new == ONLY_SN2007
    assert new - old == ONLY_SN2025
    assert reused <= REUSED.keys() <= old & new


def test_reused_numbers_without_their_label_are_ambiguous() -> None:
    assert Nace.of("25.620").ambiguous
    assert not Nace.of("25.620", "Bearbeiding av metaller").ambiguous
    assert not Nace.of("25.110").ambiguous


def test_what_is_no_industry_code_is_refused() -> None:
    with pytest.raises(ValueError, match="no industry code"):
        Nace.of("25.1")
