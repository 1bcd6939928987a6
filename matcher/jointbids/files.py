"""`jointbids`: the joint bids of a file of members and a file of notices, without any database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from matcher import exchange
from matcher.jointbids.verdicts import judge_batch
from matcher.jointbids.vocabulary import learn
from matcher.trades import Trade
from model.jointbid import JointBid, Need, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was read, how many notices got each verdict, and the lines that could not be read."""

    members: int
    notices: int
    verdicts: dict[str, int]
    faults: tuple[str, ...]


def propose_files(members: Path, notices: Path, out: Path, now: datetime, trades: Sequence[Trade] = ()) -> Summary:
    """Judge every notice; `out` gets one line each, in the notices' order. Raises ExchangeError."""
    profiles, read = exchange.members(members), exchange.notices(notices)
    judged = judge_batch(read.notices, profiles, learn(read.notices, trades), now)
    verdicts: dict[str, int] = {}
    with out.open("w", encoding="utf-8") as stream:
        for one in judged:
            verdicts[one.verdict.value] = verdicts.get(one.verdict.value, 0) + 1
            stream.write(json.dumps(row(one), ensure_ascii=False) + "\n")
    return Summary(members=len(profiles), notices=len(judged), verdicts=verdicts, faults=read.faults)


def row(joint: JointBid) -> dict[str, Any]:
    """One line of the file interface (DESIGN 5)."""
    return {
        "notice": joint.notice,
        "verdict": joint.verdict.value,
        "needs": [_need(need) for need in joint.needs],
        "teams": [_team(team) for team in joint.teams],
        "solo": list(joint.solo),
        "subcontract": list(joint.subcontract),
    }


def _need(need: Need) -> dict[str, Any]:
    return {"id": need.id, "name": need.name, "quote": need.quote, "cpv": need.cpv, "lot": need.lot}


def _team(team: Team) -> dict[str, Any]:
    return {
        "members": [
            {"member": one.member, "needs": list(one.needs), "why_not_alone": one.why_not_alone} for one in team.members
        ],
        "lead": team.lead,
        "light": team.light.value,
        "uncovered": list(team.uncovered),
        "reasons": list(team.reasons),
    }
