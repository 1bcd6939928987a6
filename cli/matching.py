"""Matching what is new or changed, from the store and back into it."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from cli import trades
from cli.call import Call
from matcher.coefficients import SCORER
from matcher.context import learn
from matcher.refit import name, used
from matcher.scorer import match_batch, with_tastes, with_weights
from matcher.signals.finding import Context
from model.member import Member
from model.notice import Notice
from store import judgements as judgement_store
from store import matches as match_store
from store import members as member_store
from store import notices as notice_store
from store.database import reading, writing

BATCH = 200

LEARNT = 4000
"""Notices learnt from, the newest: what words mean and who buys what changes slowly, and a night must be short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """How many notices were looked at, and how many matches they gave."""

    notices: int
    members: int
    matches: int


def match(run: Call, *, everything: bool = False) -> Matched:
    """Match every new or changed notice with every member, and every changed or newly judged member with every one."""
    with reading(run.engine) as connection:
        members = member_store.members(connection)
        scorer = name(SCORER, used(judgement_store.latest(connection)))
        stale = match_store.stale(connection, scorer)
        keys = sorted(stored.key for stored in notice_store.current(connection)) if everything or stale.members else []
    fresh = keys if everything else sorted(stale.notices)
    changed = [member for member in members if member.id in stale.members]
    rest = sorted(set(keys) - set(fresh)) if changed else []
    context = known(run) if members and (fresh or rest) else None
    found = 0
    for batch in _batches(fresh):
        found += _meet(run, batch, members, context)
        with writing(run.engine) as connection:
            match_store.mark_matched(connection, scorer, run.now, notices=batch)
    for batch in _batches(rest):
        found += _meet(run, batch, changed, context)
    with writing(run.engine) as connection:
        match_store.mark_matched(connection, scorer, run.now, members=[member.id for member in members])
    return Matched(notices=len(fresh) + len(rest), members=len(members), matches=found)


def known(run: Call) -> Context:
    """What the archive's newest notices, the trades and the members' judgements teach the matcher."""
    with reading(run.engine) as connection:
        learnt = newest(connection)
        members = member_store.members(connection)
        said = judgement_store.latest(connection)
        keys = sorted({one.notice for one in said})
        judged = {stored.key: stored.notice for stored in notice_store.current(connection, keys=keys)}
    context = with_weights(learn(learnt, trades.of(run)), members, said, judged)
    return with_tastes(context, members, said, judged)


def newest(connection: Connection) -> list[tuple[str, Notice]]:
    """The notices learnt from by their keys, the oldest of them first."""
    found = heapq.nlargest(
        LEARNT,
        notice_store.current(connection),
        key=lambda stored: (stored.notice.published or date.min, stored.key),
    )
    return [(stored.key, stored.notice) for stored in reversed(found)]


def _meet(run: Call, keys: Sequence[str], members: Sequence[Member], context: Context | None) -> int:
    if context is None:
        return 0
    with reading(run.engine) as connection:
        stored = notice_store.current(connection, keys=keys)
        pairs = [(one.key, one.notice) for one in stored if one.set_aside is None]
    results = match_batch(pairs, members, context)
    with writing(run.engine) as connection:
        return match_store.record(connection, results, run.now)


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
