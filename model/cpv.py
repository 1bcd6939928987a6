"""CPV, the EU's Common Procurement Vocabulary (Regulation (EC) 213/2008): codes as places in a tree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

DIGITS = 8
_CODE = re.compile(r"(\d{8})(?:-\d)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Cpv:
    """
    One CPV code: eight digits, the check digit left out.

    The first two digits name the division; each further digit narrows it, zeros fill up: `45000000` construction,
    `45200000` works for complete construction, `45223210` structural steelworks.
    """

    code: str

    def __post_init__(self) -> None:
        if not (len(self.code) == DIGITS and self.code.isascii() and self.code.isdigit()):
            raise ValueError(f"{self.code!r} is no CPV code: eight digits are wanted")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code as notices write it: `45223100-7`, `45223100`, with blanks in it. Raises ValueError otherwise."""
        match = _CODE.fullmatch(re.sub(r"\s", "", text))
        if match is None:
            raise ValueError(f"{text!r} is no CPV code: eight digits are wanted, with or without a check digit")
        return cls(match[1])

    @property
    def significant(self) -> str:
        """The digits that say something: trailing zeros gone, the division's two digits always kept."""
        return self.code.rstrip("0").ljust(2, "0")

    @property
    def depth(self) -> int:
        """How narrow the code is: 2 for a division, up to 8."""
        return len(self.significant)

    @property
    def division(self) -> str:
        """The two digits of the division."""
        return self.code[:2]

    def parents(self) -> tuple[Self, ...]:
        """Every wider code by dropping digits, nearest first. The list has gaps: not each of them need exist in CPV."""
        digits = self.significant
        found = (type(self)(digits[:length].ljust(DIGITS, "0")) for length in range(len(digits) - 1, 1, -1))
        return tuple(dict.fromkeys(code for code in found if code != self))

    def within(self, branch: Self) -> bool:
        """Whether this code is the branch itself or lies under it."""
        return self.code.startswith(branch.significant)


def leaves(codes: Iterable[Cpv]) -> tuple[Cpv, ...]:
    """
    The codes that no other code of the list narrows, in their order, each once.

    Doffin's search hits list every ancestor of each code; without this every division would match.
    """
    unique = tuple(dict.fromkeys(codes))
    wider = {parent for code in unique for parent in code.parents()}
    return tuple(code for code in unique if code not in wider)
