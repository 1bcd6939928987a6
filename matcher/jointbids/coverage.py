"""Who covers which need: by its own words, where it works, with the certificate demanded, of a size it takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.jointbids.requirements import BOUND, holds
from matcher.jointbids.units import Unit
from matcher.jointbids.vocabulary import BUILDER, Known, also, is_building
from matcher.objects import done_to
from matcher.phrases import Phrase, find, phrase
from matcher.reading import Field, LotReading
from matcher.reading import read as read_lot
from matcher.terms import COMMON, tokens
from model.jointbid import Coverage, Need, NeedKind
from model.member import Member
from model.money import Money

NARROW: Final = 5
"""Digits of a branch from which on it says what a member does."""

OWN: Final = 0.85
"""How surely a phrase of a profile must name a trade for it to be the member's."""

SAME: Final = 0.6
"""How much of a phrase must stand in a title that names no known trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills:
    """
    A member as coverage sees it: its trades, each with the phrase that names it, and its phrases.

    `known` are the phrases that name a trade: they mean that trade, and nothing else.
    """

    member: Member
    trades: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    known: frozenset[str]


def skills(member: Member, known: Known) -> Skills:
    """Read a member's profile."""
    found: dict[str, tuple[float, str]] = {}
    naming: set[str] = set()
    texts = [text for skill in member.capabilities for text in skill.phrases]
    for text in texts:
        read = tokens(text)
        sure = [one for one in known.index.find(read) if one.strength >= OWN and not one.aside]
        objects = done_to(read, text, sure, known.index)
        naming.update(text for _ in sure[:1])
        for one in sure:
            if one.trade not in objects and one.strength > found.get(one.trade, (0.0, ""))[0]:
                found[one.trade] = (one.strength, text)
    return Skills(
        member=member,
        trades={trade: text for trade, (_, text) in found.items()},
        phrases=tuple(phrase(text, known.rarity) for text in texts),
        known=frozenset(naming),
    )


def coverage(needs: Sequence[Need], unit: Unit, members: Iterable[Skills], known: Known) -> tuple[Coverage, ...]:
    """Each member that covers a need, and with which of its words. Who covers no trade covers no requirement."""
    reading = read_lot(unit.notice, unit.lot, known.index)
    found: list[Coverage] = []
    for one in members:
        if not works_here(one.member, unit) or not takes(one.member, worth(unit)) or _ruled_out(one.member, reading):
            continue
        trades = [
            covered
            for need in needs
            if need.kind is NeedKind.TRADE and (covered := _trade(need, needs, one, reading, known)) is not None
        ]
        found.extend(trades)
        if trades:
            found.extend(_requirements(needs, one.member))
    return tuple(found)


def worth(unit: Unit) -> Money | None:
    """The value of what is judged: the lot's, and the notice's where it is not divided."""
    return unit.lot.worth if unit.divided else unit.lot.worth or unit.notice.worth


def works_here(member: Member, unit: Unit) -> bool:
    """Whether the work is in the member's region. What is not said, or a place that is not fixed, rules nobody out."""
    places = unit.lot.places or unit.notice.places
    here = [place.nuts for place in places if place.nuts is not None]
    if not member.regions or not here or any(place.is_anywhere for place in places):
        return True
    return any(place.overlaps(region) for place in here for region in member.regions)


def takes(member: Member, value: Money | None) -> bool:
    """Whether the contract is not too small for the member. One that is too large it may take a part of."""
    own = member.value_range
    if own is None or value is None or own.currency != value.currency or own.minimum is None:
        return True
    return value.amount >= own.minimum


def _trade(need: Need, needs: Sequence[Need], one: Skills, reading: LotReading, known: Known) -> Coverage | None:
    if not _certified(need, needs, one.member):
        return None
    own = one.trades.get(need.name)
    if own is None and need.name == BUILDER:
        own = next((text for trade, text in one.trades.items() if is_building(trade)), None)
    if own is not None:
        return Coverage(member=one.member.id, need=need.id, words=own)
    near = next((text for trade, text in sorted(one.trades.items()) if need.name in also(trade)), None)
    near = near or _in_own_words(need, one, reading, known)
    return None if near is None else Coverage(member=one.member.id, need=need.id, words=near, surely=False)


def _in_own_words(need: Need, one: Skills, reading: LotReading, known: Known) -> str | None:
    """A phrase of the member's that is the words the need comes from, or stands in a title that names no trade."""
    if need.quote == need.cpv:
        branch = next(
            (code for code in one.member.branches if code.depth >= NARROW and need.quote.startswith(code.significant)),
            None,
        )
        return None if branch is None else f"CPV {branch}"
    if need.name in known.index.trades:
        asked = _content(need.quote)
        free = (own.text for own in one.phrases if own.text not in one.known)
        return next((text for text in free if asked and _content(text) == asked), None)
    words = next((field for field in (*reading.titles, *reading.bodies) if need.quote in field.text), None)
    if words is None:
        return None
    quoted = _quoted(words, need.quote)
    hits = (hit for own in one.phrases if (hit := find(own, quoted)) is not None and hit.strength >= SAME)
    return next((hit.phrase for hit in hits), None)


def _content(text: str) -> frozenset[str]:
    """The parts of words that say what it is."""
    return frozenset(leaf for token in tokens(text) for leaf in token.leaves if leaf not in COMMON)


def _quoted(field: Field, quote: str) -> Field:
    """The field cut down to the words quoted."""
    start = field.text.index(quote)
    inside = {
        at for at, token in enumerate(field.tokens) if start <= token.start and token.end <= start + len(quote)
    }  # fmt: skip
    return Field(
        field.name, field.text, field.tokens,
        {word: [one for one in places if one[0] in inside] for word, places in field.wholes.items()},
        {word: [one for one in places if one[0] in inside] for word, places in field.leaves.items()},
    )  # fmt: skip


def _certified(need: Need, needs: Sequence[Need], member: Member) -> bool:
    """Whether the member holds the certificates that are demanded for this trade."""
    demanded = (one for one in needs if one.absolute and need.name in BOUND.get(one.name, ()))
    return all(holds(certificates_of(member), one.name) for one in demanded)


def certificates_of(member: Member) -> tuple[str, ...]:
    """What a member's certificates are called, in its list or among its capabilities ("akkreditert laboratorium")."""
    return (*member.certificates, *(text for skill in member.capabilities for text in skill.phrases))


def _requirements(needs: Sequence[Need], member: Member) -> Iterable[Coverage]:
    held = certificates_of(member)
    return (
        Coverage(member=member.id, need=need.id, words=need.name)
        for need in needs
        if need.kind is NeedKind.REQUIREMENT and need.absolute and holds(held, need.name)
    )


def _ruled_out(member: Member, reading: LotReading) -> bool:
    """Whether a word the member has ruled out stands in the title."""
    titled = {word for field in reading.titles for token in field.tokens for word in (token.whole, *token.parts)}
    ruled = ([leaf for token in tokens(text) for leaf in token.leaves] for text in member.exclude)
    return any(words and titled.issuperset(words) for words in ruled)
