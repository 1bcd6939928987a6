"""
The verdict on a contract, exactly as defined.

Each lot is judged, else the whole. `solo`: exactly one member is able alone. `joint-red`: two or more are, and nothing
needs a team. Otherwise a team: `joint-green` without overlap in it, `joint-amber` with. `too-late`: the deadline is
past, or a team is needed with under seven days left. `nobody`: a main trade, an absolute requirement or the total size
is missing in the whole cluster.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Final

from matcher.jointbids import time, words
from matcher.jointbids.coverage import Skills, coverage, skills, worth
from matcher.jointbids.needs import needs_of
from matcher.jointbids.search import LARGEST, MOST
from matcher.jointbids.teams import Field, propose
from matcher.jointbids.units import Unit, units
from matcher.jointbids.vocabulary import Known
from matcher.jointbids.wording import part_bids
from model.jointbid import JointBid, Light, LotJudgement, NeedKind, Verdict
from model.member import Member
from model.notice import Notice

BEST: Final = (Verdict.SOLO, Verdict.GREEN, Verdict.AMBER, Verdict.RED, Verdict.TOO_LATE, Verdict.NOBODY)
"""Which lot's verdict is the notice's: a bid alone comes first, as lots a single member can take are shown first."""


def judge_batch(
    notices: Iterable[tuple[str, Notice]], members: Sequence[Member], known: Known, now: datetime
) -> list[JointBid]:
    """What the cluster could make of each (key, notice). Pure: `now` is the run's clock."""
    read = [skills(member, known) for member in sorted(members, key=lambda member: member.id)]
    return [judge(key, notice, read, known, now) for key, notice in notices]


def judge(key: str, notice: Notice, members: Sequence[Skills], known: Known, now: datetime) -> JointBid:
    """What the cluster could make of one notice."""
    judged = [_judge_unit(unit, members, known, now) for unit in units(notice)]
    verdict = min((one.verdict for one in judged), key=BEST.index)
    by_light = sorted(
        (team for one in judged for team in one.teams), key=lambda team: (team.light is not Light.GREEN,)
    )  # fmt: skip
    teams = tuple(by_light[:MOST])
    solo = tuple(sorted({member for one in judged for member in one.solo}))
    able = {one.member for lot in judged for one in lot.coverage}
    bidding = set(teams[0].ids) if teams else set(solo if verdict is Verdict.SOLO else ())
    lefts = [left for unit in units(notice) if (left := time.days_left(notice, unit.lot, now)) is not None]
    return JointBid(
        notice=key,
        verdict=verdict,
        lots=tuple(judged),
        teams=teams,
        solo=solo,
        subcontract=tuple(sorted(able - bidding)),
        days_left=min(lefts, default=None),
        planning=time.is_planning(notice),
    )


def _judge_unit(unit: Unit, members: Sequence[Skills], known: Known, now: datetime) -> LotJudgement:
    held = chain.from_iterable(one.member.certificates for one in members)
    needs = needs_of(unit, known, held)
    field = Field(
        needs=needs,
        covered=coverage(needs, unit, members, known),
        members={one.member.id: one.member for one in members},
        value=worth(unit),
        parts=None if unit.divided else part_bids(" \n".join(unit.texts)),
    )
    if time.is_over(unit.notice, unit.lot, now):
        return _told(unit, field, Verdict.TOO_LATE, words.OVER)
    missing = _missing(field)
    if missing is not None:
        return _told(unit, field, Verdict.NOBODY, missing)
    alone = field.alone
    if alone:
        names = words.listed(field.members[one].name for one in alone)
        verdict, sentence = (Verdict.SOLO, words.SOLO) if len(alone) == 1 else (Verdict.RED, words.COMPETE)
        return _told(unit, field, verdict, sentence.format(members=names), solo=alone)
    return _with_team(unit, field, now)


def _with_team(unit: Unit, field: Field, now: datetime) -> LotJudgement:
    teams = propose(field)
    if not teams:
        return _without_team(unit, field)
    if time.too_late_for_team(unit.notice, unit.lot, now):
        left = time.days_left(unit.notice, unit.lot, now)
        return _told(unit, field, Verdict.TOO_LATE, words.NO_TIME.format(days=left))
    verdict = Verdict.GREEN if teams[0].light is Light.GREEN else Verdict.AMBER
    told = _told(unit, field, verdict, _time_told(unit, now))
    return replace(told, teams=teams)


def _without_team(unit: Unit, field: Field) -> LotJudgement:
    """Where parts may be bid for and every team would hold rivals, they compete; else the size is out of reach."""
    if field.parts is not None:
        rivals = words.listed(field.members[one].name for one in field.ids)
        return _told(unit, field, Verdict.RED, words.COMPETE.format(members=rivals))
    return _told(unit, field, Verdict.NOBODY, _no_room(field))


def _missing(field: Field) -> str | None:
    """Why nobody can bid: a main trade or an absolute requirement is missing, too much of the work, or the size."""
    trades = [need for need in field.needs if need.kind is NeedKind.TRADE]
    without = [need for need in field.uncovered if need.main or need.absolute]
    if not trades:
        return words.NO_TRADE
    if without:
        return words.NO_MAIN.format(needs=words.names(without))
    covered = [need for need in trades if need in field.coverable]
    if len(covered) * 2 < len(trades) and not any(need.main for need in covered):
        return words.TOO_WIDE.format(needs=words.names(field.uncovered))
    most = sum(sorted(field.room.values(), reverse=True)[:LARGEST])
    return _no_room(field) if most < field.wanted else None


def _no_room(field: Field) -> str:
    return words.NO_ROOM.format(value="" if field.value is None else words.amount(field.value))


def _time_told(unit: Unit, now: datetime) -> str:
    if time.is_planning(unit.notice):
        return words.PLANNED
    left = time.days_left(unit.notice, unit.lot, now)
    return words.DAYS.format(days=left) if left is not None else ""


def _told(unit: Unit, field: Field, verdict: Verdict, *reasons: str, solo: tuple[str, ...] = ()) -> LotJudgement:
    unknown = [need for need in field.needs if not need.judged]
    more = [words.TO_CLARIFY.format(needs=words.names(unknown))] if unknown else []
    return LotJudgement(
        lot=unit.lot.id if unit.divided else None,
        verdict=verdict,
        needs=field.needs,
        coverage=field.covered,
        solo=solo,
        uncovered=tuple(need.id for need in field.uncovered),
        reasons=tuple(reason for reason in (*reasons, *more) if reason),
        parts=field.parts,
    )
