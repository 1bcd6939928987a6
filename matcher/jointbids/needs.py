"""A contract, or a lot of it, broken into what it takes: trades named by its words, else by its codes; requirements."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matcher.jointbids import requirements
from matcher.jointbids.coding import AGREES, CODES, agreement, code_of, stands_for
from matcher.jointbids.mentions import Mention, mentions
from matcher.jointbids.units import Unit, as_whole
from matcher.jointbids.vocabulary import (
    BUILDER,
    Known,
    also,
    builder_words,
    classes,
    is_building,
    is_umbrella,
    names_place,
    says_nothing,
)
from matcher.jointbids.wording import Piece, pieces
from matcher.text import forms
from model.jointbid import Need

MOST: Final = 20
"""Needs of one contract; what comes after lists everything."""

_NEW: Final = re.compile(
    r"\b(?:ny|nytt|nye|nytt|bygging|byggjing|oppføring|etablering|utbygging|new|construction)\b[^.:;]*$", re.IGNORECASE
)

SUBJECT: Final = 80
"""Characters of a title that stand for a need of no known trade."""


def needs_of(unit: Unit, known: Known, held: Iterable[str] = ()) -> tuple[Need, ...]:
    """What the unit takes; `held` are the certificates that members hold."""
    lot = unit.lot.id if unit.divided else None
    trades = [
        Need(id=_id(lot, one.trade), name=one.trade, quote=one.quote, cpv=one.cpv, lot=lot, main=one.main)
        for one in _trades(unit, known)[:MOST]
    ]
    criteria = (
        text
        for one in unit.lot.selection
        for words in (one.name, one.description)
        for _, text in words.versions
    )  # fmt: skip
    demanded = [
        Need(
            id=_id(lot, one.name), name=one.name, quote=one.quote, lot=lot, kind=one.kind, absolute=one.absolute
        )
        for one in requirements.find(unit.texts, held, criteria=criteria)
    ]  # fmt: skip
    return (*trades, *demanded[: MOST - len(trades)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    trade: str
    quote: str
    cpv: str | None = None
    main: bool = False
    mainly: bool = False


def _trades(unit: Unit, known: Known) -> list[_Found]:
    titles = _one_each(mentions(_pieces(unit.titles), known), unit, known)
    bodies = _one_each(mentions(_pieces(unit.bodies), known), unit, known)
    named = _title(titles, known)
    telling = [one for one in named if not is_umbrella(one.quote)]
    bought = _classes(unit, telling, known)
    listed = _body(bodies, bought, known, titled=bool(telling))
    named = _without_places(named, listed)
    found = _once([*(_found(one, main=True) for one in named), *(_found(one) for one in listed)])
    out = {one.trade for one in (*titles, *bodies) if one.taken_out} - {one.trade for one in named}
    found = [one for one in found if one.trade not in out]
    if not found and unit.divided and unit.lot.cpv in {(), unit.notice.cpv}:
        return _trades(as_whole(unit), known)
    if all(is_building(one.trade) for one in found):
        found = _once([*found, *(one for one in _by_code(unit, known, bought) if one.trade not in out)])
    found = _merged(_builder(found, unit, (*titles, *bodies)))
    coded = [replace(one, cpv=one.cpv or code_of(one.trade, unit, known)) for one in found]
    return _with_main(coded, unit, known) or _subject(unit)


def _pieces(texts: Iterable[tuple[str, str]]) -> Iterable[Piece]:
    return (one for field, text in texts for one in pieces(field, text))


def _one_each(found: Sequence[Mention], unit: Unit, known: Known) -> tuple[Mention, ...]:
    """Of trades named by the very same words, the one the codes agree with best."""
    best: dict[tuple[int, int, str], Mention] = {}
    for one in found:
        key = (id(one.piece), one.at, one.quote)
        other = best.get(key)
        if other is None or agreement(one.trade, unit, known) > agreement(other.trade, unit, known):
            best[key] = one
    return tuple(best.values())


def _without_places(named: Sequence[Mention], listed: Sequence[Mention]) -> list[Mention]:
    """The title's trades without those that only say where, or that stand for all, where the trades are listed."""
    inside = {one.trade for one in listed if not names_place(one.trade)} - {one.trade for one in named}
    if len(inside) < 2:
        return list(named)
    return [
        one
        for one in named
        if not is_umbrella(one.quote)
        and (is_building(one.trade) or not names_place(one.trade) or _NEW.search(one.piece.text[: one.at]))
    ]


def _title(found: Sequence[Mention], known: Known) -> list[Mention]:
    """The trades the title asks for: what stands aside only where nothing else does, broad ones beside none."""
    asked = [one for one in found if one.asked]
    straight = [one for one in asked if not one.aside] or [one for one in asked if not names_place(one.trade)]
    narrow = [one for one in straight if not known.index.trades[one.trade].broad]
    advice = [one for one in narrow if "advice" in classes(known.index.trades[one.trade])]
    if advice and narrow[0] in advice:
        return advice
    buildings = [one for one in straight if is_building(one.trade)]
    return narrow if any(not is_building(one.trade) for one in narrow) else buildings or straight


