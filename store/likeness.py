"""Likeness: how much two notices under different names look like the same one, and why, in words for the leader."""

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from model.form import FormType
from model.notice import Notice
from model.organisation import Organisation

LEAST: Final = 70.0
"""Below this no one is asked: a like title alone (60 at most) is common among a buyer's yearly purchases."""

_TITLE, _BUYER, _NAME, _LIMIT, _VALUE, _CPV = 60.0, 20.0, 12.0, 15.0, 10.0, 5.0  # points; all agree: over 100, cut
_MOVED = 25.0  # taken off where both state a time limit and the days differ
_LIKE_NAME = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like, 0 to 100, and the reason in Norwegian."""

    score: float
    reason: str


def likeness(one: Notice, other: Notice) -> Likeness | None:
    """
    What speaks for the two being the same notice; None where something speaks plainly against it, or too little for.

    A pure, symmetric function: both orders give the same score.
    """
    if not _same_stage(one, other):
        return None
    buyer = _buyer(one, other)
    if buyer is None:
        return None
    title = titles_alike(one.title.best, other.title.best)
    found = [(title / 100 * _TITLE, f"titlene er {title:.0f} % like"), buyer, _limit(one, other)]
    worth = one.worth
    if worth is not None and worth == other.worth:
        found.append((_VALUE, f"samme verdi ({worth.amount:,.0f} {worth.currency})".replace(",", " ")))
    if {code.code for code in one.cpv} & {code.code for code in other.cpv}:
        found.append((_CPV, "samme CPV-kode"))
    score = max(0.0, min(100.0, sum(points for points, _ in found)))
    if score < LEAST:
        return None
    reasons = "; ".join(words for points, words in found if words and points)
    return Likeness(score=round(score, 1), reason=f"{reasons[:1].upper()}{reasons[1:]}")


def titles_alike(one: str, other: str) -> float:
    """Likeness of two titles, 0 to 100, whatever the order and case of their words; nothing is like an empty one."""
    mine, theirs = one.casefold().strip(), other.casefold().strip()
    return float(fuzz.token_sort_ratio(mine, theirs)) if mine and theirs else 0.0


def _same_stage(one: Notice, other: Notice) -> bool:
    forms = {one.form_type, other.form_type} - {FormType.UNKNOWN}
    return len(forms) < 2


def _buyer(one: Notice, other: Notice) -> tuple[float, str] | None:
    """Points for the same buyer; None where both give numbers and share none."""
    mine, theirs = ({buyer.orgnr for buyer in notice.buyers if buyer.orgnr} for notice in (one, other))
    if mine & theirs:
        return _BUYER, f"samme oppdragsgiver ({_named(one.buyers, min(mine & theirs))})"
    if mine and theirs:
        return None
    names = [(fuzz.token_sort_ratio(a.name.casefold(), b.name.casefold()), a) for a in one.buyers for b in other.buyers]
    best = max((ratio for ratio, _ in names), default=0.0)
    if best >= _LIKE_NAME:
        return _NAME, f"oppdragsgiverne har like navn ({min(a.name for ratio, a in names if ratio == best)})"
    return 0.0, ""


def _named(buyers: tuple[Organisation, ...], orgnr: str) -> str:
    return next(buyer.name or orgnr for buyer in buyers if buyer.orgnr == orgnr)


def _limit(one: Notice, other: Notice) -> tuple[float, str]:
    mine, theirs = one.deadline, other.deadline
    if mine is None or theirs is None:
        return 0.0, ""
    if mine.at.date() == theirs.at.date():
        return _LIMIT, f"samme frist ({mine.at.date().isoformat()})"
    return -_MOVED, f"men ulik frist ({mine.at.date().isoformat()} og {theirs.at.date().isoformat()})"
