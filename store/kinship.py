"""
Kinship: which readings are one notice; a pure function of the set of readings and of what people decided.

First those that share a joining name. Then, of what is left apart, a notice without a UUID and one that states the same
TED number, or the same procedure, form and day, where everything known of both agrees and no third fits as well. Last
what a person found to be the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from model.form import FormType
from model.notice import Notice
from store import identity
from store.fold import Reading, components

NEAR_DAYS: Final = 10
"""Doffin waits for TED by up to five working days before it publishes (contract Doffin, 5.7)."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of names that a person found to be `same` notices or `different` ones, the smaller name first."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(eq=False, slots=True)
class Kin:
    """Readings known to be one notice, and what they say of it."""

    readings: tuple[Reading, ...]
    names: frozenset[identity.Name] = field(init=False)

    def __post_init__(self) -> None:
        self.names = frozenset(name for reading in self.readings for name in identity.names(reading.notice))

    @property
    def joining(self) -> set[str]:
        """The names that are its own."""
        return {name.identifier for name in self.names if name.joins}

    def said(self, of: Callable[[Notice], Iterable[object]]) -> set[object]:
        """All that its readings say on one point."""
        return {value for reading in self.readings for value in of(reading.notice)}


NOTHING: Final = Decided()


def groups(readings: Iterable[Reading], decided: Decided = NOTHING) -> list[tuple[Reading, ...]]:
    """Sort readings into notices, whatever order they are given in."""
    kins = [Kin(group) for group in components(readings)]
    for pairs in (_by_number, _by_procedure):
        kins = _joined(kins, _exclusive([pair for pair in pairs(kins) if not _parted(pair, decided.different)]))
    return [kin.readings for kin in _joined(kins, _by_decision(kins, decided.same))]


def _by_number(kins: Sequence[Kin]) -> list[tuple[Kin, Kin]]:
    """What TED published under a number, and what prints it: where all else agrees: it can be an earlier one's."""
    owners = {name: kin for kin in kins for name in kin.joining if name.startswith("ted:")}
    printed = [(owners.get(name.identifier), kin) for kin in kins for name in kin.names if not name.joins]
    return [(owner, kin) for owner, kin in printed if owner is not None and owner is not kin and _agree(owner, kin)]


def _by_procedure(kins: Sequence[Kin]) -> list[tuple[Kin, Kin]]:
    """Two notices, no more, of one procedure, form and day from two sources. Twins of one source stay two."""
    buckets: defaultdict[str, list[Kin]] = defaultdict(list)
    for kin in kins:
        for name in kin.names:
            if identity.is_stage(name):
                buckets[name.identifier].append(kin)
    return [(found[0], found[1]) for found in buckets.values() if len(found) == 2 and _agree(*found)]


def _by_decision(kins: Sequence[Kin], same: Iterable[Pair]) -> list[tuple[Kin, Kin]]:
    homes = {name: kin for kin in kins for name in kin.joining}
    return [(homes[one], homes[other]) for one, other in same if one in homes and other in homes]


def _parted(pair: tuple[Kin, Kin], different: frozenset[Pair]) -> bool:
    one, other = pair[0].joining, pair[1].joining
    return any((a in one and b in other) or (b in one and a in other) for a, b in different)


def _exclusive(pairs: Iterable[tuple[Kin, Kin]]) -> list[tuple[Kin, Kin]]:
    """Pairs whose members fit nobody else: where two fit, neither is taken."""
    partners: defaultdict[int, set[int]] = defaultdict(set)
    kept = list(pairs)
    for one, other in kept:
        partners[id(one)].add(id(other))
        partners[id(other)].add(id(one))
    return [pair for pair in kept if all(len(partners[id(kin)]) == 1 for kin in pair)]


def _joined(kins: Sequence[Kin], pairs: Iterable[tuple[Kin, Kin]]) -> list[Kin]:
    group = {id(kin): [kin] for kin in kins}
    for one, other in pairs:
        mine, theirs = group[id(one)], group[id(other)]
        if mine is not theirs:
            mine += theirs
            for kin in theirs:
                group[id(kin)] = mine
    distinct = {id(found): found for found in group.values()}
    return [Kin(tuple(reading for kin in found for reading in kin.readings)) for found in distinct.values()]


def _agree(one: Kin, other: Kin) -> bool:
    """Whether nothing that both say speaks against their being one notice, and their days are near."""
    if one.said(lambda notice: [notice.source]) & other.said(lambda notice: [notice.source]):
        return False
    if one.said(_uuid) and other.said(_uuid):
        return False
    shared = (_form, _procedure, _buyers, _limits)
    if any((a := one.said(of)) and (b := other.said(of)) and not a & b for of in shared):
        return False
    return any(
        isinstance(a, date) and isinstance(b, date) and abs((a - b).days) <= NEAR_DAYS
        for a in one.said(identity.days)
        for b in other.said(identity.days)
    )


def _uuid(notice: Notice) -> list[str]:
    return [notice.notice_uuid] if notice.notice_uuid else []


def _form(notice: Notice) -> list[FormType]:
    return [notice.form_type] if notice.form_type is not FormType.UNKNOWN else []


def _procedure(notice: Notice) -> list[str]:
    return [notice.procedure_id] if notice.procedure_id and identity.is_uuid(notice.procedure_id) else []


def _buyers(notice: Notice) -> list[str]:
    return [buyer.orgnr for buyer in notice.buyers if buyer.orgnr]


def _limits(notice: Notice) -> list[date]:
    return [lot.next_deadline.at.date() for lot in notice.biddable if lot.next_deadline]
