"""Municipalities by number: in which county of today they lie, whatever year the number is from."""

from dataclasses import dataclass
from typing import Final

from model.nuts import Nuts

_COUNTIES: Final = {
    # since 2024
    "03": "NO081", "11": "NO0A1", "15": "NO0A3", "18": "NO071", "31": "NO083", "32": "NO084", "33": "NO085",
    "34": "NO020", "39": "NO093", "40": "NO094", "42": "NO092", "46": "NO0A2", "50": "NO060", "55": "NO072",
    "56": "NO073", "21": "NO0B2", "22": "NO0B1",
    # until 2019 (16 and 17 until 2017)
    "01": "NO083", "02": "NO084", "04": "NO020", "05": "NO020", "06": "NO085", "07": "NO093", "08": "NO094",
    "09": "NO092", "10": "NO092", "12": "NO0A2", "14": "NO0A2", "16": "NO060", "17": "NO060", "19": "NO072",
    "20": "NO073",
}  # fmt: skip
"""The first two digits, where they name one county of today."""

_SPLIT: Final = (
    # 2020 to 2023: Viken, Vestfold og Telemark, Troms og Finnmark, each divided again in 2024
    (3001, 3004, "NO083"), (3005, 3007, "NO085"), (3011, 3018, "NO083"), (3019, 3037, "NO084"),
    (3038, 3052, "NO085"), (3053, 3054, "NO084"),
    (3801, 3805, "NO093"), (3806, 3808, "NO094"), (3811, 3811, "NO093"), (3812, 3825, "NO094"),
    (5401, 5402, "NO072"), (5403, 5406, "NO073"), (5411, 5429, "NO072"), (5430, 5444, "NO073"),
)  # fmt: skip
"""From number to number -> county of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality as the company register names it: four digits, and the name in capitals."""

    number: str
    name: str = ""

    @property
    def nuts(self) -> Nuts | None:
        """The county as NUTS 3."""
        return nuts_of(self.number)


def nuts_of(number: str) -> Nuts | None:
    """The county (NUTS 3 of 2024) a municipality's number lies in; None for a number no municipality has had."""
    if not (len(number) == 4 and number.isascii() and number.isdigit()):
        return None
    code = _COUNTIES.get(number[:2])
    if code is None:
        value = int(number)
        code = next((county for first, last, county in _SPLIT if first <= value <= last), None)
    return Nuts(code) if code else None
