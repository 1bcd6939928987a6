"""Joint bids for the tests of the store: a school that takes an electrician, a plumber and ventilation."""

from dataclasses import replace
from typing import Any

from model.jointbid import Coverage, JointBid, Light, LotJudgement, Need, PairLight, Team, TeamMember, Verdict
from tests.store.deliveries import FIRST

NEEDS = tuple(Need(id=name, name=name, quote=f"«{name}»") for name in ("luft", "elektro", "rør"))
MEMBERS = ("fjordluft", "polarelektro", "rorvik")


def a_team(**changes: Any) -> Team:
    parts = tuple(
        TeamMember(member=member, needs=(need.id,), why_not_alone=f"Dekker bare {need.name}", adds=f"Uten: {need.name}")
        for member, need in zip(MEMBERS, NEEDS, strict=True)
    )
    pair = PairLight(members=("fjordluft", "polarelektro"), light=Light.GREEN, reason="Fjordluft og Polar: ulike fag")
    return replace(Team(members=parts, lead="polarelektro", light=Light.GREEN, pairs=(pair,)), **changes)


def a_joint_bid(team: Team | None = None, **changes: Any) -> JointBid:
    team = team or a_team()
    coverage = tuple(Coverage(member=one.member, need=one.needs[0], words=one.needs[0]) for one in team.members)
    lot = LotJudgement(lot=None, verdict=Verdict.GREEN, needs=NEEDS, coverage=coverage, teams=(team,))
    joint = JointBid(notice=FIRST, verdict=Verdict.GREEN, lots=(lot,), teams=(team,), days_left=30)
    return replace(joint, **changes)
