"""Drafted profiles: whatever the register says, the file can be read, and every proposal carries its reason."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import industries, proposals
from cli.profile_draft import draft
from model.municipality import Municipality
from model.nace import Nace
from model.profile import from_toml
from model.register import RegisterEntry
from tests.shared import shared

DAY = date(2026, 11, 23)
WORDS = st.text(max_size=60)
CODES = st.sampled_from(["25.110", "25.610", "43.210", "62.010", "99.999", "46.710"])
ENTRIES = st.builds(
    RegisterEntry,
    orgnr=st.just("310400009"),
    name=st.text(min_size=1, max_size=60).filter(lambda name: name.replace("\x7f", "").strip() != ""),
    nace=st.lists(st.builds(Nace.of, CODES, WORDS), max_size=3).map(tuple),
    municipality=st.none() | st.builds(Municipality, number=st.sampled_from(["1899", "9999"]), name=WORDS),
    language=st.sampled_from([None, "nb", "nn"]),
    purpose=WORDS,
    activity=WORDS,
    website=st.none() | WORDS,
    bankrupt=st.booleans(),
)


@given(entry=ENTRIES)
def test_any_entry_gives_a_profile_that_can_be_read(entry: RegisterEntry) -> None:
    member = from_toml(draft(entry, DAY), member_id="x")

    assert member.orgnr == entry.orgnr
    assert [skill.name for skill in member.capabilities] == [one.value for one in proposals.capabilities(entry)]
    assert member.contacts == ()


@given(entry=ENTRIES)
def test_every_proposal_has_its_reason_beside_it(entry: RegisterEntry) -> None:
    lines = draft(entry, DAY).splitlines()

    proposed = [line for line in lines if line.startswith('  "')]
    assert all("   # " in line for line in proposed)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Selskapets formål er å drive salg og service, samt eie aksjer i andre selskaper.", []),
        ("Sveising\x7f av\x00 rør\u2028og tanker", ["sveising av rør og tanker"]),
        (
            "Selskapets formål er å drive salg, reparasjon av hydraulikk, pumper og ventiler.",
            ["reparasjon av hydraulikk", "pumper og ventiler"],
        ),
        ("Dreiing, fresing og alt som naturlig hører med til dette.", ["dreiing", "fresing"]),
        ("Grunnarbeid og hva dermed står i forbindelse, herunder sprengning.", ["grunnarbeid", "sprengning"]),
        ("Elektroentreprenør for bygg, samt IT-tjenester.", ["elektroentreprenør for bygg", "IT-tjenester"]),
        ("Investering i aksjer og fast eiendom.", []),
        ("", []),
    ],
)
def test_phrases_say_what_is_done_without_the_formulas(text: str, phrases: list[str]) -> None:
    assert list(proposals.phrases(text)) == phrases


@pytest.mark.parametrize(
    ("registered", "spoken"),
    [
        ("FJORDSTÅL MEKANISKE AS", "Fjordstål Mekaniske AS"),
        ("RANFJORD HAVN IKS", "Ranfjord Havn IKS"),
        ("VEG OG VANN I NORD AS", "Veg og Vann i Nord AS"),
        ("NORD-STÅL AS", "Nord-Stål AS"),
        ("iTeknikk AS", "iTeknikk AS"),
    ],
)
def test_names_in_capitals_are_written_as_people_write_them(registered: str, spoken: str) -> None:
    assert proposals.spoken_name(registered) == spoken


@pytest.mark.parametrize(
    ("code", "label", "branch"),
    [
        ("25.610", "Overflatebehandling av metaller", "45442000"),  # SN2007
        ("25.510", "Overflatebehandling av metaller", "45442000"),  # SN2025
        ("25.620", "Bearbeiding av metaller", "45262670"),
        ("25.620", "Produksjon av låser og beslag", "44520000"),
        ("43.210", "Elektrisk installasjonsarbeid", "45310000"),
        ("43.911", "Blikkenslagerarbeid", "45261000"),
        ("43.910", "Murerarbeid", "45262500"),
    ],
)
def test_a_reused_number_leads_where_its_own_standard_says(code: str, label: str, branch: str) -> None:
    row = industries.of(Nace.of(code, label))

    assert row is not None
    assert branch in {one.code for one in row.cpv}


def test_an_ambiguous_number_proposes_nothing_of_either_standard() -> None:
    assert industries.of(Nace.of("46.710")) is None


def test_every_branch_of_the_table_is_in_cpv_and_every_row_can_be_reached() -> None:
    with shared("data/codes/cpv_2008_en_nb.csv").open(encoding="utf-8") as file:
        known = {row["code"][:8] for row in csv.DictReader(file)}

    rows = industries.industries()
    assert {code.code for row in rows for code in row.cpv} <= known
    beginnings = [(beginning, row.standard) for row in rows for beginning in row.nace]
    assert len(beginnings) == len(set(beginnings))


def test_most_industries_of_both_standards_have_a_row() -> None:
    outside = {"12", "64", "84", "91", "92", "93", "94", "97", "98", "99", "90"}  # who sells little to public buyers
    for name in ("sn2007_nb", "sn2025_nb"):
        with shared("data/codes", f"{name}.csv").open(encoding="utf-8") as file:
            codes = [Nace.of(row["code"], row["label_nb"]) for row in csv.DictReader(file) if len(row["code"]) == 6]
        within = [code for code in codes if code.code[:2] not in outside]
        found = [code for code in within if industries.of(code)]

        assert len(found) / len(within) > 0.7, name
