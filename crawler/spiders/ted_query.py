"""TED's expert query: which notices are asked for, in the search's own language (contract TED 1.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crawler.spiders.window import Window

FIELDS: Final = frozenset({"publication-date", "buyer-country", "classification-cpv"})
"""What the query itself asks by; without one of them there is no query."""

MOST_BRANCHES: Final = 40
"""CPV branches named one by one; with more, they are widened until so few are left. There are 45 divisions."""

_COUNTRY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_BRANCH: Final = re.compile(r"\d{2,8}", re.ASCII)
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    Whose notices are read: all of `countries`, and those of `neighbours` that lie on one of the `branches`.

    Countries are ISO 3166 alpha-3, as TED writes them; branches CPV codes, whole (`45223210`) or their first digits
    (`45`). Raises ValueError for anything else, so that nothing but codes gets into a query.
    """

    countries: tuple[str, ...] = ("NOR",)
    neighbours: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for country in (*self.countries, *self.neighbours):
            if not _COUNTRY.fullmatch(country):
                raise ValueError(f"{country!r} is no country: write it with three letters, NOR")
        for branch in self.branches:
            if not _BRANCH.fullmatch(branch):
                raise ValueError(f"{branch!r} is no CPV branch: two to eight digits are wanted")
        if not self.countries and not (self.neighbours and self.branches):
            raise ValueError("neither a country is named nor neighbours with CPV branches")


def expert(window: Window, reach: Reach) -> str:
    """
    The query for a window of publication days, newest first.

    Dates are written YYYYMMDD from date objects alone: a date in another order is answered with 200 and no notice.
    """
    days = f"publication-date >= {window.since:%Y%m%d} AND publication-date <= {window.until:%Y%m%d}"
    whose = []
    if reach.countries:
        whose.append(_of(reach.countries))
    if reach.neighbours and reach.branches:
        lines = " OR ".join(f"classification-cpv = {pattern}" for pattern in patterns(reach.branches))
        whose.append(f"({_of(reach.neighbours)} AND ({lines}))")
    return f"{days} AND ({' OR '.join(whose)}) SORT BY publication-date DESC"


def patterns(branches: Iterable[str]) -> tuple[str, ...]:
    """
    Branches as the search matches codes (`45*`), those that lie within another left out.

    Only `=` works with a wildcard on CPV: `IN`, `~` and `>=` do not. Of more than MOST_BRANCHES the narrowest are
    widened digit by digit, down to groups and divisions, so that a query stays of a length a search takes.
    """
    wanted = {_significant(branch) for branch in branches}
    for length in range(_DIGITS, 1, -1):
        cut = {digits[:length] for digits in wanted}
        kept = sorted(one for one in cut if not any(one.startswith(other) for other in cut - {one}))
        if len(kept) <= MOST_BRANCHES:
            break
    return tuple(one if len(one) == _DIGITS else f"{one}*" for one in kept)


def _significant(branch: str) -> str:
    return branch.rstrip("0").ljust(2, "0") if len(branch) == _DIGITS else branch


def _of(countries: tuple[str, ...]) -> str:
    return f"buyer-country IN ({' '.join(countries)})"
