"""NUTS, the EU's regions: Norwegian codes of 2024 and the retired ones that older notices still carry."""

import re
from dataclasses import dataclass
from typing import Self

ANYWHERE = frozenset({"anyw", "anyw-cou", "anyw-eea"})
"""BT-727 codes for a place of performance that is not fixed: anywhere, in the country, in the EEA."""

_COUNTRIES = (
    "AL|AT|BA|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|GE|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MD|ME|MK|MT|NL|NO|PL|PT|RO|RS|SE|"
    "SI|SK|TR|UA|UK|XK"
)
_CODE = re.compile(rf"(?:{_COUNTRIES})[0-9A-Z]{{0,3}}", re.ASCII)

COUNTIES = {
    "NO020": "Innlandet",
    "NO060": "Trøndelag",
    "NO071": "Nordland",
    "NO072": "Troms",
    "NO073": "Finnmark",
    "NO081": "Oslo",
    "NO083": "Østfold",
    "NO084": "Akershus",
    "NO085": "Buskerud",
    "NO092": "Agder",
    "NO093": "Vestfold",
    "NO094": "Telemark",
    "NO0A1": "Rogaland",
    "NO0A2": "Vestland",
    "NO0A3": "Møre og Romsdal",
    "NO0B1": "Jan Mayen",
    "NO0B2": "Svalbard",
}
"""NUTS 3 in Norway since 2024, with the names people use."""

RETIRED = {
    # NUTS 2016
    "NO011": ("NO081",),
    "NO012": ("NO084",),
    "NO021": ("NO020",),
    "NO022": ("NO020",),
    "NO031": ("NO083",),
    "NO032": ("NO085",),
    "NO033": ("NO093",),
    "NO034": ("NO094",),
    "NO041": ("NO092",),
    "NO042": ("NO092",),
    "NO043": ("NO0A1",),
    "NO051": ("NO0A2",),
    "NO052": ("NO0A2",),
    "NO053": ("NO0A3",),
    "NO061": ("NO060",),
    "NO062": ("NO060",),
    # NUTS 2021
    "NO074": ("NO072", "NO073"),
    "NO082": ("NO083", "NO084", "NO085"),
    "NO091": ("NO093", "NO094"),
    # NUTS 2016, level 2 (Oslo og Akershus, Hedmark og Oppland, Sør-Østlandet, Agder og Rogaland, Vestlandet)
    "NO01": ("NO081", "NO084"),
    "NO03": ("NO083", "NO085", "NO093", "NO094"),
    "NO04": ("NO092", "NO0A1"),
    "NO05": ("NO0A2", "NO0A3"),
}
"""Codes no longer in use -> the counties of 2024 that lie where they lay."""


@dataclass(frozen=True, slots=True, order=True)
class Nuts:
    """A region: a country (`NO`), a NUTS 1 to 3 code (`NO071`)."""

    code: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no NUTS code: write it like NO071 (Nordland) or NO")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code in any case, blanks around it ignored. Raises ValueError for anything else."""
        return cls(text.strip().upper())

    @property
    def name(self) -> str:
        """The county's name in Norway, else the code itself."""
        if self.code in COUNTIES:
            return COUNTIES[self.code]
        names = [COUNTIES[code.code] for code in self.current() if code.code in COUNTIES]
        return " / ".join(names) or self.code

    def current(self) -> tuple[Self, ...]:
        """This region in the codes of 2024: itself unless retired, several where a county was split."""
        return tuple(type(self)(code) for code in RETIRED.get(self.code, (self.code,)))

    def within(self, region: Self) -> bool:
        """Whether this place lies in the region or is the region, retired codes understood on both sides."""
        return any(here.code.startswith(there.code) for here in self.current() for there in region.current())

    def overlaps(self, region: Self) -> bool:
        """Whether one of the two lies in the other: `NO` and `NO071` overlap, `NO071` and `NO072` do not."""
        return self.within(region) or region.within(self)
