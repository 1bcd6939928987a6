"""Signals from the likeness of letters: what word by word would miss, compounds and other endings above all."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from matcher import grams
from matcher.reading import Field, LotReading, Rarity
from matcher.signals.finding import Context, Finding
from matcher.text import forms
from model.match import Quote
from model.member import Member

FLOOR: Final = 0.08
"""Cosine under which a likeness says nothing."""


def likeness(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The lot's text as a whole is written like one of the member's capabilities."""
    titles = " . ".join(field.text for field in lot.titles)
    text = f"{titles} . {titles} . {' '.join(field.text for field in lot.bodies)}"
    return _like(text, (*lot.titles, *lot.bodies), member, context.rarity, "Teksten ligner deres «{phrase}»")


def title_likeness(lot: LotReading, member: Member, context: Context) -> Finding | None:
    """The title is written like one of the member's capabilities."""
    text = " . ".join(field.text for field in lot.titles)
    return _like(text, lot.titles, member, context.rarity, "Tittelen ligner deres «{phrase}»")


def _like(text: str, fields: tuple[Field, ...], member: Member, rarity: Rarity, reason: str) -> Finding | None:
    phrases = [phrase for skill in member.capabilities for phrase in skill.phrases]
    if not phrases:
        return None
    whole = _vector(text, rarity)
    strength, phrase = max((grams.cosine(_vector(phrase, rarity), whole), phrase) for phrase in phrases)
    if strength < FLOOR:
        return None
    return Finding(strength=min(1.0, strength), reason=reason.format(phrase=phrase), quotes=_quote(fields, phrase))


def _quote(fields: tuple[Field, ...], phrase: str) -> tuple[Quote, ...]:
    """The one word most like the phrase."""
    wanted = {run for form in forms(phrase) for run in grams.runs(form)}
    best = max(
        (
            (len(wanted.intersection(grams.runs(token.form))), field, token)
            for field in fields
            for token in field.tokens
        ),
        key=lambda found: found[0],
        default=None,
    )
    if best is None or best[0] == 0:
        return ()
    _, field, token = best
    text = field.text[token.start : token.end]
    return (Quote(field=field.name, start=token.start, end=token.end, text=text),)


@lru_cache(maxsize=20_000)
def _vector(text: str, rarity: Rarity) -> Mapping[str, float]:
    return grams.vector(text, rarity.notices, rarity.runs)
