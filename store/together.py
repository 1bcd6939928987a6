"""
"Større sammen" in letters: what a member, and what the leader, is told of joint bids in a week.

`for_member` passes the barrier (`collaborations.shown_to`) and adds nothing but the notice and the names of those who
have agreed. `for_leader` names everybody. Whoever sends what they give calls `collaborations.saw`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from model.collaboration import Answer, Collaboration, OwnPart, Stage
from model.jointbid import Bundle
from store import collaborations, jointbids, members, notices
from store.jointbids import Judged
from store.notices import StoredNotice

MOST: Final = 5
"""New joint bids told of in one letter."""

_ALIVE: Final = frozenset({Stage.RELEASED, Stage.SUBMITTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A joint bid as one of its members is told of it; `names` are the firms that have agreed to be named to it."""

    part: OwnPart
    stored: StoredNotice
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The leader's: joint bids first found since a moment, taken up ones that are under way, and the bundles."""

    new: tuple[tuple[Judged, StoredNotice], ...]
    more: int
    under_way: tuple[tuple[Collaboration, StoredNotice], ...]
    bundles: tuple[Bundle, ...]


def for_member(connection: Connection, member: str, now: datetime) -> list[Own]:
    """What this member is told: released, not refused by itself, and still open."""
    parts = [
        one
        for one in collaborations.shown_to(connection, member)
        if one.stage in _ALIVE and one.answer is not Answer.NO
    ]
    if not parts:
        return []
    names = {one.id: one.name for one in members.members(connection)}
    stored = _stored(connection, [one.notice for one in parts])
    return [
        Own(part=one, stored=stored[one.notice], names=tuple(names[other] for other in one.named if other in names))
        for one in parts
        if one.notice in stored and stored[one.notice].open_lots(now)
    ]


def for_leader(connection: Connection, since: datetime) -> Overview:
    """What the leader is told: of joint bids first found since that moment, the most promising first."""
    fresh = [one for one in jointbids.proposals(connection) if one.first_at >= since]
    alive = [one for one in collaborations.collaborations(connection) if one.stage in _ALIVE | {Stage.CONSIDERED}]
    stored = _stored(connection, [*(one.joint.notice for one in fresh), *(one.notice for one in alive)])
    known = [(one, stored[one.joint.notice]) for one in fresh if one.joint.notice in stored]
    return Overview(
        new=tuple(known[:MOST]),
        more=max(len(known) - MOST, 0),
        under_way=tuple((one, stored[one.notice]) for one in alive if one.notice in stored),
        bundles=tuple(jointbids.bundles(connection)),
    )


def _stored(connection: Connection, keys: list[str]) -> dict[str, StoredNotice]:
    return {one.key: one for one in notices.current(connection, keys=sorted(set(keys)))}
