"""CPV codes of a contract and the trades they stand for."""

from typing import Final

from matcher.jointbids.units import Unit
from matcher.jointbids.vocabulary import Known, trade_of
from matcher.trades import Trade
from model.cpv import Cpv

CODES: Final = 8
"""Codes of a contract that are weighed; what comes after lists everything."""

NARROW: Final = 4
"""Digits from which on a branch tells a trade."""

AGREES: Final = 0.7
"""How well a CPV code must agree with a trade to stand for it where no words do."""


def stands_for(code: Cpv, known: Known) -> str | None:
    """
    The trade a code stands for: the one with the narrowest branch around it, in which that branch comes first.

    A code wider than every branch stands for the trade it agrees with best; one that agrees with none, for none.
    """
    told = trade_of(code.code)
    if told is not None:
        return told
    agreeing = known.branches.of(code.code)
    around = {trade: place for trade in agreeing if (place := _around(code, known.index.trades[trade])) is not None}
    if around:
        return min(around, key=lambda trade: (around[trade], trade))
    best = max(agreeing.items(), key=lambda pair: pair[1], default=("", 0.0))
    return best[0] if best[1] >= AGREES else None


def _around(code: Cpv, trade: Trade) -> tuple[int, int, int] | None:
    """How near a trade's branch lies around a code, the least the nearest; None where none of NARROW digits does."""
    near = sum(branch.code[:NARROW] == code.code[:NARROW] for branch in trade.cpv)
    found = [
        (-branch.depth, place, -near)
        for place, branch in enumerate(trade.cpv)
        if branch.depth >= NARROW and code.within(branch)
    ]
    return min(found, default=None)


def agreement(trade: str, unit: Unit, known: Known) -> float:
    return max((known.branches.of(code.code).get(trade, 0.0) for code in unit.cpv[:CODES]), default=0.0)


def code_of(trade: str, unit: Unit, known: Known) -> str | None:
    """The unit's code that agrees best with a trade, where one does."""
    agreeing = [(known.branches.of(code.code).get(trade, 0.0), -place) for place, code in enumerate(unit.cpv[:CODES])]
    best, place = max(agreeing, default=(0.0, 0))
    return str(unit.cpv[-place]) if best >= AGREES else None
