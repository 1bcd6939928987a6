"""Contracts judged by hand (cases.toml): the verdict, the team, who is superfluous, what stays uncovered."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher import exchange
from matcher.jointbids.verdicts import judge_batch
from matcher.jointbids.vocabulary import Known, learn
from model.jointbid import JointBid, Light, Verdict
from model.member import Member
from model.notice import Notice
from model.profile import from_mapping

TABLE = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def a_case_notice(case: dict[str, Any]) -> Notice:
    row = {"id": case["name"], "nuts": ["NO071"], "deadline": "2027-01-15", "type": "competition/cn-standard", **case}
    return exchange.notice(row)


def a_case_member(name: str) -> Member:
    return from_mapping({"id": name, "name": name.capitalize(), **TABLE["members"][name]})


@pytest.fixture(scope="module")
def known() -> Known:
    return learn((case["name"], a_case_notice(case)) for case in CASES)


def judged(case: dict[str, Any], known: Known) -> JointBid:
    members = [a_case_member(name) for name in case["members"]]
    [found] = judge_batch([(case["name"], a_case_notice(case))], members, known, NOW)
    return found


def test_there_are_at_least_forty_cases() -> None:
    assert len(CASES) >= 40
    assert {case["verdict"] for case in CASES} == {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_contract_is_judged_as_by_hand(case: dict[str, Any], known: Known) -> None:
    found = judged(case, known)

    team = found.teams[0] if found.teams else None
    needs = {need.id: need for need in found.needs}
    told = {
        "verdict": found.verdict.value,
        "team": sorted(team.ids) if team else [],
        "solo": list(found.solo),
        "superfluous": sorted(set(found.subcontract) - set(team.ids if team else ())),
        "uncovered": [needs[one].name for one in (team.uncovered if team else found.lots[0].uncovered)],
        "lead": team.lead if team else None,
    }
    assert {name: told[name] for name in told if name in case} == {name: case[name] for name in told if name in case}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_need_quotes_words_of_the_notice(case: dict[str, Any], known: Known) -> None:
    texts = str(case)

    found = judged(case, known)

    assert all(need.quote and need.quote in texts for need in found.needs)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_team_says_why_none_bids_alone_and_never_calls_it_lawful(case: dict[str, Any], known: Known) -> None:
    found = judged(case, known)

    for team in found.teams:
        assert team.light is not Light.RED
        assert all(one.why_not_alone and one.adds for one in team.members)
        assert "mulig samarbeid å vurdere" in team.reasons[0].lower()
        assert "lovlig" not in " ".join(team.reasons).lower()


def test_the_order_of_members_is_of_no_account(known: Known) -> None:
    notices = [(case["name"], a_case_notice(case)) for case in CASES]
    members = [a_case_member(name) for name in TABLE["members"]]

    assert judge_batch(notices, members, known, NOW) == judge_batch(notices, members[::-1], known, NOW)


def test_other_notices_and_strange_members_turn_no_team_over(known: Known) -> None:
    notices = [(case["name"], a_case_notice(case)) for case in CASES]
    members = [a_case_member(name) for name in TABLE["members"]]
    stranger = from_mapping({"id": "zzz", "name": "Zzz", "capabilities": ["dykking og undervannsarbeid"]})

    alone = judge_batch(notices, members, learn([]), NOW)

    assert [one.teams for one in judge_batch(notices, [*members, stranger], known, NOW)] == [one.teams for one in alone]
