"""The fold: which readings are one notice, and what they show together; pure functions of the set of readings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

from model.form import FormType
from model.notice import Lot, Notice
from model.plausible import believed
from model.text import Text
from store import content, identity

RICHNESS: Final = ("eforms", "ocds", "ted-hit", "doffin-detail", "doffin-hit", "codice", "own", "feed-entry")
"""Formats, the richest first; one not listed comes last. A new format that tells more takes its place here."""

_NOT_FILLED: Final = frozenset({"source", "source_id", "notice_uuid", "version", "lots", "warnings"})
_DIGITS: Final = re.compile(r"\d{1,18}", re.ASCII)
_LOT_NOT_FILLED: Final = frozenset({"id", "kind"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A notice as one document tells it: by which format, from when to when it was seen, and the document's hash."""

    id: int
    notice: Notice
    format: str
    content_hash: str
    first_seen: datetime
    last_seen: datetime
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """
    What is shown of one notice.

    `addresses` are (source, source id, url) of the current version, the base document's first; `references` the
    identifiers of notices it says it changes; `members` the readings it was folded from.
    """

    key: str
    notice: Notice
    first_seen: datetime
    changed_at: datetime
    sha256: str | None
    names: tuple[identity.Name, ...]
    references: frozenset[str]
    addresses: tuple[tuple[str, str, str | None], ...]
    members: tuple[Reading, ...]


def components(readings: Iterable[Reading]) -> list[tuple[Reading, ...]]:
    """Sort readings by name: those that share a joining name, directly or through others, are one notice."""
    groups: list[tuple[set[str], list[Reading]]] = []
    for reading in readings:
        mine = {name.identifier for name in identity.names(reading.notice) if name.joins}
        joined, apart = [reading], []
        for group in groups:
            if group[0] & mine:
                mine |= group[0]
                joined = group[1] + joined
            else:
                apart.append(group)
        groups = [*apart, (mine, joined)]
    return [tuple(group) for _, group in groups]


def fold(readings: Sequence[Reading]) -> Folded:
    """
    What the readings of one notice show together, whatever order they are given in.

    The highest version counts. Among its readings the richest is the base and the others fill its gaps, richest first;
    of several readings under one address and format the one last seen speaks. Whatever any reading calls an intent
    (VEAT) is one: a national intent is published as an award whose title alone tells (contract Doffin 4.1).

    `changed_at` is when that version, or within it a rewritten document that shows, was first seen. A richer document
    of a known version fills gaps and changes nothing. Dates that cannot be meant are left out and told in the notice's
    warnings (model.plausible). Raises ValueError without readings.
    """
    if not readings:
        raise ValueError("a notice needs at least one reading")
    current = _current(readings)
    chosen = _speakers(current)
    names = _names(readings)
    merged = _merged(chosen, readings)
    first_seen = min(reading.first_seen for reading in readings)
    return Folded(
        key=identity.key(names),
        notice=believed(merged, first_seen),
        first_seen=first_seen,
        changed_at=_changed_at(current, chosen, merged, readings),
        sha256=chosen[0].sha256,
        names=names,
        references=_references(readings, names),
        addresses=_addresses(chosen),
        members=tuple(readings),
    )


def version_of(reading: Reading, readings: Iterable[Reading]) -> int:
    """A search hit knows no version and says 1; what a richer document from the same address says holds for it too."""
    richer = [
        other.notice.version
        for other in readings
        if _address(other) == _address(reading) and _rank(other.format) < _rank(reading.format)
    ]
    return max([reading.notice.version, *richer])


def _current(readings: Sequence[Reading]) -> list[Reading]:
    versions = {reading.id: version_of(reading, readings) for reading in readings}
    highest = [reading for reading in readings if versions[reading.id] == max(versions.values())]
    # A source publishes each version under a number of its own, so the later number is the later version even where
    # the documents do not say which version they are.
    latest: dict[str, tuple[tuple[date, tuple[int, ...], str], str]] = {}
    for notice in (reading.notice for reading in highest):
        age = (notice.published or date.min, tuple(map(int, _DIGITS.findall(notice.source_id))), notice.source_id)
        latest[notice.source] = max(latest.get(notice.source, (age, notice.source_id)), (age, notice.source_id))
    return [reading for reading in highest if latest[reading.notice.source][1] == reading.notice.source_id]


