"""Likeness proposes, people decide, and what was decided can be taken back."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Engine

from model.form import FormType
from model.notice import Deadline, Notice
from model.organisation import Organisation
from model.text import Text
from store import notices, proposals
from store.database import reading, writing
from store.likeness import likeness
from tests.factories import a_lot, a_notice
from tests.store.deliveries import FIRST, START, Delivery, deliver, snapshot

FEED = "feeds:42"


def in_a_feed(**changes: Any) -> Notice:
    own = {"source": "feeds", "source_id": "42", "notice_uuid": None, "procedure_id": None, "url": None, "cpv": ()}
    return a_notice(**{**own, "title": Text.plain("Ny verkstedhall, Ravnvik"), **changes})


def keys(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [stored.key for stored in notices.current(connection)]


def propose(engine: Engine) -> list[proposals.Proposal]:
    with writing(engine) as connection:
        proposals.renew(connection)
        return proposals.waiting(connection)


def test_a_feed_item_like_a_notice_is_proposed_with_the_reason_and_not_joined(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()), Delivery(in_a_feed()))

    (found,) = propose(engine)

    assert (found.first, found.second) == (FIRST, FEED)
    assert "like" in found.reason
    assert "samme oppdragsgiver (Ravnvik kommune)" in found.reason
    assert "samme frist (2026-12-10)" in found.reason
    assert keys(engine) == [FIRST, FEED]


@pytest.mark.parametrize(
    "other",
    [
        {"buyers": (Organisation(name="Fjellvik kommune", orgnr="987654325"),)},
        {"form_type": FormType.RESULT},
        {"title": Text.plain("Kjøp av kopipapir")},
        {"published": date(2026, 6, 1)},
        {"buyers": (), "lots": (a_lot(deadline=Deadline(at=datetime(2027, 2, 1, tzinfo=UTC))),)},
    ],
)
def test_what_speaks_against_it_is_heard(sqlite_engine: Engine, other: dict[str, Any]) -> None:
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(in_a_feed(**other)))

    assert propose(sqlite_engine) == []


def test_likeness_is_the_same_both_ways() -> None:
    one, other = likeness(a_notice(), in_a_feed()), likeness(in_a_feed(), a_notice())

    assert one is not None
    assert other is not None
    assert one.score == other.score


def test_an_accepted_proposal_makes_one_notice_with_both_addresses(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()), Delivery(in_a_feed()))
    propose(engine)

    with writing(engine) as connection:
        key = proposals.accept(connection, FEED, FIRST, by="leader@example.org", at=START)

    assert key == FIRST
    assert keys(engine) == [FIRST]
    assert propose(engine) == []
    with reading(engine) as connection:
        (stored,) = notices.current(connection)
        assert {source for source, _, _ in stored.addresses} == {"doffin", "feeds"}
        (decision,) = proposals.decisions(connection)
        assert (decision.verdict, decision.by) == ("same", "leader@example.org")


def test_what_was_accepted_can_be_undone_and_is_proposed_again(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()), Delivery(in_a_feed()))
    with writing(engine) as connection:
        before = snapshot(connection)
        proposals.accept(connection, FIRST, FEED, by="leader", at=START)
        proposals.undo(connection, FIRST, FEED, by="leader", at=START + timedelta(hours=1))

        assert snapshot(connection) == before
        assert [one.verdict for one in proposals.decisions(connection)] == ["same", "undone"]
    assert len(propose(engine)) == 1


def test_a_rejected_proposal_is_not_made_again(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(in_a_feed()))
    with writing(sqlite_engine) as connection:
        proposals.reject(connection, FIRST, FEED, by="leader", at=START)

    assert propose(sqlite_engine) == []
    assert keys(sqlite_engine) == [FIRST, FEED]


def test_a_rejection_parts_what_procedure_form_and_day_would_join(sqlite_engine: Engine) -> None:
    ted = a_notice(source="ted", source_id="5-2026", notice_uuid=None)
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(ted))
    joined = keys(sqlite_engine)
    with writing(sqlite_engine) as connection:
        proposals.reject(connection, FIRST, "ted:5-2026", by="leader", at=START)

    assert joined == [FIRST]
    assert keys(sqlite_engine) == [FIRST, "ted:5-2026"]


def test_a_decision_about_what_is_not_stored_is_refused(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice()))

    with writing(sqlite_engine) as connection, pytest.raises(KeyError):
        proposals.accept(connection, FIRST, "feeds:nowhere", by="leader", at=START)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_decisions_count_by_their_time_whatever_order_they_are_written_in(
    sqlite_engine: Engine, order: tuple[int, ...]
) -> None:
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(in_a_feed()))
    made = [
        (proposals.accept, START),
        (proposals.undo, START + timedelta(hours=1)),
        (proposals.accept, START + timedelta(hours=2)),
    ]

    with writing(sqlite_engine) as connection:
        for position in order:
            decide, at = made[position]
            decide(connection, FIRST, FEED, by="leader", at=at)

    assert keys(sqlite_engine) == [FIRST]
