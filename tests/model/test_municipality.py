"""Municipality numbers of every year lie in a county of today."""

import csv

import pytest

from model.municipality import Municipality, nuts_of
from model.nuts import Nuts
from tests.shared import shared


def test_every_municipality_of_2024_lies_in_its_county() -> None:
    with shared("data/codes/kommuner_2024_nuts3.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    wrong = [row for row in rows if nuts_of(row["kommunenummer"]) != Nuts(row["nuts3"])]
    assert len(rows) >= 357
    assert wrong == []


@pytest.mark.parametrize(
    ("number", "county"),
    [
        ("3005", "Buskerud"),  # Drammen, in Viken 2020-2023
        ("3004", "Østfold"),  # Fredrikstad
        ("3024", "Akershus"),  # Bærum
        ("3053", "Akershus"),  # Jevnaker, which came from Oppland and stayed in the east
        ("3803", "Vestfold"),  # Tønsberg
        ("3807", "Telemark"),  # Skien
        ("5401", "Troms"),  # Tromsø, in Troms og Finnmark
        ("5403", "Finnmark"),  # Alta
        ("0418", "Innlandet"),  # Nord-Odal until 2019
        ("1601", "Trøndelag"),  # Trondheim until 2017
        ("1902", "Troms"),  # Tromsø until 2019
        ("2100", "Svalbard"),
    ],
)
def test_numbers_of_earlier_years_are_understood(number: str, county: str) -> None:
    found = nuts_of(number)

    assert found is not None
    assert found.name == county


@pytest.mark.parametrize("number", ["", "9999", "30", "18", "3099", "18.3", "١٨٣٣"])
def test_what_no_municipality_has_had_lies_nowhere(number: str) -> None:
    assert Municipality(number=number).nuts is None
