"""
What the cluster's own judgements teach of the weights themselves, beside each member's taste (matcher.learning).

The shipped coefficients are the starting point, and judgements pull them away only as far as they agree: a maximum a
posteriori estimate. It is used where it tells judgements of members it has not seen better than the shipped ones do,
each member held out in turn; else the shipped ones stay. It moves in steps, at 40 judgements and then at every
quarter more, so that one more judgement does not move every score of the cluster. Weights are everybody's: no
judgement can be read out of an explanation.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.coefficients import Coefficients, shipped
from matcher.regression import Prior, fit, points
from model.match import Judgement, Opinion

FEWEST: Final = 40
"""Judgements for or against from which the weights are looked at."""

FEWEST_EACH: Final = 8

FEWEST_MEMBERS: Final = 3
"""Members that must have judged: what one of them wants is its own taste."""

STEP: Final = 1.25

PULL: Final = 4.0
"""How hard the shipped weights hold: about as a judgement's loss at every point of distance."""

WORTH_IT: Final = 0.02
"""Log loss per judgement that must be saved on members held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A judged pair: whose, the signals' strengths at its best lot, and whether it was wanted."""

    member: str
    strengths: tuple[float, ...]
    wanted: bool


def used(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that count at this step, the oldest first; none below the first step."""
    told = sorted(
        (one for one in judgements if one.opinion is not Opinion.UNSURE),
        key=lambda one: (one.at, one.member, one.notice),
    )
    step = 0
    while (following := max(FEWEST, math.ceil(step * STEP))) <= len(told) and following > step:
        step = following
    return tuple(told[:step])


def name(scorer: str, judgements: Sequence[Judgement]) -> str:
    """What the scorer is called with these judgements (as `used` gives them): another name matches all anew."""
    if not judgements:
        return scorer
    told = "\n".join(f"{one.member} {one.notice} {one.opinion.value}" for one in judgements)
    return f"{scorer}+{len(judgements)}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}"


def refitted(examples: Sequence[Example]) -> Coefficients:
    """The coefficients these judged pairs teach, or the shipped ones where they teach nothing that holds."""
    wanted = sum(one.wanted for one in examples)
    members = sorted({one.member for one in examples})
    few = len(examples) < FEWEST or min(wanted, len(examples) - wanted) < FEWEST_EACH or len(members) < FEWEST_MEMBERS
    if few:
        return shipped()
    before = after = 0.0
    for member in members:
        learnt = _fit([one for one in examples if one.member != member])
        asked = [one for one in examples if one.member == member]
        before += sum(_loss(one, shipped()) for one in asked)
        after += sum(_loss(one, learnt) for one in asked)
    return _fit(examples) if (before - after) / len(examples) >= WORTH_IT else shipped()


def _fit(examples: Sequence[Example]) -> Coefficients:
    prior = Prior(centre=shipped(), pull=PULL, base_pull=PULL)
    return fit([one.strengths for one in examples], [one.wanted for one in examples], prior)


def _loss(one: Example, coefficients: Coefficients) -> float:
    odds = max(-30.0, min(30.0, points(one.strengths, coefficients)))
    return math.log1p(math.exp(-odds if one.wanted else odds))
