"""Which of the trades that title and description name are asked for, and which only say where or for whom."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from matcher.jointbids.coding import AGREES, CODES, agreement, stands_for
from matcher.jointbids.mentions import Mention
from matcher.jointbids.units import Unit
from matcher.jointbids.vocabulary import (
    Known,
    classes,
    is_building,
    is_general,
    is_road_name,
    is_umbrella,
    names_place,
    says_nothing,
)

IN_BODY: Final = 0.95
"""How surely a description must name a trade."""

WORKS: Final = ("45", "50", "51", "70", "71", "77", "79", "90", "98")
"""CPV divisions of contracts that trades do together."""

_NEW: Final = re.compile(
    r"\b(?:ny|nytt|nye|nytt|bygging|byggjing|oppføring|etablering|utbygging|new|construction)\b[^.:;]*$", re.IGNORECASE
)


def without_places(named: Sequence[Mention], listed: Sequence[Mention]) -> list[Mention]:
    """The title's trades without those that only say where, or that stand for all, where the trades are listed."""
    inside = {one.trade for one in listed if not names_place(one.trade)} - {one.trade for one in named}
    if len(inside) < 2:
        return list(named)
    return [
        one
        for one in named
        if not is_umbrella(one.trade, one.quote)
        and (is_building(one.trade) or not names_place(one.trade) or _NEW.search(one.piece.text[: one.at]))
    ]


def of_title(found: Sequence[Mention], unit: Unit, known: Known) -> list[Mention]:
    """
    The trades the title asks for: those bought with the one it is about.

    What stands aside counts only where nothing else does, a broad trade, goods, the name of a road and words for all
    trades only where no trade is named beside them.
    """
    asked = [one for one in found if one.asked]
    straight = [one for one in asked if not one.aside] or [one for one in asked if _about(one, unit, known)]
    for spare in (_is_broad(known), _is_general(unit, known), _is_everything, _is_road, _is_goods):
        straight = [one for one in straight if not spare(one)] or straight
    if any(not is_building(one.trade) for one in straight):
        straight = [one for one in straight if not is_building(one.trade)]
    if not straight:
        return []
    about = max(straight, key=lambda one: agreement(one.trade, unit, known) >= AGREES)
    group = classes(known.index.trades[about.trade])
    return [one for one in straight if one is about or group & classes(known.index.trades[one.trade])]


def _about(one: Mention, unit: Unit, known: Known) -> bool:
    """Whether a trade that stands aside is what the title is about: no place, and no code speaks against it."""
    return not names_place(one.trade) and (not unit.cpv or agreement(one.trade, unit, known) > 0)


def _is_broad(known: Known) -> Callable[[Mention], bool]:
    return lambda one: known.index.trades[one.trade].broad


def _is_general(unit: Unit, known: Known) -> Callable[[Mention], bool]:
    return lambda one: is_general(one.trade) and agreement(one.trade, unit, known) < AGREES


def _is_everything(one: Mention) -> bool:
    return is_umbrella(one.trade, one.quote)


def _is_goods(one: Mention) -> bool:
    return says_nothing(one.trade)


def _is_road(one: Mention) -> bool:
    return is_road_name(one.quote)


def classes_of(unit: Unit, named: Sequence[Mention], known: Known) -> frozenset[str]:
    """The classes the contract is bought in: by its title, else by its first code."""
    if named:
        found = frozenset(one for mention in named for one in classes(known.index.trades[mention.trade]))
        return frozenset({"advice"}) if "advice" in found else found
    first = stands_for(unit.cpv[0], known) if unit.cpv else None
    found = frozenset() if first is None else classes(known.index.trades[first])
    return found | ({"build"} if any(code.division == "45" for code in unit.cpv) else frozenset())


def of_body(
    found: Sequence[Mention], bought: frozenset[str], unit: Unit, known: Known, *, titled: bool, plain: bool
) -> list[Mention]:
    """
    The trades the description asks for, of the classes the contract is bought in.

    Where neither title nor codes tell the class, a list of trades of one class does; else the first trade is meant.
    """
    asked = [one for one in found if _asked(one, known, titled=titled) and (one.piece.listed or not plain)]
    works = not unit.cpv or any(code.division in WORKS for code in unit.cpv)
    bought = bought or (_listed_classes(asked, known) if works and not titled else frozenset())
    if bought:
        return [one for one in asked if bought & classes(known.index.trades[one.trade])]
    coded = any(stands_for(code, known) for code in unit.cpv[:CODES])
    return [] if titled or coded else asked[:1]


def _asked(one: Mention, known: Known, *, titled: bool) -> bool:
    if not one.asked or one.strength < IN_BODY or says_nothing(one.trade):
        return False
    if is_building(one.trade):
        return not titled or one.piece.listed
    if known.index.trades[one.trade].broad or is_umbrella(one.trade, one.quote):
        return False
    return not names_place(one.trade) or (one.piece.listed and not one.aside and not is_road_name(one.quote))


def _listed_classes(found: Sequence[Mention], known: Known) -> frozenset[str]:
    """Classes of which a list in the description names two trades."""
    counted: dict[str, set[str]] = {}
    for one in found:
        if one.piece.listed:
            for group in classes(known.index.trades[one.trade]):
                counted.setdefault(group, set()).add(one.trade)
    return frozenset(group for group, trades in counted.items() if len(trades) > 1)
