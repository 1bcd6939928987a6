"""The made-up market's organisations as the company register would know them, read from demo/register/units.toml."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One organisation. Without `employees` the register does not say how many; `removed` ones it may not show."""

    orgnr: str
    name: str = ""
    form: str = "AS"
    industries: list[list[str]] = field(default_factory=list)
    employees: int | None = None
    website: str | None = None
    founded: date | None = None
    purpose: list[str] = field(default_factory=list)
    activity: list[str] = field(default_factory=list)
    language: str = "Bokmål"
    municipality: tuple[str, str] = ("1899", "RANVIK")
    street: list[str] = field(default_factory=lambda: ["Industriveien 1"])
    parent: str | None = None
    subunit: bool = False
    flags: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    deleted: date | None = None
    removed: bool = False
    changed: datetime | None = None

    @property
    def listed(self) -> bool:
        """Whether a list by numbers shows it."""
        return not (self.removed or self.deleted or self.subunit)


@cache
def units() -> dict[str, Unit]:
    """The organisations by number. Raises TypeError for an unknown key."""
    text = resources.files("demo").joinpath("register", "units.toml").read_text(encoding="utf-8")
    return {row["orgnr"]: Unit(**row) for row in tomllib.loads(text)["unit"]}


def as_register(unit: Unit) -> dict[str, Any]:
    """A unit as the register's API answers."""
    form = {"kode": unit.form, "beskrivelse": unit.form}
    head = {"organisasjonsnummer": unit.orgnr, "navn": unit.name, "organisasjonsform": form}
    links = {"_links": {"self": {"href": f"http://localhost/enhetsregisteret/api/enheter/{unit.orgnr}"}}}
    if unit.deleted:
        return {**head, "slettedato": unit.deleted.isoformat(), **links}
    number, name = unit.municipality
    address = {
        "land": "Norge",
        "landkode": "NO",
        "postnummer": "0001",
        "poststed": name,
        "adresse": [*unit.street, None, ""],
        "kommune": name,
        "kommunenummer": number,
    }
    answer: dict[str, Any] = {
        **head,
        "registreringsdatoEnhetsregisteret": "2001-01-15",
        "registrertIMvaregisteret": True,
        "harRegistrertAntallAnsatte": unit.employees is not None,
        "beliggenhetsadresse" if unit.subunit else "forretningsadresse": address,
        "konkurs": "konkurs" in unit.flags,
        "underAvvikling": "underAvvikling" in unit.flags,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "maalform": unit.language,
        "vedtektsfestetFormaal": unit.purpose or [""],
        "aktivitet": unit.activity,
        **unit.extra,
        **links,
    }
    answer |= {
        f"naeringskode{place}": {"kode": code, "beskrivelse": label}
        for place, (code, label) in enumerate(unit.industries, start=1)
    }
    told = {
        "antallAnsatte": unit.employees,
        "hjemmeside": unit.website,
        "stiftelsesdato": unit.founded and unit.founded.isoformat(),
        "overordnetEnhet": unit.parent,
    }
    return answer | {name: value for name, value in told.items() if value is not None}
