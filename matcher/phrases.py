"""Finding a phrase in a field: on words and their parts, within a window, weighted by how rare each word is."""

from dataclasses import dataclass
from typing import Final

from matcher.rarity import Rarity
from matcher.reading import Field
from matcher.terms import tokens

WINDOW: Final = 8
"""Words within which a phrase's words must stand to be one phrase."""

LEAST_WEIGHT: Final = 0.03

RARE_FROM: Final = 0.15
"""Rarity of a found word up to which it carries nothing by itself."""

RARE_ENOUGH: Final = 0.4
"""How much more makes it carry all it can."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to name a capability: its words with the parts each falls into, and how much each part weighs."""

    text: str
    words: tuple[tuple[str, tuple[str, ...]], ...]
    weights: dict[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: how strongly (0-1), and where its words stand."""

    phrase: str
    strength: float
    field: str
    start: int
    end: int
    text: str


def phrase(text: str, rarity: Rarity) -> Phrase:
    """Read a phrase of a profile."""
    words = tuple((token.whole, token.telling) for token in tokens(text))
    weights = {leaf: max(rarity.of(leaf), LEAST_WEIGHT) for _, leaves in words for leaf in leaves}
    return Phrase(text, words, weights, sum(weights.values()) or 1.0)


def find(wanted: Phrase, field: Field) -> Hit | None:
    """The phrase's best place in a field, or None where too little of it is there or all of it is common."""
    places: list[tuple[int, str, float]] = []
    for whole, leaves in wanted.words:
        if len(leaves) > 1 and whole in field.wholes:
            places.extend((at, leaf, weight) for at, weight in field.wholes[whole] for leaf in leaves)
        places.extend((at, leaf, weight) for leaf in leaves for at, weight in field.leaves.get(leaf, ()))
    if not places:
        return None
    places.sort()
    best, first, last = 0.0, 0, 0
    for start in range(len(places)):
        held: dict[str, float] = {}
        end = start
        for position in range(start, len(places)):
            at, leaf, weight = places[position]
            if at - places[start][0] > WINDOW:
                break
            if weight > held.get(leaf, 0.0):
                held[leaf] = weight
                end = position
        strength = _strength(wanted, held)
        if strength > best:
            best, first, last = strength, places[start][0], places[end][0]
    if best <= 0:
        return None
    start_at, end_at = field.tokens[first].start, field.tokens[last].end
    return Hit(wanted.text, best, field.name, start_at, end_at, field.text[start_at:end_at])


def _strength(wanted: Phrase, held: dict[str, float]) -> float:
    """The share of the phrase's weight found, times how rare its rarest found word is."""
    share = sum(wanted.weights[leaf] * weight for leaf, weight in held.items()) / wanted.total
    rarest = max(wanted.weights[leaf] for leaf in held)
    return share * max(0.0, min(1.0, (rarest - RARE_FROM) / RARE_ENOUGH))
