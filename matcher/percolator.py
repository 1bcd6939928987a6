"""
Phrases of many members met by many texts at once: the phrases are indexed, the texts stream by.

Words are analysed once for each distinct form; slips of the pen are joined on the vocabulary (optimal string alignment
1, by the deletion neighbourhood of Mor and Fraenkel 1982); one sparse product gives the share of each phrase's weight
that each text holds; what passes is placed within a window. The cost grows with words and hits, not with pairs.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import OSA
from scipy import sparse

from matcher.phrases import LEAST_WEIGHT, RARE_FROM, WINDOW
from matcher.rarity import Rarity
from matcher.terms import STOP, taken_apart, tokens
from matcher.text import fold

ENOUGH: Final = 0.75
"""Share of a phrase's weight that a text must hold to be a candidate."""

FUZZY_FROM: Final = 7
"""Letters from which one slip is forgiven: shorter words differ by one letter and mean something else."""

TEXTS: Final = 500
"""Texts multiplied at a time; what bounds the memory."""

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that a text holds enough of, by their positions, and the share held."""

    phrase: int
    text: int
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate whose words stand together: the characters of the text they span."""

    phrase: int
    text: int
    share: float
    start: int
    end: int


class Percolator:
    """Phrases ready to meet texts."""

    def __init__(self, phrases: Sequence[str], rarity: Rarity) -> None:
        self._distinct = list(dict.fromkeys(phrases))
        position = {phrase: at for at, phrase in enumerate(self._distinct)}
        self._same = np.array([position[phrase] for phrase in phrases], dtype=np.int32)
        self._leaves: dict[str, int] = {}
        self._needed: list[frozenset[int]] = []
        rows: list[int] = []
        columns: list[int] = []
        weights: list[float] = []
        for row, phrase in enumerate(self._distinct):
            found = {leaf: max(rarity.of(leaf), LEAST_WEIGHT) for token in tokens(phrase) for leaf in token.telling}
            total = sum(found.values())
            if not found or max(found.values()) <= RARE_FROM:
                found = {}
            self._needed.append(frozenset(self._leaves.setdefault(leaf, len(self._leaves)) for leaf in found))
            for leaf, weight in found.items():
                rows.append(row)
                columns.append(self._leaves[leaf])
                weights.append(weight / total)
        shape = (len(self._distinct), max(1, len(self._leaves)))
        self._phrases: Any = sparse.csr_matrix((weights, (rows, columns)), shape=shape, dtype=np.float32)
        self._names = list(self._leaves)
        self._near = _deletions(self._leaves)
        self._forms: dict[str, tuple[int, ...]] = {}

    def candidates(self, texts: Sequence[str]) -> Iterator[Candidate]:
        """Every phrase that a text holds enough of, by text, whether or not its words stand together."""
        members: dict[int, list[int]] = defaultdict(list)
        for phrase, distinct in enumerate(self._same.tolist()):
            members[distinct].append(phrase)
        for text, distinct, share in self._shares(texts):
            for phrase in members[distinct]:
                yield Candidate(phrase, text, share)

    def count(self, texts: Sequence[str]) -> int:
        """How many candidates there are, without making them."""
        often = np.bincount(self._same, minlength=len(self._distinct))
        return int(sum(often[found.indices].sum() for _, found in self._products(texts)))

    def places(self, texts: Sequence[str]) -> Iterator[tuple[int, Place]]:
        """
        The candidates whose words stand within a window, each distinct phrase once, with how many ask for it.

        Phrases are told by their position among the distinct ones (`distinct`).
        """
        often = np.bincount(self._same, minlength=len(self._distinct))
        last = -1
        where: dict[int, list[int]] = {}
        spans: list[tuple[int, int]] = []
        for text, distinct, share in self._shares(texts):
            if text != last:
                last, (where, spans) = text, self._positions(texts[text])
            span = _window([where[leaf] for leaf in self._needed[distinct] if leaf in where])
            if span is not None:
                start, end = spans[span[0]][0], spans[span[1]][1]
                yield int(often[distinct]), Place(distinct, text, share, start, end)

    @property
    def distinct(self) -> Sequence[str]:
        """The phrases, each once."""
        return self._distinct

    def _shares(self, texts: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        for start, found in self._products(texts):
            for row in range(found.shape[0]):
                low, high = found.indptr[row], found.indptr[row + 1]
                columns, shares = found.indices[low:high].tolist(), found.data[low:high].tolist()
                for distinct, share in zip(columns, shares, strict=True):
                    yield start + row, distinct, share

    def _products(self, texts: Sequence[str]) -> Iterator[tuple[int, Any]]:
        """Texts by phrases, a block of texts at a time, with the shares that are enough."""
        for start in range(0, len(texts), TEXTS):
            block = texts[start : start + TEXTS]
            indices: list[int] = []
            ends = [0]
            for text in block:
                held: set[int] = set()
                for form in set(_WORD.findall(_folded(text))):
                    held.update(self._read(form))
                indices.extend(sorted(held))
                ends.append(len(indices))
            ones = np.ones(len(indices), dtype=np.float32)
            shape = (len(block), self._phrases.shape[1])
            held_by: Any = sparse.csr_matrix((ones, indices, ends), shape=shape)
            found = (held_by @ self._phrases.T).tocsr()
            found.data[found.data < ENOUGH] = 0
            found.eliminate_zeros()
            yield start, found

    def _positions(self, text: str) -> tuple[dict[int, list[int]], list[tuple[int, int]]]:
        """Where each leaf stands, counted in words, and the characters of each word."""
        where: dict[int, list[int]] = defaultdict(list)
        spans = []
        for at, found in enumerate(_WORD.finditer(text)):
            spans.append(found.span())
            for leaf in self._read(_folded(found[0])):
                where[leaf].append(at)
        return where, spans

    def _read(self, form: str) -> tuple[int, ...]:
        """The leaves of phrases that a word holds: its own, its parts', or one a slip of the pen away."""
        known = self._forms.get(form)
        if known is None:
            known = self._forms[form] = () if form in STOP or form.isdigit() else self._meant(form)
        return known

    def _meant(self, form: str) -> tuple[int, ...]:
        whole, parts = taken_apart(form)
        found = {self._leaves[leaf] for leaf in (whole, *parts) if leaf in self._leaves}
        if not found and len(whole) >= FUZZY_FROM:
            near = {leaf for key in (whole, *_shortened(whole)) for leaf in self._near.get(key, ())}
            found = {at for at in near if OSA.distance(whole, self._names[at], score_cutoff=1) <= 1}
        return tuple(sorted(found))


def _folded(text: str) -> str:
    """As `text.fold`; a text in NFC without invisible characters is only case folded, letter for letter."""
    lowered = text.lower()
    if len(lowered) == len(text) and unicodedata.is_normalized("NFC", text) and text.isprintable():
        return lowered
    return fold(text)


def _deletions(leaves: dict[str, int]) -> dict[str, list[int]]:
    """Every long leaf under itself and under itself with one letter left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for leaf, at in leaves.items():
        if len(leaf) >= FUZZY_FROM and leaf.isalpha():
            for key in (leaf, *_shortened(leaf)):
                found[key].append(at)
    return found


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _window(positions: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """The narrowest stretch of words that holds one position of each list, where it is narrow enough."""
    if not positions:
        return None
    if len(positions) == 1:
        return positions[0][0], positions[0][0]
    merged = sorted((at, which) for which, found in enumerate(positions) for at in found)
    best: tuple[int, int] | None = None
    latest: dict[int, int] = {}
    for at, which in merged:
        latest[which] = at
        if len(latest) == len(positions):
            first = min(latest.values())
            if best is None or at - first < best[1] - best[0]:
                best = (first, at)
    return best if best is not None and best[1] - best[0] <= WINDOW else None
