"""Joint bids as judged: what is judged again, what is kept, which come first."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Engine

from model.form import FormType
from model.jointbid import Bundle, Verdict
from model.money import Money
from store import jointbids, members
from store.database import reading, writing
from tests.factories import a_lot, a_member, a_notice
from tests.store.deliveries import FIRST, SECOND, Delivery, deliver
from tests.store.jointbid_cases import a_joint_bid

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
JUDGE = "needs-1"


def judge_all(engine: Engine, *judged: tuple[object, float], day: date = TODAY) -> None:
    with writing(engine) as connection:
        jointbids.record(connection, judged, JUDGE, NOW, day)  # type: ignore[arg-type]  # tests pass pairs


def stale(engine: Engine, day: date = TODAY, judge: str = JUDGE, now: datetime = NOW) -> list[str]:
    with reading(engine) as connection:
        return jointbids.stale(connection, judge, now, day)


def test_a_joint_bid_comes_back_as_it_was_judged(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))

    judge_all(engine, (a_joint_bid(), 8.5))

    with reading(engine) as connection:
        [kept] = jointbids.proposals(connection)
        assert (kept.joint, kept.promise, kept.first_at) == (a_joint_bid(), 8.5, NOW)
        assert jointbids.proposal(connection, FIRST) == kept
        assert jointbids.proposal(connection, SECOND) is None
        assert jointbids.proposals(connection, verdicts=[Verdict.SOLO]) == []


def test_what_changed_is_judged_again_and_nothing_else(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    assert stale(engine) == [FIRST]

    judge_all(engine, (a_joint_bid(), 8.5))

    assert stale(engine) == []
    assert stale(engine, judge="needs-2") == [FIRST]
    assert stale(engine, day=TODAY + timedelta(days=1)) == [FIRST]
    deliver(engine, Delivery(a_notice(version=2, lots=(a_lot(), a_lot(id="LOT-0002"))), body=b"2"))
    assert stale(engine) == [FIRST]


def test_a_changed_profile_has_everything_judged_again(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    judge_all(engine, (a_joint_bid(verdict=Verdict.NOBODY), 0.0))
    assert stale(engine, day=TODAY + timedelta(days=1)) == []

    with writing(engine) as connection:
        members.replace(connection, [a_member()])

    assert stale(engine) == [FIRST]


def test_what_can_no_longer_be_won_is_neither_judged_nor_kept(engine: Engine) -> None:
    result = a_notice(notice_uuid=SECOND, source_id="2026-100002", procedure_id=None, form_type=FormType.RESULT)
    deliver(engine, Delivery(a_notice()), Delivery(result))
    judge_all(engine, (a_joint_bid(), 8.5))
    later = NOW + timedelta(days=40)

    assert stale(engine) == []
    assert stale(engine, judge="needs-2", now=later) == []
    with writing(engine) as connection:
        jointbids.forget_closed(connection, later)
        assert jointbids.proposals(connection) == []


def test_the_most_promising_come_first(engine: Engine) -> None:
    other = a_notice(notice_uuid=SECOND, source_id="2026-100002", procedure_id=None)
    deliver(engine, Delivery(a_notice()), Delivery(other))

    judge_all(engine, (a_joint_bid(), 6.0), (a_joint_bid(notice=SECOND), 9.0))

    with reading(engine) as connection:
        assert [one.joint.notice for one in jointbids.proposals(connection)] == [SECOND, FIRST]
        assert len(jointbids.proposals(connection, limit=1)) == 1


def test_a_joint_bid_is_new_from_when_it_first_had_a_team(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice()))
    later = NOW + timedelta(days=1)

    with writing(sqlite_engine) as connection:
        jointbids.record(connection, [(a_joint_bid(verdict=Verdict.NOBODY), 0.0)], JUDGE, NOW, TODAY)
        jointbids.record(connection, [(a_joint_bid(), 8.0)], JUDGE, later, TODAY)
        jointbids.record(connection, [(a_joint_bid(), 7.0)], JUDGE, later + timedelta(days=1), TODAY)

        [kept] = jointbids.proposals(connection)
        assert (kept.first_at, kept.promise) == (later, 7.0)


def test_bundles_are_replaced_and_the_largest_comes_first(engine: Engine) -> None:
    def a_bundle(name: str, total: int) -> Bundle:
        money = Money(Decimal(total), "NOK")
        return Bundle(
            id=name, buyer="Ravnvik", region="NO071", notices=("a", "b"), total=money, members=("fjordstaal",)
        )

    with writing(engine) as connection:
        jointbids.replace_bundles(connection, [a_bundle("old", 1)], NOW)
        jointbids.replace_bundles(connection, [a_bundle("one", 2_000_000), a_bundle("two", 3_000_000)], NOW)

        assert [one.id for one in jointbids.bundles(connection)] == ["two", "one"]
