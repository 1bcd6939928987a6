"""CPV codes of a contract and the trades they stand for."""

from typing import Final

from matcher.jointbids.units import Unit
from matcher.jointbids.vocabulary import Known
from matcher.trades import Trade
from model.cpv import Cpv

CODES: Final = 8
"""Codes of a contract that are weighed; what comes after lists everything."""

AGREES: Final = 0.7
"""How well a CPV code must agree with a trade to stand for it where no words do."""


def stands_for(code: Cpv, known: Known) -> str | None:
    """The trade a code stands for; of several that agree as well, the one with the nearest branch."""
    agreeing = known.branches.of(code.code)
    best = max(agreeing.values(), default=0.0)
    if best < AGREES:
        return None
    alike = [trade for trade, agrees in agreeing.items() if agrees == best]
    return min(alike, key=lambda trade: (-_nearest(code, known.index.trades[trade]), trade))


def _nearest(code: Cpv, trade: Trade) -> int:
    return max((branch.depth for branch in trade.cpv if code.within(branch)), default=0)


def agreement(trade: str, unit: Unit, known: Known) -> float:
    return max((known.branches.of(code.code).get(trade, 0.0) for code in unit.cpv[:CODES]), default=0.0)


def code_of(trade: str, unit: Unit, known: Known) -> str | None:
    """The unit's code that agrees best with a trade, where one does."""
    agreeing = [(known.branches.of(code.code).get(trade, 0.0), -place) for place, code in enumerate(unit.cpv[:CODES])]
    best, place = max(agreeing, default=(0.0, 0))
    return str(unit.cpv[-place]) if best >= AGREES else None
