"""Matching what is new or changed, from the store and back into it."""

import heapq
from dataclasses import dataclass
from datetime import date

from cli import trades
from cli.call import Call
from matcher.context import learn
from matcher.scorer import SCORER, match_batch
from matcher.signals.finding import Context
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
    """Match every new or changed notice with every member, and every changed member with every notice."""
    with reading(run.engine) as connection:
        members = member_store.members(connection)
        stale = match_store.stale(connection, SCORER)
        if everything or stale.members:
            keys = [stored.key for stored in notice_store.current(connection)]
        else:
            keys = sorted(stale.notices)
    context = known(run) if keys and members else None
    found = 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with reading(run.engine) as connection:
            stored = notice_store.current(connection, keys=batch)
            pairs = [(one.key, one.notice) for one in stored if one.set_aside is None]
        results = match_batch(pairs, members, context) if context is not None else []
        with writing(run.engine) as connection:
            found += match_store.record(connection, results, run.now)
            match_store.mark_matched(connection, SCORER, run.now, notices=batch)
    with writing(run.engine) as connection:
        match_store.mark_matched(connection, SCORER, run.now, members=[member.id for member in members])
    return Matched(notices=len(keys), members=len(members), matches=found)


def known(run: Call) -> Context:
    """What the archive's newest notices and the trades teach the matcher."""
    with reading(run.engine) as connection:
        newest = heapq.nlargest(
            LEARNT,
            notice_store.current(connection),
            key=lambda stored: (stored.notice.published or date.min, stored.key),
        )
    return learn([(stored.key, stored.notice) for stored in reversed(newest)], trades.of(run))
