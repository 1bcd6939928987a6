"""
Competition law's light per pair and team.

Konkurranseloven § 10 and HR-2017-1229-A (Ski Taxi): a joint bid by firms that could each have bid is a restriction by
object, and more so where bids for parts are allowed. Different trades do not compete. The tool tells how much there is
to assess, never that something is lawful.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from matcher.jointbids import words
from model.jointbid import Light, Need, PairLight

_ORDER = (Light.GREEN, Light.AMBER, Light.RED)


def pairs(
    team: Sequence[str], trades: Mapping[str, frozenset[Need]], names: Mapping[str, str], *, parts: bool
) -> tuple[PairLight, ...]:
    """The light of every pair of a team; `trades` are the trades each covers, `parts` whether part-bids are allowed."""
    return tuple(_pair(one, other, trades, names, parts=parts) for one, other in combinations(team, 2))


def of_team(found: Sequence[PairLight]) -> Light:
    """A team's light is its worst pair's."""
    return max((pair.light for pair in found), key=_ORDER.index, default=Light.GREEN)


def _pair(
    one: str, other: str, trades: Mapping[str, frozenset[Need]], names: Mapping[str, str], *, parts: bool
) -> PairLight:
    shared = sorted(trades[one] & trades[other], key=lambda need: need.id)
    if not shared:
        light, sentence = Light.GREEN, words.GREEN
    elif parts:
        light, sentence = Light.RED, words.RED
    else:
        light, sentence = Light.AMBER, words.AMBER
    reason = sentence.format(one=names[one], other=names[other], needs=words.names(shared))
    return PairLight(members=(one, other), light=light, reason=reason)
