"""
What a member's own judgements teach about its taste, on top of what the scorer says of everyone.

Rocchio (1971): what was wanted and what was not make two centres, and a notice is moved by which it is nearer to. How
far is settled by the member's own judgements held out one by one; where that helps nothing, nothing is learnt. Only
the member's own judgements are read, so that none of them can surface with another, and with the judgements taken back
(by an "unsure") the taste is gone.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.rarity import Rarity
from matcher.terms import tokens
from matcher.understanding import LONGEST, class_of
from model.match import Judgement, Opinion
from model.notice import Notice

FEWEST: Final = 10
"""Judgements for or against from which a taste is learnt."""

FEWEST_EACH: Final = 2

PULLS: Final = (0.0, 1.0, 2.0, 3.0, 4.0)
"""Points between a notice wholly like the wanted and one wholly like the unwanted, that are tried."""

WORTH_IT: Final = 0.02
"""Log loss per judgement that a stronger pull must save on judgements held out."""

MOST: Final = 4.0
"""Points at full strength (see the signal's weight)."""

TITLE: Final = 2.0

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """Two centres and how far to go: `pull` points from the one to the other."""

    wanted: Vector
    unwanted: Vector
    pull: float

    def of(self, notice: Vector) -> float:
        """Points for (above 0) or against a notice."""
        return self.pull * (_likeness(notice, self.wanted) - _likeness(notice, self.unwanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A judged notice: its vector, what the scorer gave it, and whether it was wanted."""

    vector: Vector
    points: float
    wanted: bool


def vector(notice: Notice, rarity: Rarity) -> Vector:
    """A notice's words by how rare they are, and its CPV classes, of length one."""
    found: dict[str, float] = {}
    for text, counts in ((notice.title.best, TITLE), (notice.description.best[:LONGEST], 1.0)):
        for token in tokens(text):
            for leaf in token.leaves:
                found[leaf] = max(found.get(leaf, 0.0), counts * rarity.of(leaf))
    for code in notice.cpv:
        found[f"cpv {class_of(code.code)}"] = TITLE
    length = math.sqrt(math.fsum(weight * weight for weight in found.values()))
    return {word: weight / length for word, weight in found.items()} if length else {}


def examples(
    member: str,
    judgements: Iterable[Judgement],
    notices: Mapping[str, Notice],
    points: Mapping[str, float],
    rarity: Rarity,
) -> list[Example]:
    """One member's judged notices, "unsure" left out; `points` are the scorer's, by notice, without any taste."""
    return [
        Example(
            vector=vector(notices[one.notice], rarity),
            points=points.get(one.notice, 0.0),
            wanted=one.opinion is Opinion.WANTED,
        )
        for one in judgements
        if one.member == member and one.opinion is not Opinion.UNSURE and one.notice in notices
    ]


def taste(judged: Sequence[Example]) -> Taste | None:
    """What the judged notices teach; None while they are too few or teach nothing that holds on those held out."""
    wanted = sum(one.wanted for one in judged)
    if len(judged) < FEWEST or min(wanted, len(judged) - wanted) < FEWEST_EACH:
        return None
    losses = {pull: _held_out(judged, pull) for pull in PULLS}
    best = min(PULLS, key=lambda pull: (losses[pull] + WORTH_IT * (pull > 0), pull))
    return _taste(judged, best) if best else None


def _held_out(judged: Sequence[Example], pull: float) -> float:
    """Mean log loss of each judgement, told by all the others."""
    total = 0.0
    for position, one in enumerate(judged):
        learnt = _taste([*judged[:position], *judged[position + 1 :]], pull)
        odds = max(-30.0, min(30.0, one.points + learnt.of(one.vector)))
        total += math.log1p(math.exp(-odds if one.wanted else odds))
    return total / len(judged)


def _taste(judged: Sequence[Example], pull: float) -> Taste:
    wanted = _centre([one.vector for one in judged if one.wanted])
    unwanted = _centre([one.vector for one in judged if not one.wanted])
    return Taste(wanted=wanted, unwanted=unwanted, pull=pull)


def _centre(vectors: Sequence[Vector]) -> Vector:
    summed: dict[str, float] = {}
    for one in vectors:
        for word, weight in one.items():
            summed[word] = summed.get(word, 0.0) + weight
    length = math.sqrt(math.fsum(weight * weight for weight in summed.values()))
    return {word: weight / length for word, weight in summed.items()} if length else {}


def _likeness(one: Vector, other: Vector) -> float:
    return sum(one[word] * other[word] for word in sorted(one.keys() & other.keys()))
