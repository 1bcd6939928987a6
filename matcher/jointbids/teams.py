"""Teams for one lot or contract: the search's answer told with who adds what, why not alone, and the light."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from matcher.jointbids import law, lead, words
from matcher.jointbids.search import UNLIMITED, Puzzle
from matcher.jointbids.solver import teams as solve
from model.jointbid import Coverage, Need, NeedKind, Team, TeamMember
from model.member import Member
from model.money import Money

CENTS: Final = 100


@dataclass(frozen=True, kw_only=True)
class Field:
    """The members who cover something of a unit, what they cover, and what they take."""

    needs: tuple[Need, ...]
    covered: tuple[Coverage, ...]
    members: Mapping[str, Member]
    value: Money | None
    parts: str | None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Those who cover something, by id: the order of the files is of no account."""
        return tuple(sorted({one.member for one in self.covered}))

    @cached_property
    def coverable(self) -> tuple[Need, ...]:
        """The needs that anyone covers, in their order."""
        held = {one.need for one in self.covered}
        return tuple(need for need in self.needs if need.id in held)

    @cached_property
    def uncovered(self) -> tuple[Need, ...]:
        """The needs members are held against and nobody covers."""
        return tuple(need for need in self.needs if need.judged and need not in self.coverable)

    @cached_property
    def covers(self) -> Mapping[str, tuple[Need, ...]]:
        """For each member the needs it covers."""
        pairs = {(one.member, one.need) for one in self.covered}
        return {member: tuple(need for need in self.coverable if (member, need.id) in pairs) for member in self.ids}

    @cached_property
    def trades(self) -> Mapping[str, frozenset[Need]]:
        """For each member the trades it covers: where two share one, they compete."""
        return {one: frozenset(n for n in needs if n.kind is NeedKind.TRADE) for one, needs in self.covers.items()}

    @cached_property
    def room(self) -> Mapping[str, int]:
        """For each member the largest size it takes, in hundredths; UNLIMITED where none is said in this currency."""
        return {one: self._room(self.members[one]) for one in self.ids}

    @property
    def wanted(self) -> int:
        """The value in hundredths, 0 where it is not known, or where each may bid for a part of it."""
        return 0 if self.value is None or self.parts is not None else int(self.value.amount * CENTS)

    @property
    def alone(self) -> tuple[str, ...]:
        """Who is able alone: covers what anyone covers, and takes a contract of this size."""
        every = set(self.coverable)
        return tuple(one for one in self.ids if every <= set(self.covers[one]) and self.room[one] >= self.wanted)

    def _room(self, member: Member) -> int:
        own = member.value_range
        if own is None or own.maximum is None or self.value is None or own.currency != self.value.currency:
            return UNLIMITED
        return int(own.maximum * CENTS)


def propose(field: Field) -> tuple[Team, ...]:
    """The best teams that differ, best first; none with an overlap where bids for parts are allowed."""
    place = {need: at for at, need in enumerate(field.coverable)}
    puzzle = Puzzle(
        needs=len(place),
        covers=tuple(sum(1 << place[need] for need in field.covers[one]) for one in field.ids),
        room=tuple(field.room[one] for one in field.ids),
        surely=tuple(sum(one.surely for one in field.covered if one.member == member) for member in field.ids),
        rivals=sum(1 << at for need, at in place.items() if need.kind is NeedKind.TRADE),
        value=field.wanted,
        overlaps=0 if field.parts is not None else None,
    )
    return tuple(_team(field, [field.ids[at] for at in found]) for found in solve(puzzle))


def _team(field: Field, team: Sequence[str]) -> Team:
    names = {one: field.members[one].name for one in team}
    pairs = law.pairs(team, field.trades, names, parts=field.parts is not None)
    leader, why = lead.propose(team, field.covers, field.room, names)
    held = {need for one in team for need in field.covers[one]}
    missing = tuple(need for need in field.needs if need.judged and need not in held)
    reasons = [words.PROPOSAL, why]
    if missing:
        reasons.append(words.UNCOVERED.format(needs=words.names(missing)))
    if field.parts is not None:
        reasons.append(words.PARTS.format(quote=field.parts))
    reasons.extend(pair.reason for pair in pairs)
    ordered = sorted(team, key=lambda one: (one != leader, one))
    return Team(
        members=tuple(_member(field, one, team) for one in ordered),
        lead=leader,
        light=law.of_team(pairs),
        uncovered=tuple(need.id for need in missing),
        reasons=tuple(reasons),
        pairs=pairs,
    )


def _member(field: Field, one: str, team: Sequence[str]) -> TeamMember:
    return TeamMember(
        member=one,
        needs=tuple(need.id for need in field.covers[one]),
        why_not_alone=why_not_alone(field, one),
        adds=_adds(field, one, team),
    )


def why_not_alone(field: Field, one: str) -> str:
    """
    What the member lacks alone: needs in the notice's words, and size.

    Needs that nobody covers are lacking too: the sentence is shown to the member, and must not tell what others do.
    """
    lacks = [need for need in field.needs if need.judged and need not in field.covers[one]]
    sentences = [words.LACKS.format(needs=words.names(lacks))] if lacks else []
    own = field.members[one].value_range
    if field.room[one] < field.wanted and field.value is not None and own is not None and own.maximum is not None:
        largest = words.amount(Money(own.maximum, own.currency))
        sentences.append(words.TOO_SMALL.format(value=words.amount(field.value), largest=largest))
    text = "; ".join(sentences)
    return text[:1].upper() + text[1:]


def _adds(field: Field, one: str, team: Sequence[str]) -> str:
    """What the team would lack without the member."""
    others = {need for other in team if other != one for need in field.covers[other]}
    only = [need for need in field.covers[one] if need not in others]
    if only:
        return words.ADDS_NEED.format(needs=words.names(only))
    return words.ADDS_ROOM.format(value=words.amount(field.value)) if field.value is not None else ""