def _classes(unit: Unit, named: Sequence[Mention], known: Known) -> frozenset[str]:
    """The classes the contract is bought in: by its title, else by its first code."""
    if named:
        first = named[0]
        trade = known.index.trades[first.trade]
        if "advice" in classes(trade) and not any(code.division == "45" for code in unit.cpv):
            return frozenset({"advice"})
        return frozenset(one for mention in named for one in classes(known.index.trades[mention.trade]))
    by_code = (stands_for(code, known) for code in unit.cpv[:CODES])
    found = frozenset(one for trade in by_code if trade for one in classes(known.index.trades[trade]))
    return found | ({"build"} if any(code.division == "45" for code in unit.cpv) else frozenset())


def _body(found: Sequence[Mention], bought: frozenset[str], known: Known, *, titled: bool) -> list[Mention]:
    """The trades the description asks for, of the classes the contract is bought in."""
    kept = []
    for one in found:
        trade = known.index.trades[one.trade]
        if not one.asked or says_nothing(one.trade) or (trade.broad and not is_building(one.trade)):
            continue
        if names_place(one.trade) and (one.aside or not one.piece.listed) and (titled or not is_building(one.trade)):
            continue
        if bought and not bought & classes(trade):
            continue
        if titled and not bought:
            continue
        kept.append(one)
    return kept


def _builder(found: list[_Found], unit: Unit, named: Sequence[Mention]) -> list[_Found]:
    """One need for a building of whatever kind; none where the trades inside it are named and no builder is asked."""
    buildings = [one for one in found if is_building(one.trade)]
    if not buildings:
        return found
    others = [one for one in found if not is_building(one.trade)]
    objects = [one for one in named if is_building(one.trade) and one.trade != "rehabilitering av bygg"]
    coded = any(
        code.code.startswith(("45210", "45211", "45212", "45213", "45214", "45215", "45216")) for code in unit.cpv
    )
    words = {form for _, text in (*unit.titles, *unit.bodies) for form in forms(text)}
    asked = bool(words & builder_words()) and (coded or bool(objects))
    if others and not asked:
        return others
    first = next((one for one in buildings if one.main), buildings[0])
    main = any(one.main for one in buildings) or bool(others)
    return [_Found(trade=BUILDER, quote=first.quote, cpv=first.cpv, main=main), *others]


def _by_code(unit: Unit, known: Known, bought: frozenset[str]) -> list[_Found]:
    """The trades the codes stand for, the first one's as main; several only where trades are bought together."""
    found: list[_Found] = []
    for place, code in enumerate(unit.cpv[:CODES]):
        trade = stands_for(code, known)
        if trade is None or (place and not (bought & classes(known.index.trades[trade]))):
            continue
        name = BUILDER if is_building(trade) else trade
        found.append(_Found(trade=name, quote=str(code), cpv=str(code), main=not place))
    return found


def _with_main(found: list[_Found], unit: Unit, known: Known) -> list[_Found]:
    """The main trades: the title's; else those called so; else the one the first code stands for, or the only one."""
    if any(one.main for one in found):
        return found
    mainly = {one.trade for one in found if one.mainly}
    first = known.branches.of(unit.cpv[0].code) if unit.cpv else {}
    coded = {one.trade for one in found if first.get(one.trade, 0.0) >= AGREES}
    chosen = mainly or coded or ({found[0].trade} if len(found) == 1 else set())
    return [replace(one, main=one.trade in chosen) for one in found]


def _merged(found: list[_Found]) -> list[_Found]:
    """Without the trades that whoever does another of them does as a matter of course; of two alike the first stays."""

    def implied(place: int, one: _Found) -> bool:
        return any(
            one.trade in also(other.trade) and (other.main or not one.main)
            for at, other in enumerate(found)
            if at != place and not (place < at and other.trade in also(one.trade))
        )

    return [one for place, one in enumerate(found) if not implied(place, one)]


def _subject(unit: Unit) -> list[_Found]:
    title = next((text for _, text in unit.titles), "")
    return [_Found(trade=title[:SUBJECT], quote=title[:SUBJECT], main=True)] if title else []


def _found(one: Mention, *, main: bool = False) -> _Found:
    return _Found(trade=one.trade, quote=one.quote, main=main, mainly=one.piece.mainly)


def _once(found: Iterable[_Found]) -> list[_Found]:
    first: dict[str, _Found] = {}
    for one in found:
        first.setdefault(one.trade, one)
    return list(first.values())


def _id(lot: str | None, name: str) -> str:
    return name if lot is None else f"{lot}: {name}"
