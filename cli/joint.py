"""Joint bids judged from the store and back into it: what a night does, and what the leader's verbs share."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cli import matching, trades
from cli.call import Call
from cli.clock import OSLO
from matcher.jointbids.bundles import bundles
from matcher.jointbids.coverage import Skills, skills
from matcher.jointbids.ranking import promise
from matcher.jointbids.verdicts import judge
from matcher.jointbids.vocabulary import learn
from matcher.trades import Trade
from model.jointbid import Verdict
from store import jointbids, members, notices
from store.database import reading, writing

JUDGE: Final = "needs-2"
"""Names the rules; a change of them gives it another number, and everything is judged anew."""

BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How many notices were judged, how many joint bids with a team stand, how many of them are new; bundles."""

    judged: int
    teams: int
    new: int
    bundles: int


def judge_all(run: Call) -> Judging:
    """Judge every open notice that is new or changed, or meets changed profiles, or whose days left have gone on."""
    day, own = run.now.astimezone(OSLO).date(), trades.of(run)
    judge_ = _judge(own)
    with writing(run.engine) as connection:
        jointbids.forget_closed(connection, run.now)
    with reading(run.engine) as connection:
        cluster = members.members(connection)
        keys = jointbids.stale(connection, judge_, run.now, day) if cluster else []
        learnt = matching.newest(connection) if keys else []
    if keys:
        known = learn(learnt, own)
        read = [skills(member, known) for member in cluster]
        for start in range(0, len(keys), BATCH):
            with reading(run.engine) as connection:
                stored = list(notices.current(connection, keys=keys[start : start + BATCH]))
            judged = [judge(one.key, one.notice, read, known, run.now) for one in stored]
            with writing(run.engine) as connection:
                jointbids.record(connection, [(one, promise(one)) for one in judged], judge_, run.now, day)
        _bundle(run, read)
    with reading(run.engine) as connection:
        standing = jointbids.proposals(connection)
        made = len(jointbids.bundles(connection))
    new = sum(one.first_at == run.now for one in standing)
    return Judging(judged=len(keys), teams=len(standing), new=new, bundles=made)


def _judge(own: Sequence[Trade]) -> str:
    """What judges: the rules, and the leader's own trades where there are any."""
    return f"{JUDGE} {hashlib.sha256(repr(own).encode()).hexdigest()[:12]}" if own else JUDGE


def _bundle(run: Call, read: Sequence[Skills]) -> None:
    with reading(run.engine) as connection:
        judged = {one.joint.notice: one.joint for one in jointbids.proposals(connection, verdicts=tuple(Verdict))}
        stored = notices.current(connection, keys=sorted(judged))
        found = bundles([(one.notice, judged[one.key]) for one in stored], read)
    with writing(run.engine) as connection:
        jointbids.replace_bundles(connection, found, run.now)
