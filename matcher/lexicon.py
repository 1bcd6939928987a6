"""Compounds taken apart by a measured rule (Koehn and Knight 2003) on a frequency lexicon; the whole word stays."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from matcher import language
from matcher.spelling import spelled
from matcher.stems import stem
from matcher.text import forms

SHORTEST_WORD: Final = 7
SHORTEST_PART: Final = 4
LONGEST_WORD: Final = 60
KEEP_MARGIN: Final = 0.5
"""A word stays whole when its own log frequency beats its parts' mean by this much."""

KNOWN: Final = 100
"""Occurrences a word of the hand-written list counts for."""

FURTHER_PART: Final = 0.2
"""What each part beyond two costs in mean log frequency: two known parts beat three."""

_LINKS: Final = ("", "s", "e")
_SHORT_PARTS: Final = language.words("short_parts")
_NO_PARTS: Final = language.words("no_parts")


_LANDMARK: Final = re.compile(
    r"(.{4,}?)((?:bru|bro|tunnel|skole|barnehage|sykehjem|hall|kirke|havn|kai|veg|gate|bygg|senter|stadion|idrettspark|"
    r"flyplass|stasjon|kraftverk|vannverk|renseanlegg|bad))(?:a|en|et|n)?$"
)


_CUPBOARD: Final = "skap"
"""An ending (medlemskap), but after a linking s or an e the thing itself (sikringsskap, fryseskap)."""


class Lexicon:
    """How often words occur, and from that how compounds fall apart. Answers are kept, each distinct word once."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._forms = counts
        stems: Counter[str] = Counter()
        for form, number in counts.items():
            stems[stem(form)] += number
        self._stems = stems
        self._known: dict[str, tuple[str, ...]] = {}

    def enriched(self, texts: Iterable[str]) -> "Lexicon":
        """A lexicon that has also counted the words of these texts."""
        counts = Counter(self._forms)
        counts.update(count(texts))
        return Lexicon(counts)

    @property
    def forms(self) -> Iterable[str]:
        """The words it has counted."""
        return self._forms.keys()

    def knows(self, form: str) -> bool:
        """Whether the word, or another form of it, has been counted."""
        return form in self._forms or stem(form) in self._stems

    def parts(self, form: str) -> tuple[str, ...]:
        """The stems of a compound's parts, its head last; () for a word that stays whole. `form` is spelled."""
        found = self._known.get(form)
        if found is None:
            found = self._known[form] = self._split(form)
        return found

    def _split(self, form: str) -> tuple[str, ...]:
        if not (SHORTEST_WORD <= len(form) <= LONGEST_WORD and form.isalpha()):
            return ()
        best = self._best(form, 3)
        if best is None:
            return self._named(form)
        mean, parts = best
        whole = max(self._forms.get(form, 0), self._stems.get(stem(form), 0))
        if whole and math.log(whole) > mean + KEEP_MARGIN:
            return ()
        return parts

    def _named(self, form: str) -> tuple[str, ...]:
        """A name before what it names (Tveitbrua, Berdalstunnelen), where the word as a whole is not known."""
        if self._forms.get(form) or self._stems.get(stem(form)):
            return ()
        found = _LANDMARK.match(form)
        return (found[1], stem(found[2])) if found else ()

    def _best(self, rest: str, most: int) -> tuple[float, tuple[str, ...]] | None:
        """The split with the highest mean log frequency, in at most `most` parts; None where there is none."""
        found: list[tuple[float, tuple[str, ...]]] = []
        for cut in range(3, len(rest) - 2):
            first = self._modifier(rest[:cut])
            if first is None:
                continue
            for tail in _tails(rest, cut):
                head = self._head(tail, rest[:cut])
                if head is not None:
                    found.append(((first[0] + head[0]) / 2, (first[1], head[1])))
                if most > 2 and (deeper := self._best(tail, most - 1)) is not None:
                    mean, parts = deeper
                    weighed = (first[0] + mean * len(parts)) / (1 + len(parts)) - FURTHER_PART
                    found.append((weighed, (first[1], *parts)))
        return max(found, default=None)

    def _modifier(self, part: str) -> tuple[float, str] | None:
        best: tuple[float, str] | None = None
        for link in _LINKS:
            if link and not part.endswith(link):
                continue
            bare = part.removesuffix(link) if link else part
            number = self._forms.get(bare, 0)
            if number and _may_be_part(bare) and (best is None or math.log(number) > best[0]):
                best = (math.log(number), stem(bare))
        return best

    def _head(self, part: str, before: str) -> tuple[float, str] | None:
        if not (_may_be_part(part) or (part.startswith(_CUPBOARD) and before[-1] in "se")):
            return None
        number = self._forms.get(part, 0) or (self._stems.get(stem(part), 0) if len(part) > SHORTEST_PART else 0)
        return (math.log(number), stem(part)) if number else None


def _tails(word: str, cut: int) -> tuple[str, ...]:
    """What may follow a first part: three equal consonants are written as two (elektronikk + kurs: elektronikkurs)."""
    if word[cut - 1] == word[cut - 2] and word[cut] != word[cut - 1]:
        return (word[cut:], word[cut - 1] + word[cut:])
    return (word[cut:],)


def _may_be_part(form: str) -> bool:
    return form not in _NO_PARTS and (len(form) >= SHORTEST_PART or form in _SHORT_PARTS)


def count(texts: Iterable[str]) -> Counter[str]:
    """How often each spelled word without digits or hyphens occurs in the texts."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(spelled(form) for form in forms(text) if form.isalpha() and len(form) > 2)
    return counted


@cache
def by_hand() -> tuple[frozenset[str], frozenset[str]]:
    """The hand-written words that stand as parts, and those that must stay whole."""
    sections: dict[str, set[str]] = {"[parts]": set(), "[whole]": set()}
    current: set[str] = set()
    for line in files("matcher.data").joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() in sections:
            current = sections[line.strip()]
        elif not line.startswith("#"):
            current.update(spelled(word) for word in line.split())
    return frozenset(sections["[parts]"]), frozenset(sections["[whole]"])


def shipped(texts: Iterable[str]) -> Lexicon:
    """The lexicon of the hand-written words and of these texts (labels of codes, names of trades)."""
    counts = count(texts)
    parts, whole = by_hand()
    for word in parts:
        counts[word] += KNOWN
    for word in whole:
        counts[word] += KNOWN * 20
    return Lexicon(counts)
