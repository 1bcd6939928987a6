"""Which joint bids are shown first."""

from dataclasses import replace

from matcher.jointbids.ranking import promise
from model.jointbid import Coverage, JointBid, Light, LotJudgement, Need, Team, TeamMember, Verdict

NEEDS = (Need(id="elektro", name="elektro", quote="elektro", main=True), Need(id="rør", name="rør", quote="rør"))


def a_team(**changes: object) -> Team:
    members = (
        TeamMember(member="a", needs=("elektro",), why_not_alone="Dekker ikke rør alene", adds=""),
        TeamMember(member="b", needs=("rør",), why_not_alone="Dekker ikke elektro alene", adds=""),
    )
    return replace(Team(members=members, lead="a", light=Light.GREEN), **changes)  # type: ignore[arg-type]


def a_joint(team: Team, *, parts: str | None = None, surely: bool = True) -> JointBid:
    coverage = tuple(
        Coverage(member=one.member, need=need, words=need, surely=surely) for one in team.members for need in one.needs
    )
    lot = LotJudgement(
        lot=None, verdict=Verdict.GREEN, needs=NEEDS, coverage=coverage, teams=(team,), parts=parts
    )  # fmt: skip
    return JointBid(notice="n", verdict=Verdict.GREEN, lots=(lot,), teams=(team,), days_left=30)


def test_a_plan_comes_before_a_competition() -> None:
    joint = a_joint(a_team())

    assert promise(replace(joint, planning=True)) > promise(joint)


def test_what_hurries_has_overlap_or_may_be_bid_for_in_parts_comes_later() -> None:
    joint = a_joint(a_team())

    assert promise(joint) > promise(replace(joint, days_left=8))
    assert promise(joint) > promise(a_joint(a_team(light=Light.AMBER)))
    assert promise(joint) > promise(a_joint(a_team(), parts="deltilbud"))
    assert promise(joint) > promise(a_joint(a_team(), surely=False))


def test_without_a_team_nothing_is_promised() -> None:
    joint = replace(a_joint(a_team()), verdict=Verdict.SOLO, teams=())

    assert promise(joint) == 0
