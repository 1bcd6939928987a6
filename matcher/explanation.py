"""A match told in at most three sentences of plain Norwegian: why, why not, and how near."""

from typing import Final

from matcher.evaluation import THRESHOLD
from model.match import Evidence, Match

SENTENCES: Final = 3

SLIGHT: Final = 0.1
"""Points that are not worth a sentence."""

NEAR: Final = 30.0
"""From here up to the alert threshold a match is a near miss."""

NOTHING: Final = "Ingen ord, ingen fag og ingen CPV-kode peker mot medlemmet."


def sentences(match: Match) -> tuple[str, ...]:
    """
    What weighs most: for an alert two reasons for and the strongest against, otherwise two against and the best for.

    A pair that a gate ruled out is told by the gate alone.
    """
    if match.excluded is not None:
        return (f"{match.excluded}.",)
    speaking = [one for one in match.evidence if one.signal != "base" and abs(one.points) >= SLIGHT]
    reasons_for = sorted((one for one in speaking if one.points > 0), key=_weight)
    against = sorted((one for one in speaking if one.points < 0), key=_weight)
    if match.score >= THRESHOLD:
        told = [*map(_plain, reasons_for[: SENTENCES - len(against[:1])]), *map(_against, against[:1])]
    else:
        told = [*map(_against, against[: SENTENCES - len(reasons_for[:1])]), *map(_for, reasons_for[:1])]
    return tuple(dict.fromkeys(told)) or (NOTHING,)


def is_near_miss(match: Match) -> bool:
    """Whether a match is just under the alert threshold."""
    return match.excluded is None and NEAR <= match.score < THRESHOLD


def _weight(one: Evidence) -> tuple[float, str]:
    return -abs(one.points), one.signal


def _plain(one: Evidence) -> str:
    return f"{one.reason}."


def _against(one: Evidence) -> str:
    return f"Imot: {one.reason}."


def _for(one: Evidence) -> str:
    return f"For: {one.reason}."