def is_older(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether the reading is of an earlier version than the one shown."""
    return all(reading.id != other.id for other in _current(readings))


def _address(reading: Reading) -> tuple[str, str]:
    return (reading.notice.source, reading.notice.source_id)


def _place(reading: Reading) -> tuple[str, str, str]:
    return (reading.notice.source, reading.notice.source_id, reading.format)


def _recency(reading: Reading) -> tuple[datetime, datetime, str, str]:
    return (reading.last_seen, reading.first_seen, reading.content_hash, reading.sha256 or "")


def _speakers(current: Iterable[Reading]) -> list[Reading]:
    latest: dict[tuple[str, str, str], Reading] = {}
    for reading in current:
        other = latest.get(_place(reading))
        if other is None or _recency(reading) > _recency(other):
            latest[_place(reading)] = reading
    return sorted(latest.values(), key=lambda reading: (_rank(reading.format), _place(reading)))


def _rank(format_: str) -> int:
    return RICHNESS.index(format_) if format_ in RICHNESS else len(RICHNESS)


def _merged(chosen: Sequence[Reading], readings: Iterable[Reading]) -> Notice:
    merged = chosen[0].notice
    for reading in chosen[1:]:
        merged = _filled(merged, reading.notice)
    uuids = [name for name in (merged.notice_uuid, *(reading.notice.notice_uuid for reading in chosen)) if name]
    intent = any(reading.notice.form_type is FormType.INTENT for reading in readings)
    return replace(
        merged,
        notice_uuid=uuids[0] if uuids else None,
        version=max([merged.version, *(reading.notice.version for reading in chosen)]),
        form_type=FormType.INTENT if intent else merged.form_type,
    )


def _filled(base: Notice, other: Notice) -> Notice:
    lots = base.lots
    if not lots:
        lots = other.lots
    elif len(lots) == 1 and len(other.lots) == 1:  # of several lots a search hit does not say which is which
        lots = (replace(lots[0], **_gaps(lots[0], other.lots[0], _LOT_NOT_FILLED)),)
    return replace(base, lots=lots, **_gaps(base, other, _NOT_FILLED))


def _gaps(base: Notice | Lot, other: Notice | Lot, besides: frozenset[str]) -> dict[str, Any]:
    return {
        field.name: getattr(other, field.name)
        for field in fields(base)
        if field.name not in besides
        and _missing(getattr(base, field.name))
        and not _missing(getattr(other, field.name))
    }


def _missing(value: object) -> bool:
    return value is None or value == () or value is FormType.UNKNOWN or (isinstance(value, Text) and not value)


def _changed_at(
    current: Sequence[Reading], chosen: Sequence[Reading], merged: Notice, readings: Sequence[Reading]
) -> datetime:
    moments = [min(reading.first_seen for reading in current)]
    for position, speaker in enumerate(chosen):
        former = [one for one in current if _place(one) == _place(speaker) and one is not speaker]
        if not former:
            continue
        before = max(former, key=_recency)
        then = _merged([*chosen[:position], before, *chosen[position + 1 :]], readings)
        if content.of_notice(then) != content.of_notice(merged):
            moments.append(max(speaker.first_seen, before.last_seen))
    return max(moments)


def _names(readings: Iterable[Reading]) -> tuple[identity.Name, ...]:
    found: dict[str, identity.Name] = {}
    for name in (name for reading in readings for name in identity.names(reading.notice)):
        if name.joins or name.identifier not in found:
            found[name.identifier] = name
    return tuple(sorted(found.values()))


def _references(readings: Iterable[Reading], names: Iterable[identity.Name]) -> frozenset[str]:
    """A change of an award's contract (modification) leaves the award as it is; other changes take its place."""
    changes = [
        reading.notice.change
        for reading in readings
        if reading.notice.change and reading.notice.form_type is not FormType.MODIFICATION
    ]
    called = {identifier for change in changes for other in change.of for identifier in identity.called(other)}
    return frozenset(called - {name.identifier for name in names if name.joins})


def _addresses(chosen: Iterable[Reading]) -> tuple[tuple[str, str, str | None], ...]:
    found: dict[tuple[str, str], str | None] = {}
    for notice in (reading.notice for reading in chosen):
        found[notice.source, notice.source_id] = found.get((notice.source, notice.source_id)) or notice.url
    return tuple((source, source_id, url) for (source, source_id), url in found.items())
