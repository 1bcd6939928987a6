"""Trades recognised in a text: by their words as a whole, inside compounds, or spread over neighbouring words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.terms import COMMON, Token, tokens
from matcher.trades import Trade

NEIGHBOURS: Final = 3
"""Words between which the words of one term may stand."""

AS_HEAD: Final = 0.9
"""What a term counts as the head of a longer compound (maling in industrimaling)."""

BEFORE_COMMON: Final = 0.95
"""What it counts before a head that says nothing (ventilasjon in ventilasjonsanlegg)."""

AS_MODIFIER: Final = 0.4
"""What it counts before a head of its own (ventilasjon in ventilasjonsfilter)."""

SPREAD: Final = 0.8
"""What a compound counts whose parts stand as words of their own."""

HOLDS: Final = 0.7
"""A trade found with this much holds its words: a shorter one inside them is not meant."""


@dataclass(frozen=True, slots=True)
class Named:
    """A trade named in a text: how surely (0-1), and from which token to which."""

    trade: str
    strength: float
    first: int
    last: int
    size: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    trade: str
    words: tuple[Token, ...]

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(leaf for word in self.words for leaf in word.leaves)


class TradeIndex:
    """Finds trades in tokens; built once from the trades, answers kept per text."""

    def __init__(self, trades: Iterable[Trade]) -> None:
        self.trades = {trade.name: trade for trade in trades}
        terms = [
            _Term(trade.name, found)
            for trade in self.trades.values()
            for word in (trade.name, *trade.words)
            if (found := tokens(word)) and not _common(found)
        ]
        frequency: dict[str, int] = defaultdict(int)
        for term in terms:
            for leaf in set(term.leaves):
                frequency[leaf] += 1
        self._by_leaf: dict[str, list[_Term]] = defaultdict(list)
        self._by_whole: dict[str, list[_Term]] = defaultdict(list)
        for term in dict.fromkeys(terms):
            key = min(set(term.leaves), key=lambda leaf: (leaf in COMMON, frequency[leaf], leaf))
            self._by_leaf[key].append(term)
            if len(term.words) == 1:
                self._by_whole[term.words[0].whole].append(term)
        self._known: dict[tuple[Token, ...], tuple[Named, ...]] = {}

    def find(self, read: tuple[Token, ...]) -> tuple[Named, ...]:
        """The trades named, each at its best place, surest first; a trade inside the words of a longer one is not."""
        found = self._known.get(read)
        if found is None:
            if len(self._known) > 50_000:
                self._known.clear()
            found = self._known[read] = self._find(read)
        return found

    def _find(self, read: Sequence[Token]) -> tuple[Named, ...]:
        every = list(dict.fromkeys(self._hits(read)))
        held = [one for one in every if one.strength >= HOLDS]
        standing = [one for one in every if not any(_inside(one, other) for other in held)]
        best: dict[str, Named] = {}
        for one in standing:
            known = best.get(one.trade)
            if known is None or _rank(one) > _rank(known):
                best[one.trade] = one
        return tuple(sorted(best.values(), key=lambda one: (-one.strength, -one.size, one.first, one.trade)))

    def _hits(self, read: Sequence[Token]) -> Iterator[Named]:
        for position, token in enumerate(read):
            for term in self._by_whole.get(token.whole, ()):
                yield Named(term.trade, 1.0, position, position, len(term.leaves), token.aside)
            for leaf in dict.fromkeys(token.leaves):
                for term in self._by_leaf.get(leaf, ()):
                    hit = _fits(term, read, position)
                    if hit is not None:
                        yield hit


def _common(term: tuple[Token, ...]) -> bool:
    """Whether nothing is left of a term but one common word: "bistand ved anskaffelser"."""
    return len(term) == 1 and not term[0].parts and term[0].whole in COMMON


def _rank(one: Named) -> tuple[bool, float, int, int]:
    return not one.aside, one.strength, one.size, -one.first


def _inside(one: Named, other: Named) -> bool:
    return other.first <= one.first and one.last <= other.last and other.size > one.size and other.trade != one.trade


def _fits(term: _Term, read: Sequence[Token], position: int) -> Named | None:
    low, high = max(0, position - NEIGHBOURS), min(len(read), position + NEIGHBOURS + 1)
    weakest, places = 1.0, []
    for word in term.words:
        best = max(((_same(word, read[at]), -abs(at - position), at) for at in range(low, high)), default=(0.0, 0, 0))
        if best[0] > 0:
            weakest = min(weakest, best[0])
            places.append(best[2])
            continue
        spread = _spread(word, read, low, high)
        if spread is None:
            return None
        weakest = min(weakest, SPREAD)
        places.extend(spread)
    return Named(term.trade, weakest, min(places), max(places), len(term.leaves), read[min(places)].aside)


def _same(wanted: Token, token: Token) -> float:
    """How much of a wanted word one token is."""
    if wanted.whole == token.whole or (wanted.parts and wanted.parts == token.parts):
        return 1.0
    leaves, parts = wanted.leaves, token.parts
    if len(parts) <= len(leaves) and not (len(parts) == len(leaves) == 1):
        return 0.0
    if parts[-len(leaves) :] == leaves:
        return AS_HEAD
    for start in range(len(parts) - len(leaves)):
        if parts[start : start + len(leaves)] == leaves:
            rest = parts[start + len(leaves) :]
            return BEFORE_COMMON if all(part in COMMON for part in rest) else AS_MODIFIER
    return 0.0


def _spread(wanted: Token, read: Sequence[Token], low: int, high: int) -> list[int] | None:
    """Where a compound's parts stand as words of their own, all of them, close together."""
    if len(wanted.parts) < 2:
        return None
    places = []
    for part in wanted.parts:
        at = next((at for at in range(low, high) if _stands(part, read[at])), None)
        if at is None:
            return None
        places.append(at)
    return places if max(places) - min(places) < NEIGHBOURS else None


def _stands(part: str, token: Token) -> bool:
    """Whether a part is there: a common one (anlegg) must stand alone, not in another thing's compound."""
    return part == token.whole or (part in token.parts and part not in COMMON)
