"""What letters tell of joint bids: a member its own part, the leader everything."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from model.assessment import QUESTIONS, Said
from model.collaboration import Answer, Stage
from store import collaborations, jointbids, members, together
from store.database import writing
from tests.factories import a_member, a_notice
from tests.store.deliveries import FIRST, Delivery, deliver
from tests.store.jointbid_cases import MEMBERS, a_joint_bid

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def prepare(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    with writing(engine) as connection:
        members.replace(connection, [a_member(id=one, name=f"{one.capitalize()} AS") for one in MEMBERS])
        jointbids.record(connection, [(a_joint_bid(), 8.0)], "needs", NOW, NOW.date())


def release(connection: Connection) -> int:
    joint = a_joint_bid()
    number = collaborations.take_up(connection, joint, joint.teams[0], by="leader", at=NOW)
    for question in QUESTIONS:
        if not question.of_members:
            said = Said(question=question.key, member=None, text="Vurdert.", name="Kari", at=NOW)
            collaborations.assess(connection, number, said)
    collaborations.release(connection, number, by="leader", at=NOW)
    return number


def told(connection: Connection, member: str, now: datetime = NOW) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.stored.key, one.names) for one in together.for_member(connection, member, now)]


def test_a_member_is_told_once_it_is_released_and_of_names_once_both_agreed(sqlite_engine: Engine) -> None:
    prepare(sqlite_engine)
    with writing(sqlite_engine) as connection:
        assert told(connection, "rorvik") == []

        number = release(connection)

        assert told(connection, "rorvik") == [(FIRST, ())]
        for member in ("rorvik", "fjordluft"):
            collaborations.answer(connection, number, member, Answer.YES, by=member, at=NOW)
        assert told(connection, "rorvik") == [(FIRST, ("Fjordluft AS",))]


@pytest.mark.parametrize("end", ["refused", "withdrawn", "past"])
def test_what_it_refused_and_what_is_over_is_not_told_again(sqlite_engine: Engine, end: str) -> None:
    prepare(sqlite_engine)
    with writing(sqlite_engine) as connection:
        number = release(connection)

        if end == "refused":
            collaborations.answer(connection, number, "rorvik", Answer.NO, by="rorvik", at=NOW)
        if end == "withdrawn":
            collaborations.move(connection, number, Stage.WITHDRAWN, by="leader", at=NOW)

        assert told(connection, "rorvik", NOW + timedelta(days=60 if end == "past" else 0)) == []


def test_the_leader_is_told_of_what_is_new_and_what_is_under_way(sqlite_engine: Engine) -> None:
    prepare(sqlite_engine)
    with writing(sqlite_engine) as connection:
        release(connection)

        overview = together.for_leader(connection, NOW - timedelta(days=7))
        later = together.for_leader(connection, NOW + timedelta(days=1))

        assert [(one.joint.notice, stored.key) for one, stored in overview.new] == [(FIRST, FIRST)]
        assert [one.stage for one, _ in overview.under_way] == [Stage.RELEASED]
        assert (later.new, later.more) == ((), 0)
