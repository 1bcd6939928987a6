"""NUTS codes, those of today and those that older notices carry."""

import pytest

from model.notice import Place
from model.nuts import COUNTIES, RETIRED, Nuts


def test_a_county_lies_in_its_country_and_region() -> None:
    assert Nuts("NO071").within(Nuts("NO"))
    assert Nuts("NO071").within(Nuts("NO07"))
    assert not Nuts("NO071").within(Nuts("NO072"))


@pytest.mark.parametrize(
    ("retired", "today"),
    [("NO011", "NO081"), ("NO061", "NO060"), ("NO074", "NO073"), ("NO082", "NO084"), ("NO091", "NO094")],
)
def test_a_retired_code_lies_in_the_county_of_today(retired: str, today: str) -> None:
    assert Nuts(retired).within(Nuts(today))
    assert Nuts(today).within(Nuts(retired))


def test_every_retired_code_leads_to_counties_of_today() -> None:
    assert all(code in COUNTIES for codes in RETIRED.values() for code in codes)
    assert not set(RETIRED) & set(COUNTIES)


def test_overlap_is_mutual() -> None:
    assert Nuts("NO").overlaps(Nuts("NO071"))
    assert Nuts("NO071").overlaps(Nuts("NO"))
    assert not Nuts("NO071").overlaps(Nuts("NO060"))


def test_names_are_those_people_use() -> None:
    assert Nuts("NO071").name == "Nordland"
    assert Nuts("NO074").name == "Troms / Finnmark"
    assert Nuts("SE33").name == "SE33"


@pytest.mark.parametrize("written", ["", "N", "NO07123", "anyw", "Oslo", "18"])
def test_what_is_no_region_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no NUTS code"):
        Nuts.parse(written) if written != "anyw" else Nuts(written)


def test_anywhere_is_a_place_without_a_region() -> None:
    assert Place(anywhere="anyw").is_anywhere
    assert not Place(nuts=Nuts("NO071")).is_anywhere
