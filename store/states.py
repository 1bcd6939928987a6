"""States: what a notice said one time after another, from its readings; versions, and rewritings without a new one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from model.difference import FieldChange, differences
from model.notice import Notice
from store.fold import Reading, fold, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a notice said from `seen` (UTC) on; `silent` where its words were changed without a new version."""

    notice: Notice
    version: int
    seen: datetime
    silent: bool
    changes: tuple[FieldChange, ...]


def states(readings: Sequence[Reading]) -> list[State]:
    """
    The states of one notice, oldest first, each with what differs from the one before; a pure function of the set.

    A richer document of a known version fills gaps and is no state of its own.
    """
    found: list[State] = []
    earlier: list[Reading] = []
    for version in sorted({version_of(reading, readings) for reading in readings}):
        mine = [reading for reading in readings if version_of(reading, readings) == version]
        for silent, seen, now in _within(mine):
            notice = fold([*earlier, *now]).notice
            before = found[-1].notice if found else None
            changes = differences(before, notice) if before is not None else ()
            if silent and not changes:
                continue
            found.append(State(notice=notice, version=version, seen=seen, silent=silent, changes=changes))
        earlier += mine
    return found


def _within(mine: Iterable[Reading]) -> Iterable[tuple[bool, datetime, list[Reading]]]:
    """One version's readings as they stood at first, then after each rewriting of a document."""
    ordered = sorted(mine, key=lambda one: (one.first_seen, one.last_seen, one.content_hash, one.sha256 or ""))
    standing: dict[tuple[str, ...], Reading] = {}
    rewritten = []
    for reading in ordered:
        place = _place(reading)
        if place in standing:
            rewritten.append(reading)
        else:
            standing[place] = reading
    yield False, ordered[0].first_seen, list(standing.values())
    for reading in rewritten:
        standing[_place(reading)] = reading
        yield True, reading.first_seen, list(standing.values())
    last = max(ordered, key=lambda one: (one.last_seen, one.content_hash))
    yield True, last.last_seen, ordered  # a document may have gone back to what it said at first


def _place(reading: Reading) -> tuple[str, ...]:
    return (reading.notice.source, reading.notice.source_id, reading.format)
