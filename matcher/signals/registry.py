"""
All signals with their weights in log odds at full strength.

The weights of the subject signals are a logistic regression's on judged pairs, rounded; region, size and certificates,
which nobody judged, are set by hand.

To add one: a function in this folder, one line here, one case in tests/matcher/test_cases.py.
"""

from collections.abc import Callable
from typing import Final

from matcher.reading import LotReading
from matcher.signals import facts, likeness, words
from matcher.signals.finding import Context, Finding
from model.member import Member

Signal = Callable[[LotReading, Member, Context], Finding | None]

GATES: Final[tuple[Signal, ...]] = (words.excluded_words,)

SIGNALS: Final[tuple[tuple[Signal, float], ...]] = (
    (words.words_in_title, 0.8),
    (words.words_in_description, 1.4),
    (words.further_words, 1.5),
    (likeness.likeness, 5.0),
    (likeness.title_likeness, 2.2),
    (facts.cpv_branch, 3.3),
    (facts.other_cpv, 1.1),
    (words.certificates, 0.4),
    (facts.region, 0.6),
    (facts.size, 0.8),
)

SUBJECT: Final = frozenset({"words_in_title", "words_in_description", "likeness", "cpv_branch"})
"""Signals of which one must speak: region, size and certificates alone make no match."""

BASE: Final = -3.2
"""Log odds before anything is known: a pair picked at random is hardly ever wanted."""
