"""What a profile would have caught: phrases that catch nothing or too much, and what the wanted notices propose."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matcher import phrases
from matcher.evaluation import THRESHOLD
from matcher.phrases import Phrase
from matcher.profiles import MemberReading
from matcher.reading import LotReading
from matcher.scorer import match_pair
from matcher.signals.finding import Context
from matcher.terms import STOP, tokens
from matcher.understanding import class_of

FOUND: Final = 0.5
"""How strongly a phrase must stand in a lot to have caught it."""

NOISY_FROM: Final = 10
"""Lots that a phrase catches from which it may be called noisy."""

NOISY: Final = 0.1
"""Share of the lots a phrase catches that become alerts, under which it is noisy."""

TWICE: Final = 2
"""Wanted notices that must hold a word or a branch for it to be proposed."""

RARE: Final = 0.45
PROPOSED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a profile caught of some lots."""

    lots: int
    alerts: int
    silent: tuple[str, ...]
    noisy: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    branches: tuple[str, ...]


def coverage(
    member: MemberReading, lots: Sequence[tuple[str, LotReading]], wanted: Iterable[LotReading], context: Context
) -> Coverage:
    """Measure a profile on the lots of a period; `wanted` are lots that were judged wanted."""
    alerts: set[int] = set()
    for position, (key, lot) in enumerate(lots):
        match = match_pair(key, lot, member, context)
        if match is not None and match.score >= THRESHOLD:
            alerts.add(position)
    caught = {
        phrase.text: [position for position, (_, lot) in enumerate(lots) if _catches(phrase, lot, context)]
        for _, phrase in member.phrases
    }
    liked = list(wanted)
    return Coverage(
        lots=len(lots),
        alerts=len(alerts),
        silent=tuple(text for text, found in caught.items() if not found),
        noisy=tuple(
            (text, len(found))
            for text, found in caught.items()
            if len(found) >= NOISY_FROM and len(alerts.intersection(found)) < NOISY * len(found)
        ),
        words=_words(member, liked, context),
        branches=_branches(member, liked),
    )


def _catches(phrase: Phrase, lot: LotReading, context: Context) -> bool:
    fields = (*lot.titles, *lot.bodies)
    if any(hit.strength >= FOUND for field in fields if (hit := phrases.find(phrase, field)) is not None):
        return True
    named = {one.trade for one in context.index.find(tokens(phrase.text))}
    return bool(named & {*lot.title_trades, *lot.body_trades})


def _words(member: MemberReading, liked: Sequence[LotReading], context: Context) -> tuple[str, ...]:
    known = {leaf for _, phrase in member.phrases for leaf in phrase.weights}
    shown: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for lot in liked:
        for field in lot.titles:
            for token in field.tokens:
                form = field.text[token.start : token.end].casefold()
                if token.whole not in known and form.isalpha() and form not in STOP:
                    shown.setdefault(token.whole, form)
        counted.update({token.whole for field in lot.titles for token in field.tokens if token.whole in shown})
    told = [
        shown[whole]
        for whole, number in counted.most_common()
        if number >= TWICE and context.rarity.of(whole) >= RARE and not known.intersection({whole})
    ]
    return tuple(told[:PROPOSED])


def _branches(member: MemberReading, liked: Sequence[LotReading]) -> tuple[str, ...]:
    counted: Counter[str] = Counter()
    for lot in liked:
        counted.update({class_of(code) for code in lot.codes if not any(code.startswith(own) for own in member.stated)})
    return tuple(name.ljust(8, "0") for name, number in counted.most_common(PROPOSED) if number >= TWICE)
