"""The made-up market holds contracts that no member alone but a few together cover; all find the team meant."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from crawler.formats import eforms as format_
from crawler.formats.origin import Origin
from demo import eforms
from demo.market import load
from matcher.jointbids.coverage import skills
from matcher.jointbids.verdicts import judge
from matcher.jointbids.vocabulary import learn
from model.jointbid import JointBid, Light, Verdict
from model.profile import from_toml

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def judged() -> dict[str, JointBid]:
    market = load()
    members = [
        from_toml(path.read_text(encoding="utf-8"), member_id=path.name.removesuffix(".toml"))
        for path in (files("demo") / "cluster").iterdir()
        if path.name.endswith(".toml")
    ]
    notices = {}
    for notice in market.notices:
        if notice.kind in {"competition", "planning"}:
            origin = Origin(source="doffin", source_id=notice.id, url="")
            (notices[notice.id],) = format_.read(eforms.xml(market, notice), origin)
    known = learn(notices.items())
    read = [skills(member, known) for member in sorted(members, key=lambda member: member.id)]
    return {key: judge(key, notice, read, known, MORNING) for key, notice in notices.items()}


def test_a_workshop_of_many_trades_and_bridges_take_a_team(judged: dict[str, JointBid]) -> None:
    teams = {key: judged[key].teams[0] for key in ("2026-118104", "2026-118117", "2026-118118")}

    assert {key: sorted(team.ids) for key, team in teams.items()} == {
        "2026-118104": ["dalanlegg", "fjordstaal", "polarelektro", "roervarme"],
        "2026-118117": ["fjordstaal", "kystflate"],
        "2026-118118": ["dalanlegg", "fjordstaal", "kystflate"],
    }
    assert {team.light for team in teams.values()} == {Light.GREEN}


def test_a_turnkey_kindergarten_needs_a_builder_whom_the_cluster_lacks(judged: dict[str, JointBid]) -> None:
    kindergarten = judged["2026-118029"]

    assert kindergarten.verdict is Verdict.NOBODY
    assert {"polarelektro", "roervarme"} <= set(kindergarten.subcontract)


def test_each_lot_of_the_treatment_plant_is_shown_to_whom_can_take_it_alone(judged: dict[str, JointBid]) -> None:
    plant = judged["2026-118002"]

    assert plant.verdict is Verdict.SOLO
    assert [lot.verdict.value for lot in plant.lots] == ["solo", "joint-red", "solo", "solo", "solo"]
    assert not plant.teams
