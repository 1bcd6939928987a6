"""Units of the company register: real and made-up ones become entries, and nothing on persons is kept."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import brreg
from crawler.formats.brreg_fields import KEPT, LEFT_OUT, PLAIN, unheard_of, without_persons
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from crawler.formats.registry import read
from model.nace import Standard
from model.register import RegisterEntry
from tests.factories import a_document
from tests.shared import shared

ORIGIN = Origin(source="brreg", source_id="310400009", url="https://example.org/")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
UNITS = st.dictionaries(st.sampled_from([*sorted(PLAIN), *KEPT, *LEFT_OUT]), JSON).map(
    lambda unit: {**unit, "organisasjonsnummer": "310400009", "navn": "X"}
)


def a_unit(**changes: Any) -> dict[str, Any]:
    unit = {
        "organisasjonsnummer": "310400009",
        "navn": "FJORDSTÅL MEKANISKE AS",
        "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
        "naeringskode1": {"kode": "25.110", "beskrivelse": "Produksjon av metallkonstruksjoner og deler"},
        "forretningsadresse": {"adresse": ["Gata 1", None, ""], "kommune": "RANVIK", "kommunenummer": "1899"},
        "maalform": "Nynorsk",
        "konkurs": False,
        "aktivitet": ["Montasje av stål."],
    }
    return {name: value for name, value in {**unit, **changes}.items() if value is not None}


def entry(unit: dict[str, Any]) -> RegisterEntry:
    (found,) = brreg.read(json.dumps(unit).encode("utf-8", "surrogatepass"), ORIGIN)
    return found


def real_units() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(Path(shared("data/brreg")).glob("*/*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        units = next(iter(answer.get("_embedded", {}).values()), []) if "page" in answer else [answer]
        yield from ((path.name, unit) for unit in units if "navn" in unit)


def test_a_real_unit_is_read_whole() -> None:
    unit = json.loads(shared("data/brreg/real_shape/enhet_889640782_nav_2025.json").read_text(encoding="utf-8"))

    found = entry(without_persons(unit))

    assert (found.name, found.form, found.language, found.employees) == (
        "ARBEIDS- OG VELFERDSETATEN",
        "ORGL",
        "nb",
        1608,
    )
    assert found.activity.endswith("av arbeidsmarkeds- trygde- og pensjonspolitikken")
    assert (found.nuts.code if found.nuts else None, found.parent, found.website) == (
        "NO081",
        "983887457",
        "www.nav.no",
    )
    assert (found.nace[0].code, found.nace[0].standard) == ("84.120", Standard.UNKNOWN)
    assert not found.subunit
    assert found.troubles == found.warnings == ()


def test_a_real_branch_names_its_parent() -> None:
    unit = json.loads(shared("data/brreg/real_shape/underenhet_912998827_2025.json").read_text(encoding="utf-8"))

    found = entry(without_persons(unit))

    assert (found.subunit, found.parent, found.form) == (True, "889640782", "BEDR")


def test_every_field_of_the_real_units_is_known_and_no_person_is_kept() -> None:
    units = list(real_units())

    assert len(units) >= 9
    for name, unit in units:
        assert unheard_of(unit) == frozenset(), name
        kept = json.dumps(without_persons(unit))
        assert "Rusing" not in kept, name  # an address line of theirs is "c/o" a person
        assert "telefon" not in kept, name


def test_real_units_are_read_or_refused_for_their_made_up_numbers() -> None:
    for name, unit in real_units():
        reading = read(a_document(source="brreg", format="brreg", body=json.dumps(without_persons(unit)).encode()))

        assert reading.entries or "passes its check" in str(reading.refusal), name


def test_contact_details_roles_and_street_lines_never_reach_the_archive() -> None:
    secret = "Kari Eksempel"
    unit = a_unit(
        telefon=secret,
        mobil=secret,
        epostadresse=secret,
        paategninger=[secret],
        roller=[{"fodselsdato": secret}],
        nyttFelt=secret,
        forretningsadresse={"adresse": [f"c/o {secret}"], "kommunenummer": "1899", "kommune": "RANVIK"},
    )

    assert secret not in json.dumps(without_persons(unit))
    assert unheard_of(unit) == {"nyttFelt"}


def test_hidden_employees_are_no_zero() -> None:
    assert entry(a_unit()).employees is None
    assert entry(a_unit(harRegistrertAntallAnsatte=False, antallAnsatte=0)).employees is None
    assert entry(a_unit(antallAnsatte=0)).employees is None
    assert entry(a_unit(harRegistrertAntallAnsatte=True, antallAnsatte=0)).employees == 0
    assert entry(a_unit(antallAnsatte=7)).employees == 7


def test_what_speaks_against_a_company_is_told() -> None:
    troubled = entry(a_unit(konkurs=True, underAvvikling=True, underTvangsavviklingEllerTvangsopplosning=True))

    assert troubled.troubles == ("konkurs", "under tvangsavvikling eller tvangsoppløsning", "under avvikling")
    assert entry(a_unit(konkurs=None, konkursdato="")).troubles == ()
    assert entry(a_unit(konkurs=None, konkursdato="2026-01-02")).bankrupt


def test_a_deleted_unit_is_an_entry_with_little_in_it() -> None:
    found = entry({"organisasjonsnummer": "310431516", "navn": "BILLETTDATA AS", "slettedato": "2026-11-02"})

    assert (found.deleted, found.troubles) == (date(2026, 11, 2), ("slettet 02.11.2026",))
    assert found.nace == ()
    assert found.municipality is None


def test_what_is_not_understood_is_told_and_not_defaulted() -> None:
    found = entry(
        a_unit(
            maalform="Kvensk",
            naeringskode2={"kode": "25"},
            slettedato="i går",
            forretningsadresse={"kommunenummer": "9999"},
        )
    )

    assert (found.language, found.deleted, found.nuts, len(found.nace)) == (None, None, None, 1)
    assert len(found.warnings) == 4


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www", 'www.x.no"onload', "www.x .no", None, 7])
def test_a_website_that_is_none_is_left_out(address: object) -> None:
    assert entry(a_unit(hjemmeside=address)).website is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"[]", "object is expected"),
        (b"{}", "organisation number"),
        (b'{"organisasjonsnummer": "123456789", "navn": "X"}', "passes its check"),
        (b'{"organisasjonsnummer": "310400009"}', "without a name"),
    ],
)
def test_the_reason_is_told(body: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        brreg.read(body, ORIGIN)


@given(body=st.binary(max_size=400))
def test_random_bytes_are_survived(body: bytes) -> None:
    assert read(a_document(format="brreg", body=body)).refusal is not None


@given(unit=UNITS)
def test_any_json_under_known_names_is_survived(unit: dict[str, Any]) -> None:
    for whole in (unit, without_persons(unit)):
        assert entry(whole).orgnr == "310400009"
