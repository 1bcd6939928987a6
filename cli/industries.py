"""What companies of an industry usually offer public buyers, from cli/industries.toml: proposals, never facts."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from model.cpv import Cpv
from model.nace import Nace, Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """Beginnings of industry codes, and what is usually offered there; `standard` None where both mean the same."""

    nace: tuple[str, ...]
    capabilities: tuple[str, ...]
    cpv: tuple[Cpv, ...]
    standard: Standard | None = None

    def fits(self, code: Nace) -> int:
        """How many characters of the code it names; 0 where it is about another industry, or another standard."""
        if self.standard is not None and self.standard is not code.standard:
            return 0
        return max((len(beginning) for beginning in self.nace if code.code.startswith(beginning)), default=0)


@cache
def industries() -> Sequence[Industry]:
    """The table. Raises ValueError where it does not hold together."""
    text = resources.files("cli").joinpath("industries.toml").read_text(encoding="utf-8")
    return tuple(_industry(row) for row in tomllib.loads(text)["industry"])


def of(code: Nace) -> Industry | None:
    """The narrowest row about a code; None where the table has nothing to say."""
    best = max(industries(), key=lambda row: row.fits(code))
    return best if best.fits(code) else None


def _industry(row: Mapping[str, Any]) -> Industry:
    unknown = set(row) - {"nace", "standard", "capabilities", "cpv"}
    if unknown:
        raise ValueError(f"industries.toml: {row['nace']}: unknown keys {sorted(unknown)}")
    return Industry(
        nace=tuple(row["nace"]),
        standard=Standard(row["standard"]) if "standard" in row else None,
        capabilities=tuple(row["capabilities"]),
        cpv=tuple(Cpv.parse(code) for code in row["cpv"]),
    )
