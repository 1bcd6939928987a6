"""Likeness of texts by runs of three to five letters within words: compounds meet their parts without a dictionary."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from matcher.text import forms

_LENGTHS: Final = (3, 4, 5)
_LONGEST: Final = 3000
"""Characters of a text that are read: a long text's end repeats terms and addresses."""

_COMMON_WORDS: Final = """
drift vedlikehold vedlikehald service levering leveranse leveranser prosjekt tjeneste tjenester tenester arbeid
arbeider utstyr anlegg system systemer løsning løsninger produkter utførelse oppdrag bistand rammeavtale av og
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_COMMON_WEIGHT: Final = 0.25
"""What a word that stands in every trade's notices counts beside a trade's own: alone it must not carry a match."""


@lru_cache(maxsize=200_000)
def runs(form: str) -> tuple[str, ...]:
    """The letter runs of one word, its borders marked by blanks."""
    padded = f" {form} "
    return tuple(padded[start : start + size] for size in _LENGTHS for start in range(max(1, len(padded) - size + 1)))


def count(texts: Iterable[str]) -> Counter[str]:
    """How many of the texts hold each letter run."""
    held: Counter[str] = Counter()
    for text in texts:
        held.update({run for form in set(forms(text[:_LONGEST])) for run in runs(form)})
    return held


def vector(text: str, texts: int, held: Mapping[str, int]) -> dict[str, float]:
    """TF-IDF weights of a text's letter runs, of length one (tf dampened, idf smoothed as in scikit-learn)."""
    counted: dict[str, float] = {}
    for form in forms(text[:_LONGEST]):
        counts = _COMMON_WEIGHT if form in _COMMON else 1.0
        for run in runs(form):
            counted[run] = counted.get(run, 0.0) + counts
    weights = {
        run: math.log1p(number) * (1 + math.log((1 + texts) / (1 + held.get(run, 0))))
        for run, number in counted.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {run: weight / length for run, weight in weights.items()}


def cosine(short: Mapping[str, float], long: Mapping[str, float]) -> float:
    """0 where two vectors share nothing, 1 where they are the same."""
    return sum(short[run] * long[run] for run in sorted(short.keys() & long.keys()))
