"""A unit of Enhetsregisteret (enhet or underenhet, API v2) as an entry of the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from crawler.formats import doffin_common as common
from crawler.formats.brreg_text import unwrap
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model import orgnr
from model.municipality import Municipality, nuts_of
from model.nace import Nace
from model.register import RegisterEntry

LANGUAGES: Final = {"bokmål": "nb", "nynorsk": "nn"}
MOST_EMPLOYEES: Final = 1_000_000


def read(body: bytes, origin: Origin) -> tuple[RegisterEntry, ...]:  # noqa: ARG001 - every format's signature
    """The entry of a unit. Raises FormatError alone, on any bytes."""
    unit = common.load(body)
    number = common.words(unit.get("organisasjonsnummer"))
    if not orgnr.is_valid(number):
        raise FormatError("a unit without an organisation number that passes its check")
    if not common.words(unit.get("navn")):
        raise FormatError("a unit without a name")
    warnings: list[str] = []
    parent = common.words(unit.get("overordnetEnhet"))
    return (
        RegisterEntry(
            orgnr=number,
            name=common.words(unit.get("navn")),
            form=_code(unit.get("organisasjonsform")),
            nace=_industries(unit, warnings),
            municipality=_municipality(unit, warnings),
            language=_language(unit.get("maalform"), warnings),
            employees=_employees(unit),
            purpose=unwrap(unit.get("vedtektsfestetFormaal")),
            activity=unwrap(unit.get("aktivitet")),
            website=_website(unit.get("hjemmeside")),
            founded=_day(unit, "stiftelsesdato", warnings),
            parent=parent if orgnr.is_valid(parent) else None,
            subunit="beliggenhetsadresse" in unit or _code(unit.get("organisasjonsform")) in {"BEDR", "AAFY"},
            bankrupt=bool(unit.get("konkurs", common.words(unit.get("konkursdato")))),
            winding_up=unit.get("underAvvikling") is True,
            forced_winding_up=unit.get("underTvangsavviklingEllerTvangsopplosning") is True,
            deleted=_day(unit, "slettedato", warnings),
            warnings=tuple(warnings),
        ),
    )


def _code(value: object) -> str:
    return common.words(value.get("kode")) if isinstance(value, Mapping) else ""


def _industries(unit: Mapping[str, Any], warnings: list[str]) -> tuple[Nace, ...]:
    found = []
    for name in ("naeringskode1", "naeringskode2", "naeringskode3"):
        value = unit.get(name)
        code = _code(value)
        if not code:
            continue
        try:
            found.append(Nace.of(code, common.words(value.get("beskrivelse")) if isinstance(value, Mapping) else ""))
        except ValueError:
            warnings.append(f"industry {code[:20]!r} is no code")
    return tuple(dict.fromkeys(found))


def _municipality(unit: Mapping[str, Any], warnings: list[str]) -> Municipality | None:
    """Of the business address; a letter box may stand in another county and says nothing of where work is done."""
    address = unit.get("forretningsadresse") or unit.get("beliggenhetsadresse")
    number = common.words(address.get("kommunenummer")) if isinstance(address, Mapping) else ""
    if not number or not isinstance(address, Mapping):
        return None
    if nuts_of(number) is None:
        warnings.append(f"municipality {number[:10]!r} lies in no county")
    return Municipality(number=number, name=common.words(address.get("kommune")))


def _language(value: object, warnings: list[str]) -> str | None:
    form = common.words(value)
    if form and form.lower() not in LANGUAGES:
        warnings.append(f"unknown language form {form[:20]!r}")
    return LANGUAGES.get(form.lower())


def _employees(unit: Mapping[str, Any]) -> int | None:
    """Absent where there are few or none; older answers write 0 for that, which is no number either."""
    number, registered = unit.get("antallAnsatte"), unit.get("harRegistrertAntallAnsatte")
    if isinstance(number, bool) or not isinstance(number, int) or registered is False:
        return None
    return number if (0 if registered else 1) <= number <= MOST_EMPLOYEES else None


def _website(value: object) -> str | None:
    """As registered, mostly without a scheme; nothing that is no host name."""
    address = common.words(value).removeprefix("https://").removeprefix("http://").rstrip("/")
    return address if "." in address and not any(mark in address for mark in " <>\"'@\\\n") else None


def _day(unit: Mapping[str, Any], name: str, warnings: list[str]) -> date | None:
    text = common.words(unit.get(name))
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        warnings.append(f"{name} {text[:20]!r} is no date")
        return None
