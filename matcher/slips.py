"""
Slips of the pen: a word nobody knows that is one slip from a known one is read as that.

One slip is a letter too many, too few, wrong, or two in the wrong order (optimal string alignment distance 1). Words
are looked up by what is left when a letter is taken out of them (deletion neighbourhood, Mor and Fraenkel 1982), and
RapidFuzz has the last word. Short words are left alone: too many of them are one letter apart.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import OSA

SHORTEST: Final = 8
"""Letters from which on a slip is forgiven; at seven `leverans` and `levering` of other trades begin to meet."""


class Slips:
    """Known words by their deletion neighbourhoods."""

    def __init__(self, words: Iterable[str]) -> None:
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted({one for one in words if len(one) >= SHORTEST and one.isalpha()}):
            for key in _neighbourhood(word):
                self._near[key].append(word)

    def meant(self, form: str) -> str | None:
        """The known word that is one slip away; None where none is, or where several are and none is nearer."""
        if len(form) < SHORTEST or not form.isalpha():
            return None
        near = {word for key in _neighbourhood(form) for word in self._near.get(key, ())}
        found = [word for word in near if OSA.distance(form, word, score_cutoff=1) == 1 and word[0] == form[0]]
        return found[0] if len(found) == 1 else None


def _neighbourhood(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
