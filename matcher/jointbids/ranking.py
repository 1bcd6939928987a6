"""Which joint bids to look at first: sure ones of several trades, with time to form the team."""

from typing import Final

from model.jointbid import JointBid, Light, LotJudgement, NeedKind, Team, Verdict

TEAMS: Final = frozenset({Verdict.GREEN, Verdict.AMBER})
"""Verdicts that come with a team."""

PLANNED: Final = 3.0
"""A planning notice leaves the time that forming a team takes."""

GREEN: Final = 2.0
"""A team in which nobody competes with anybody asks least of the firms."""

COVERED: Final = 3.0
"""All that the contract takes is covered; less where something is not."""

NAMED: Final = 2.0
"""Every part rests on a trade that the notice's words and the member's own name alike."""

MAIN: Final = 1.0
"""The trade the contract is about is among what the team does."""

APART: Final = 2.0
"""Taken off where bids for parts are allowed: each may bid for its own part, and should look at that first."""

HURRIED: Final = 1.0
"""Taken off where fewer than FORTNIGHT days are left."""

FORTNIGHT: Final = 14


def promise(joint: JointBid) -> float:
    """How much a joint bid promises, 0 without a team. Made of yes and no alone: scores that move turn nothing over."""
    if joint.verdict not in TEAMS or not joint.teams:
        return 0.0
    team = joint.teams[0]
    lot = home(joint, team)
    hurried = joint.days_left is not None and joint.days_left < FORTNIGHT and not joint.planning
    told = (
        (PLANNED, joint.planning),
        (GREEN, team.light is Light.GREEN),
        (-APART, lot.parts is not None),
        (-HURRIED, hurried),
    )
    return _of_work(lot, team) + sum(points for points, holds in told if holds)


def home(joint: JointBid, team: Team) -> LotJudgement:
    """The lot, or the whole, that a team is proposed for."""
    return next(lot for lot in joint.lots if team in lot.teams)


def _of_work(lot: LotJudgement, team: Team) -> float:
    """By how much of the work is covered, and how surely it is named."""
    trades = [need for need in lot.needs if need.kind is NeedKind.TRADE]
    inside = {need for one in team.members for need in one.needs}
    covered = [need for need in trades if need.id in inside]
    sure = {one.need for one in lot.coverage if one.surely and one.member in team.ids}
    named = [need for need in covered if need.id in sure and need.quote != need.cpv]
    points = COVERED * len(covered) / max(len(trades), 1) + NAMED * len(named) / max(len(covered), 1)
    return points + min(len(covered), 4) / 4 + (MAIN if any(need.main for need in covered) else 0.0)
