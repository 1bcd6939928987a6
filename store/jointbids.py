"""
Joint bids as last judged, and bundles of small notices. All of it names members: for the leader alone.

What a member may see of a joint bid comes from `store.collaborations.shown_to` and from nowhere else. Letters take the
section "Større sammen" from `store.together`: `for_member`, which passes that barrier, and `for_leader`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select

from model.form import OPEN_FORMS
from model.jointbid import Bundle, JointBid, Verdict
from store import content, members
from store.tables.jointbids import bundle, joint_bid
from store.tables.notices import notice
from store.upsert import insert_or_replace_all

TEAMS: Final = (Verdict.GREEN, Verdict.AMBER)
"""Verdicts that come with a team."""

_SETTLED: Final = (Verdict.NOBODY.value, Verdict.TOO_LATE.value)  # time alone changes nothing in these
_PAGE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A joint bid, how much it promises (0 without a team), and since when it has had a team, or has had none."""

    joint: JointBid
    promise: float
    first_at: datetime
    at: datetime


def stale(connection: Connection, judge: str, now: datetime, day: date) -> list[str]:
    """
    The open notices to judge: new or changed, or judged by another judge, or by other profiles.

    Those that somebody could bid for are judged anew each day as well, for a day passes off what is left of the time.
    """
    mine, now_ = joint_bid.c, _open(now)
    same = (
        (mine.notice == notice.c.key)
        & (mine.content_hash == notice.c.content_hash)
        & (mine.judge == judge)
        & (mine.cluster_hash == _cluster(connection))
        & or_(mine.day == day, mine.verdict.in_(_SETTLED))
    )
    query = select(notice.c.key).where(*now_, ~select(mine.notice).where(same).exists())
    return sorted(connection.execute(query).scalars())


def record(
    connection: Connection, judged: Iterable[tuple[JointBid, float]], judge: str, at: datetime, day: date
) -> int:
    """Keep what was judged at `at` (UTC) from notices and profiles as they are stored now; returns how many."""
    cluster, rows = _cluster(connection), []
    pairs = {joint.notice: (joint, promise) for joint, promise in judged}
    hashes, before = _hashes(connection, pairs), _before(connection, pairs)
    for key, (joint, promise) in pairs.items():
        teamed, since = before.get(key, (False, at))
        if key in hashes:
            rows.append({
                "notice": key, "verdict": joint.verdict.value, "promise": promise, "planning": joint.planning,
                "content": content.JOINT_BID.dump_json(joint, exclude_defaults=True).decode("utf-8"),
                "judge": judge, "content_hash": hashes[key], "cluster_hash": cluster,
                "day": day, "first_at": since if teamed == (joint.verdict in TEAMS) else at, "at": at,
            })  # fmt: skip
    insert_or_replace_all(connection, joint_bid, rows, identity=("notice",))
    return len(rows)


def forget_closed(connection: Connection, now: datetime) -> None:
    """Let go of what was judged of notices that are no longer open, or no longer there."""
    connection.execute(delete(joint_bid).where(joint_bid.c.notice.not_in(select(notice.c.key).where(*_open(now)))))


def proposals(
    connection: Connection, *, verdicts: Collection[Verdict] = TEAMS, limit: int | None = None
) -> list[Judged]:
    """What was judged with these verdicts, the most promising first."""
    query = select(joint_bid).where(joint_bid.c.verdict.in_([one.value for one in verdicts]))
    query = query.order_by(joint_bid.c.promise.desc(), joint_bid.c.notice).limit(limit)
    return [_judged(row) for row in connection.execute(query)]


def proposal(connection: Connection, key: str) -> Judged | None:
    """What was judged of a notice, by its key; None where it was not, or is no longer open."""
    row = connection.execute(select(joint_bid).where(joint_bid.c.notice == key)).first()
    return None if row is None else _judged(row)


def replace_bundles(connection: Connection, found: Iterable[Bundle], at: datetime) -> None:
    """Make these the bundles."""
    connection.execute(delete(bundle))
    rows = [
        {"id": one.id, "content": content.BUNDLE.dump_json(one).decode("utf-8"), "at": at} for one in found
    ]  # fmt: skip
    if rows:
        connection.execute(insert(bundle), rows)


def bundles(connection: Connection) -> list[Bundle]:
    """Small notices that together make a job worth going for, the largest first."""
    found = [
        content.BUNDLE.validate_json(row) for row in connection.execute(select(bundle.c.content)).scalars()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.total.amount, one.id))


def _open(now: datetime) -> tuple[Any, ...]:
    table = notice.c
    return (
        table.form_type.in_([form.value for form in OPEN_FORMS]),
        table.superseded_by.is_(None),
        table.set_aside.is_(None),
        or_(table.closes_at.is_(None), table.closes_at > now),
    )


def _cluster(connection: Connection) -> str:
    return content.digest(*(f"{id_} {hash_}" for id_, hash_ in sorted(members.profile_hashes(connection).items())))


def _hashes(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    wanted, found = sorted(keys), {}
    for start in range(0, len(wanted), _PAGE):
        batch = wanted[start : start + _PAGE]
        query = select(notice.c.key, notice.c.content_hash).where(notice.c.key.in_(batch))
        found.update(dict(connection.execute(query).all()))
    return found


def _before(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[bool, datetime]]:
    """Whether each had a team when last judged, and since when it has been so."""
    wanted, found = sorted(keys), {}
    for start in range(0, len(wanted), _PAGE):
        batch = wanted[start : start + _PAGE]
        query = select(joint_bid.c.notice, joint_bid.c.verdict, joint_bid.c.first_at)
        for row in connection.execute(query.where(joint_bid.c.notice.in_(batch))):
            found[row.notice] = (row.verdict in TEAMS, row.first_at)
    return found


def _judged(row: Row[Any]) -> Judged:
    joint = content.JOINT_BID.validate_json(row.content)
    return Judged(joint=joint, promise=row.promise, first_at=row.first_at, at=row.at)
