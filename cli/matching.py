"""Matching what is new or changed, from the store and back into it."""

from dataclasses import dataclass

from cli.call import Call
from matcher.reading import learn
from matcher.scorer import SCORER, match_batch
from matcher.signals.finding import Context
from store import matches as match_store
from store import members as member_store
from store import notices as notice_store
from store.database import reading, writing

BATCH = 200


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
        rarity = learn(stored.notice for stored in notice_store.current(connection))
        if everything or stale.members:
            keys = [stored.key for stored in notice_store.current(connection)]
        else:
            keys = sorted(stale.notices)
    context = Context(rarity=rarity)
    found = 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with reading(run.engine) as connection:
            pairs = [(stored.key, stored.notice) for stored in notice_store.current(connection, keys=batch)]
        results = match_batch(pairs, members, context)
        with writing(run.engine) as connection:
            found += match_store.record(connection, results, run.now)
            match_store.mark_matched(connection, SCORER, run.now, notices=batch)
    with writing(run.engine) as connection:
        match_store.mark_matched(connection, SCORER, run.now, members=[member.id for member in members])
    return Matched(notices=len(keys), members=len(members), matches=found)
