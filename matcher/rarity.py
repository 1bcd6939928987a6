"""How rare the words of notices are, counted once over the notices at hand."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matcher import grams, language
from matcher.terms import COMMON, tokens
from model.notice import Notice

COMMON_AT_MOST: Final = 0.12
"""What a word of every trade (drift, levering, utstyr) may weigh, however rare it is in a small file."""

ADJECTIVE_AT_MOST: Final = 0.24
"""What an adjective (elektrisk, mekanisk) may weigh: it narrows a thing and names none."""

UNSEEN: Final = 50
"""Notices added to those counted, holding no word: with few notices read, no word is called common."""

_ADJECTIVES: Final = language.words("adjectives")


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """How many of the notices read hold a word and a run of letters. Compared by identity, to be a cache key."""

    notices: int
    holding: Mapping[str, int]
    runs: Mapping[str, int] = field(default_factory=dict)

    def of(self, leaf: str) -> float:
        """0 for a word in every notice, about 1 for one in hardly any; trades' words lie above one half."""
        seen, read = self.holding.get(leaf, 0), self.notices + UNSEEN
        rare = math.log((read + 1) / (seen + 1)) / math.log(read + 1)
        if leaf in COMMON:
            return min(rare, COMMON_AT_MOST)
        if leaf in _ADJECTIVES or (leaf.endswith("isk") and len(leaf) > 5):
            return min(rare, ADJECTIVE_AT_MOST)
        return rare


def learn(notices: Iterable[Notice]) -> Rarity:
    """Count the words of these notices' texts."""
    holding: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    number = 0
    for notice in notices:
        number += 1
        texts = [notice.title.best, notice.description.best, *(lot.title.best for lot in notice.biddable)]
        holding.update({word for text in texts for token in tokens(text) for word in (token.whole, *token.parts)})
        runs.update(grams.count([" ".join(texts)]).keys())
    return Rarity(number, holding, runs)
