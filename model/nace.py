"""NACE as Norway writes it: industry codes with the standard they are of, since SN2007 and SN2025 reuse numbers."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from model.nace_codes import ONLY_SN2007, ONLY_SN2025, REUSED

_CODE = re.compile(r"\d{2}\.\d{3}", re.ASCII)


class Standard(StrEnum):
    """Standard for næringsgruppering: of 2007 (NACE Rev. 2) or of 2025 (NACE Rev. 2.1)."""

    SN2007 = "SN2007"
    SN2025 = "SN2025"
    UNKNOWN = "unknown"  # the code is in both, or in neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Nace:
    """An industry code as the company register gives it (`25.110`), its label, and the standard it is of."""

    code: str
    label: str = ""
    standard: Standard = Standard.UNKNOWN

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no industry code: it is written like 25.110")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def of(cls, code: str, label: str = "") -> Self:
        """A code with the standard its number, or its label beside it, gives away. Raises ValueError for no code."""
        return cls(code=code, label=label, standard=standard_of(code, label))

    @property
    def ambiguous(self) -> bool:
        """Whether the number means different things in the two standards, and which it is of cannot be told."""
        return self.standard is Standard.UNKNOWN and self.code in REUSED


def standard_of(code: str, label: str = "") -> Standard:
    """
    Which standard a code is of, as far as it shows: never guessed.

    The register names no standard and has changed over, so the day a code was read does not tell. A code that only one
    standard has tells by itself; one that was reused tells by its label; any other is in both and stays unknown.
    """
    if code in ONLY_SN2007:
        return Standard.SN2007
    if code in ONLY_SN2025:
        return Standard.SN2025
    words = label.lower()
    if code not in REUSED or not words:
        return Standard.UNKNOWN
    old, new = REUSED[code]
    if new in words and not (old and old in words):
        return Standard.SN2025
    if old in words and new not in words:
        return Standard.SN2007
    return Standard.UNKNOWN
