"""
Whether a source has begun to leave fields out: a renamed field is a loss that no count shows.

Of the notices that came tonight, the share that has a field is compared with the share of those of the past 30 days
(notes on reliability: below 90 % of that mean the run is not complete).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from scipy.stats import binom

from model.form import FormType
from model.notice import Notice

ENOUGH: Final = 15
"""Notices on both sides from which shares are compared."""

BELOW: Final = 0.9
CHANCE: Final = 1e-3
"""And so small must the chance be that a night like the others looks so."""

FIELDS: Final[Mapping[str, Callable[[Notice], bool | None]]] = {
    "title": lambda notice: bool(notice.title),
    "description": lambda notice: bool(notice.description) or any(lot.description for lot in notice.lots),
    "buyer": lambda notice: bool(notice.buyers),
    "CPV code": lambda notice: bool(notice.cpv) or any(lot.cpv for lot in notice.lots),
    "place": lambda notice: bool(notice.places) or any(lot.places for lot in notice.lots),
    "deadline": lambda notice: notice.deadline is not None if notice.form_type is FormType.COMPETITION else None,
    "day of publication": lambda notice: notice.published is not None,
}
"""What is looked for; None where a notice needs no such field."""


def drift(tonight: Iterable[Notice], before: Iterable[Notice]) -> list[str]:
    """A sentence for every field that tonight's notices have far more seldom than those before."""
    now, then = list(tonight), list(before)
    return [sentence for name, has in FIELDS.items() if (sentence := _fallen(name, _seen(has, now), _seen(has, then)))]


def _seen(has: Callable[[Notice], bool | None], notices: Sequence[Notice]) -> list[bool]:
    return [found for notice in notices if (found := has(notice)) is not None]


def _fallen(name: str, now: Sequence[bool], then: Sequence[bool]) -> str | None:
    if len(now) < ENOUGH or len(then) < ENOUGH:
        return None
    share, usual = sum(now) / len(now), sum(then) / len(then)
    if share >= BELOW * usual or float(binom.cdf(sum(now), len(now), usual)) >= CHANCE:
        return None
    return f"{name}: {share:.0%} of tonight's {len(now)} notices have one, {usual:.0%} of those before; renamed?"
