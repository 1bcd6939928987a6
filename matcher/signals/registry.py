"""
All signals. Those that were fitted on judged pairs have their weights in matcher/data/coefficients.json; those nobody
judged (place, size, certificates, the buyer's history) are set here by hand.

To add one: a function in this folder, one line here, one case in tests/matcher/cases/; then `python -m matcher.fit`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from matcher.coefficients import Coefficients
from matcher.learning import MOST
from matcher.profiles import MemberReading
from matcher.reading import LotReading
from matcher.signals import branch, fit, taste, trade, words
from matcher.signals.finding import Context, Finding

Signal = Callable[[LotReading, MemberReading, Context], Finding | None]

GATES: Final[tuple[Signal, ...]] = (words.excluded_words, words.missing_words)

FITTED: Final[tuple[Signal, ...]] = (
    words.words_in_title,
    words.words_in_description,
    trade.trade_in_title,
    trade.trade_in_description,
    trade.further_trades,
    trade.related_trade,
    trade.other_trade,
    branch.cpv_branch,
    branch.cpv_of_trade,
    branch.cpv_of_other_trade,
    branch.cpv_far,
    branch.cpv_wide,
    branch.cpv_understood,
    fit.kind_of_work,
    fit.likeness,
)

BY_HAND: Final[tuple[tuple[Signal, float], ...]] = (
    (words.certificates, 0.4),
    (fit.region, 0.6),
    (fit.size, 0.8),
    (branch.buyer_history, 0.2),
    (taste.taste, MOST),
)

SUBJECT: Final[Mapping[Signal, float]] = {
    trade.trade_in_title: 0.0,
    words.words_in_title: 0.0,
    branch.cpv_branch: 0.25,
    branch.cpv_of_trade: 0.25,
    trade.trade_in_description: 0.0,
    words.words_in_description: 0.0,
}
"""Signals of which one must speak, more strongly than this: what else there is makes no match by itself."""


@lru_cache(maxsize=16)
def weighted(coefficients: Coefficients) -> tuple[tuple[Signal, float], ...]:
    """Every signal that says something, with its weight."""
    weights = coefficients.weights
    fitted = tuple((signal, weights[signal.__name__]) for signal in FITTED if weights.get(signal.__name__))
    return (*fitted, *BY_HAND)


def speaks(lot: LotReading, member: MemberReading, context: Context) -> bool:
    """Whether anything of the subject speaks for the pair; the cheap signals are asked first."""
    for signal, least in SUBJECT.items():
        finding = signal(lot, member, context)
        if finding is not None and finding.strength > least:
            return True
    return False
