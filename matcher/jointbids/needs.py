"""A contract, or a lot of it, broken into what it takes: trades named by its words, else by its codes; requirements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matcher.jointbids import requirements
from matcher.jointbids.asked import WORKS, classes_of, of_body, of_title, without_places
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
)
from matcher.jointbids.wording import Piece, pieces, without_brackets
from matcher.text import forms
from model.jointbid import Need

MOST: Final = 20
"""Needs of one contract; what comes after lists everything."""

GENERAL: Final = ("bygging av bygg", "rehabilitering av bygg")
"""Trades of a builder whose words stand beside any other: "bygging av veg"."""

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
    named = of_title(titles, unit, known)
    plain = any(not is_building(one.trade) and not is_umbrella(one.trade, one.quote) for one in named)
    texts = [(field, without_brackets(text) if plain else text) for field, text in unit.bodies]
    bodies = _one_each(mentions(_pieces(texts), known), unit, known)
    telling = [one for one in named if not is_umbrella(one.trade, one.quote)]
    bought = classes_of(unit, telling, known)
    listed = of_body(bodies, bought, unit, known, titled=bool(telling), plain=plain)
    named = without_places(named, listed)
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


def _builder(found: list[_Found], unit: Unit, named: Sequence[Mention]) -> list[_Found]:
    """One need for a building of whatever kind; none where the trades inside it are named and no builder is asked."""
    buildings = [one for one in found if is_building(one.trade)]
    if not buildings:
        return found
    others = [one for one in found if not is_building(one.trade)]
    objects = [one for one in named if is_building(one.trade) and one.trade not in GENERAL]
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
    """
    The trades the codes stand for; several only where trades are bought together.

    A building, by a code or by the words, is the main one; else the first code's trade is.
    """
    found: list[_Found] = []
    for place, code in enumerate(unit.cpv[:CODES]):
        trade = stands_for(code, known)
        if trade is None or (place and not (code.division in WORKS and bought & classes(known.index.trades[trade]))):
            continue
        name = BUILDER if is_building(trade) else trade
        found.append(_Found(trade=name, quote=str(code), cpv=str(code), main=not place))
    if any(one.trade == BUILDER for one in found):
        return [replace(one, main=one.trade == BUILDER) for one in found]
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
    """Each trade once, and each word for one trade alone; words for all trades only where no other is named."""
    first: dict[str, _Found] = {}
    for one in found:
        if all(not _same_words(one, other) or one.cpv for other in first.values()):
            first.setdefault(one.trade, one)
    named = [one for one in first.values() if not is_umbrella(one.trade, one.quote)]
    return named or list(first.values())


def _same_words(one: _Found, other: _Found) -> bool:
    """Whether a trade is named by words that stand in the words of another: `pipeline` beside `main pipeline`."""
    return set(one.quote.casefold().split()) <= set(other.quote.casefold().split())


def _id(lot: str | None, name: str) -> str:
    return name if lot is None else f"{lot}: {name}"
