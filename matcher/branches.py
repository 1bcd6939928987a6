"""Where trades stand in CPV: how well a code agrees with a trade's branches, and which trades are kinds of others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from matcher.trades import Trade
from model.cpv import Cpv

SHARED: Final = {2: 0.1, 3: 0.4, 4: 0.75}
"""How well a code agrees with a branch by the digits they share; five and more agree fully."""

INSIDE: Final = {2: 0.3, 3: 0.7, 4: 0.9}
"""How well a code agrees that lies in the branch, by the branch's depth: `45000000` says little."""

ABOVE: Final = {2: 0.35, 3: 0.55, 4: 0.8}
"""How well a code agrees that is wider than the branch, by the code's depth."""

LATER: Final = 0.15
"""How fast a trade's further branches count less than its first."""


class Branches:
    """CPV branches of trades; what is asked of a code is kept."""

    def __init__(self, trades: Iterable[Trade]) -> None:
        self.trades = {trade.name: trade for trade in trades}
        self._by_prefix: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
        for trade in self.trades.values():
            for place, branch in enumerate(trade.cpv):
                fades = (1 + place) ** -LATER
                for depth in range(2, branch.depth + 1):
                    self._by_prefix[branch.code[:depth]][trade.name].append((branch.depth, fades))
        self._known: dict[str, Mapping[str, float]] = {}

    def of(self, code: str) -> Mapping[str, float]:
        """Every trade that a code agrees with, the best agreement (0-1) first."""
        found = self._known.get(code)
        if found is None:
            found = self._known[code] = self._agreements(code)
        return found

    def _agreements(self, code: str) -> Mapping[str, float]:
        depth = Cpv(code).depth
        best: dict[str, float] = {}
        for shared in range(2, depth + 1):
            for trade, branches in self._by_prefix.get(code[:shared], {}).items():
                agrees = max(_agreement(shared, depth, branch) * fades for branch, fades in branches)
                best[trade] = max(best.get(trade, 0.0), agrees)
        return dict(sorted(best.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """For each trade the four-digit CPV groups it is bought under."""
        return {name: frozenset(branch.code[:4] for branch in trade.cpv) for name, trade in self.trades.items()}

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """For each trade the others that are kinds of it: their first branch lies within its first."""
        firsts = {trade.name: trade.cpv[0] for trade in self.trades.values() if trade.cpv}
        return {
            name: frozenset(
                other
                for other, narrow in firsts.items()
                if other != name and narrow.depth > wide.depth and narrow.within(wide)
            )
            for name, wide in firsts.items()
        }


def _agreement(shared: int, code: int, branch: int) -> float:
    agrees = SHARED.get(shared, 1.0)
    if shared >= branch:
        agrees = max(agrees, INSIDE.get(branch, 1.0))
    if shared >= code and code < branch:
        agrees = max(agrees, ABOVE.get(code, 1.0))
    return agrees
