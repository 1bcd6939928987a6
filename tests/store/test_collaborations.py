"""Teams taken up: nobody is named before release and consent, a refusal stays with the leader, everything is noted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import Connection, Engine

from model.assessment import QUESTIONS, Said
from model.collaboration import Answer, OwnPart, Stage
from model.jointbid import Light, Verdict
from store import collaborations, journal
from store.collaborations import RefusedError
from store.database import writing
from tests.store.deliveries import FIRST
from tests.store.jointbid_cases import MEMBERS, NEEDS, a_joint_bid, a_team

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def connection(sqlite_engine: Engine) -> Iterator[Connection]:
    with writing(sqlite_engine) as opened:
        yield opened


def assess_as_leader(connection: Connection, number: int) -> None:
    for question in QUESTIONS:
        if not question.of_members:
            said = Said(question=question.key, member=None, text="Vurdert, se notat.", name="Kari Leder", at=NOW)
            collaborations.assess(connection, number, said)


def taken_up(connection: Connection) -> int:
    joint = a_joint_bid()
    return collaborations.take_up(connection, joint, joint.teams[0], by="leader", at=NOW)


def released(connection: Connection) -> int:
    number = taken_up(connection)
    assess_as_leader(connection, number)
    collaborations.release(connection, number, by="leader", at=NOW)
    return number


def say(connection: Connection, number: int, member: str, answer: Answer) -> None:
    collaborations.answer(connection, number, member, answer, by=member, at=LATER)


def test_nobody_sees_what_is_not_released(connection: Connection) -> None:
    taken_up(connection)

    assert [collaborations.shown_to(connection, member) for member in MEMBERS] == [[], [], []]


def test_a_team_is_taken_up_once_and_kept_as_it_stood(connection: Connection) -> None:
    first, second = taken_up(connection), taken_up(connection)

    kept = collaborations.collaboration_of(connection, first)
    assert first == second
    assert kept is not None
    assert (kept.team, kept.needs, kept.stage) == (a_team(), NEEDS, Stage.CONSIDERED)


@pytest.mark.parametrize("verdict", [Verdict.RED, Verdict.TOO_LATE, Verdict.SOLO, Verdict.NOBODY])
def test_rivals_and_what_is_too_late_cannot_be_taken_up(connection: Connection, verdict: Verdict) -> None:
    joint = a_joint_bid(verdict=verdict)

    with pytest.raises(RefusedError, match=verdict.value):
        collaborations.take_up(connection, joint, joint.teams[0], by="leader", at=NOW)


def test_a_red_team_cannot_be_taken_up(connection: Connection) -> None:
    red = a_joint_bid(a_team(light=Light.RED))

    with pytest.raises(RefusedError):
        collaborations.take_up(connection, red, red.teams[0], by="leader", at=NOW)


def test_the_leader_assesses_before_anybody_is_asked(connection: Connection) -> None:
    number = taken_up(connection)

    with pytest.raises(RefusedError, match="rivals"):
        collaborations.release(connection, number, by="leader", at=NOW)


@pytest.mark.parametrize("answers", list(product(Answer, repeat=3)), ids="-".join)
def test_a_member_sees_only_those_who_agreed_and_only_when_it_did_itself(
    connection: Connection, answers: tuple[Answer, ...]
) -> None:
    number = released(connection)
    said = dict(zip(MEMBERS, answers, strict=True))

    for member, answer in said.items():
        if answer is not Answer.ASKED:
            say(connection, number, member, answer)

    agreed = {member for member, answer in said.items() if answer is Answer.YES}
    for member in MEMBERS:
        [part] = collaborations.shown_to(connection, member)
        assert set(part.named) == (agreed - {member} if member in agreed else set())
        assert part.needs == (NEEDS[MEMBERS.index(member)],)


def test_what_a_member_is_shown_holds_nothing_of_the_others(connection: Connection) -> None:
    number = released(connection)
    before = collaborations.shown_to(connection, "polarelektro")

    say(connection, number, "rorvik", Answer.NO)
    say(connection, number, "fjordluft", Answer.YES)

    assert collaborations.shown_to(connection, "polarelektro") == before
    assert not {"rorvik", "fjordluft", "Fjordluft", "luft", "rør"} & set(repr(before).replace("'", " ").split())


def test_the_leader_sees_who_refused(connection: Connection) -> None:
    number = released(connection)

    say(connection, number, "rorvik", Answer.NO)

    kept = collaborations.collaboration_of(connection, number)
    assert kept is not None
    assert {one.member: one.answer for one in kept.partners} == {
        "fjordluft": Answer.ASKED,
        "polarelektro": Answer.ASKED,
        "rorvik": Answer.NO,
    }


def test_a_withdrawn_team_is_seen_by_nobody(connection: Connection) -> None:
    number = released(connection)
    for member in MEMBERS:
        say(connection, number, member, Answer.YES)

    collaborations.move(connection, number, Stage.WITHDRAWN, by="leader", at=LATER)

    assert [collaborations.shown_to(connection, member) for member in MEMBERS] == [[], [], []]
    with pytest.raises(RefusedError):
        say(connection, number, "rorvik", Answer.YES)


def test_strangers_see_nothing_and_cannot_answer(connection: Connection) -> None:
    number = released(connection)

    assert collaborations.shown_to(connection, "fjordstaal") == []
    with pytest.raises(RefusedError):
        say(connection, number, "fjordstaal", Answer.YES)


def test_a_bid_is_won_only_after_it_was_submitted(connection: Connection) -> None:
    number = released(connection)

    with pytest.raises(RefusedError):
        collaborations.move(connection, number, Stage.WON, by="leader", at=LATER)
    collaborations.move(connection, number, Stage.SUBMITTED, by="leader", at=LATER)
    collaborations.move(connection, number, Stage.WON, by="leader", at=LATER)

    kept = collaborations.collaboration_of(connection, number)
    assert kept is not None
    assert kept.stage is Stage.WON


@pytest.mark.parametrize("text", ["Vi tar 950 kr timen", "Ledig kapasitet fra mars", "Lav tilbudspris"])
def test_prices_and_free_capacity_are_never_kept(connection: Connection, text: str) -> None:
    number = taken_up(connection)
    said = Said(question="gain", member=None, text=text, name="Kari Leder", at=NOW)

    with pytest.raises(RefusedError, match="Skriv aldri om pris"):
        collaborations.assess(connection, number, said)


def test_a_member_answers_for_itself_once_asked(connection: Connection) -> None:
    number = released(connection)
    own = Said(question="alone", member="rorvik", text="Nei, vi har ikke elektro.", name="Per Rør", at=LATER)

    collaborations.assess(connection, number, own)
    collaborations.assess(connection, number, own)

    assert [said for said in collaborations.assessments(connection, number) if said.member] == [own]
    with pytest.raises(RefusedError):
        collaborations.assess(connection, number, Said(question="gain", member="rorvik", text="x", name="P", at=LATER))


def test_both_databases_keep_it_all(engine: Engine) -> None:
    with writing(engine) as connection:
        number = released(connection)
        say(connection, number, "rorvik", Answer.YES)

        [part] = collaborations.shown_to(connection, "rorvik")
        [kept] = collaborations.collaborations(connection, notice=FIRST)

        assert (part.answer, kept.partners[2].answered_at) == (Answer.YES, LATER)
        assert len(journal.entries(connection)) > 3


def test_the_journal_says_who_did_and_saw_what_when(connection: Connection) -> None:
    number = released(connection)
    say(connection, number, "rorvik", Answer.YES)

    collaborations.saw(connection, "rorvik", [number], where="brev", at=LATER)

    lines = journal.entries(connection, subject=f"collaboration:{number}")
    assert [(line.who, line.act) for line in lines[:3]] == [
        ("rorvik", "saw"),
        ("rorvik", "answered yes"),
        ("leader", "released"),
    ]
    assert [line.act for line in journal.entries(connection, who="rorvik", since=LATER)] == ["saw", "answered yes"]


def test_an_own_part_has_no_room_for_others() -> None:
    assert set(OwnPart.__slots__) == {
        "id", "notice", "lot", "needs", "why_not_alone", "proposed_lead", "answer", "stage", "released_at", "named",
    }  # fmt: skip
