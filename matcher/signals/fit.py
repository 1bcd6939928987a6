"""Signals from what else is known: the kind of work, the likeness of letters, region, size."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from matcher import grams, work
from matcher.profiles import MemberReading
from matcher.rarity import Rarity
from matcher.reading import Field, LotReading
from matcher.signals.finding import Context, Finding
from matcher.text import forms
from model.match import Quote
from model.nuts import ANYWHERE

FLOOR: Final = 0.08
"""Cosine under which a likeness says nothing."""

READ: Final = 600
"""Characters of a description whose letters are compared."""


def kind_of_work(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The title asks for the kind of work the member does (works, goods, advice, courses…), or for another kind."""
    del context
    if not lot.title_work or not member.work:
        return None
    speaking = [trade for trade in member.work if trade in lot.title_trades or trade in lot.body_trades]
    kinds: dict[str, float] = {}
    for trade in speaking or member.work:
        for kind, share in member.work[trade].items():
            kinds[kind] = max(kinds.get(kind, 0.0), share)
    strength = work.agreement(dict.fromkeys(lot.title_work, 1.0), kinds) - work.UNKNOWN
    named = max(lot.title_work, key=lambda kind: (work.agreement({kind: 1.0}, kinds), kind))
    like = "som dere driver med" if strength > 0 else "en annen slags oppdrag enn deres"
    return Finding(strength=strength, reason=f"Tittelen ber om {work.NAMES[named]}, {like}")


def likeness(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The lot's text as a whole is written like one of the member's phrases, letter by letter."""
    titles = " . ".join(field.text for field in lot.titles)
    whole = _vector(f"{titles} . {titles} . {' '.join(field.text for field in lot.bodies)[:READ]}", context.rarity)
    strength, phrase = max(
        ((grams.cosine(_vector(one.text, context.rarity), whole), one.text) for one in member.telling),
        default=(0.0, ""),
    )
    if strength < FLOOR:
        return None
    quotes = _quote((*lot.titles, *lot.bodies), phrase)
    return Finding(strength=min(1.0, strength), reason=f"Teksten ligner deres «{phrase}»", quotes=quotes)


def region(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The work is done where the member works, near it, or elsewhere; a place that is not fixed speaks neither way."""
    del context
    here = [place.nuts for place in lot.places if place.nuts is not None]
    mine = member.member.regions
    if not mine or not here or any(place.anywhere in ANYWHERE for place in lot.places):
        return None
    inside = [place for place in here if any(place.overlaps(one) for one in mine)]
    if inside:
        return Finding(strength=1, reason=f"Arbeidet er i {inside[0].name}, der dere arbeider")
    near = [place for place in here if any(place.code[:4] == one.code[:4] for one in mine)]
    if near:
        return Finding(strength=-0.3, reason=f"Arbeidet er i {near[0].name}, nabofylke til deres område")
    return Finding(strength=-1, reason=f"Arbeidet er i {here[0].name}, utenfor deres område")


def size(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The contract's value lies outside what the member takes."""
    del context
    worth = lot.lot.worth or (lot.notice.worth if len(lot.notice.biddable) == 1 else None)
    takes = member.member.value_range
    if takes is None or worth is None or takes.holds(worth) is not False:
        return None
    below = takes.minimum is not None and worth.amount < takes.minimum
    return Finding(strength=-1, reason=f"Verdien er {'under' if below else 'over'} det dere tar på dere alene")


def _quote(fields: tuple[Field, ...], phrase: str) -> tuple[Quote, ...]:
    """The one word most like the phrase."""
    wanted = {run for form in forms(phrase) for run in grams.runs(form)}
    best: tuple[int, Field, int] | None = None
    for field in fields:
        for at, token in enumerate(field.tokens):
            form = field.text[token.start : token.end].casefold()
            shared = len(wanted.intersection(grams.runs(form)))
            if shared and (best is None or shared > best[0]):
                best = (shared, field, at)
    return () if best is None else (best[1].quote(best[2], best[2]),)


@lru_cache(maxsize=4_000)
def _vector(text: str, rarity: Rarity) -> Mapping[str, float]:
    return grams.vector(text, rarity.notices, rarity.runs)
