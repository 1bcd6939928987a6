"""The law of the store: any set of deliveries, in any order, any number of times, leaves the same state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert

from model.form import FormType
from model.money import Money
from model.notice import Change, Deadline, Notice
from model.text import Text
from store import fold, kinship, notices, view
from store.database import writing
from store.tables import notices as tables
from tests.factories import a_lot, a_notice
from tests.store.deliveries import START, Delivery, deliver_in, snapshot

UUIDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
ADDRESSES = [("doffin", "2026-100001"), ("doffin", "2026-100002"), ("ted", "00000077-2026"), ("ted", "88-2026")]
NAMES = [*UUIDS, *(f"{uuid}-01" for uuid in UUIDS), "2026-100001", "2026-100002", "77-2026", "00088-2026", "n.a."]
PROCEDURE = "00000000-0000-4000-8000-00000000000a"
FORMS = [FormType.COMPETITION, FormType.INTENT, FormType.RESULT, FormType.MODIFICATION, FormType.CANCELLATION]
LIMITS = [datetime(2027, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]


@st.composite
def readings(draw: st.DrawFn) -> Notice:
    """Notices of a small world, so that they often share a name, a version, a day, or refer to one another."""
    source, source_id = draw(st.sampled_from(ADDRESSES))
    lots = [a_lot(), a_lot(id="LOT-0002", deadline=Deadline(at=draw(st.sampled_from(LIMITS))))]
    references = draw(st.none() | st.lists(st.sampled_from(NAMES), max_size=2))
    return a_notice(
        source=source,
        source_id=source_id,
        notice_uuid=draw(st.none() | st.sampled_from(UUIDS)),
        version=draw(st.integers(1, 3)),
        procedure_id=draw(st.none() | st.sampled_from(["procedure", PROCEDURE])),
        publication_number=draw(st.none() | st.sampled_from(["77-2026", "088-2026"])),
        form_type=draw(st.sampled_from(FORMS)),
        title=draw(st.sampled_from([Text(), Text.plain("Bro"), Text.plain("Vei\x00"), Text.plain("[Test]")])),
        value=draw(st.none() | st.sampled_from([Money(Decimal("1.50"), "NOK"), Money(Decimal(2), "EUR")])),
        published=draw(st.none() | st.sampled_from([date(2026, 11, 16), date(2026, 11, 17)])),
        lots=tuple(lots[: draw(st.integers(0, 2))]),
        change=None if references is None else Change(of=tuple(references)),
    )


def deliveries() -> st.SearchStrategy[Delivery]:
    formats = st.sampled_from(["eforms", "doffin-detail", "doffin-hit", "feed"])
    return st.builds(Delivery, notice=readings(), format=formats, day=st.integers(0, 3))


@dataclass(frozen=True)
class Decision:
    """What somebody says of two names, known by then or not."""

    pair: tuple[str, str]
    verdict: str
    day: int


Event = Delivery | Decision
KEYS = [*UUIDS, "doffin:2026-100001", "doffin:2026-100002", "ted:77-2026", "ted:88-2026"]


def decisions() -> st.SearchStrategy[Decision]:
    pairs = st.lists(st.sampled_from(KEYS), min_size=2, max_size=2, unique=True)
    verdicts = st.sampled_from(["same", "different", "undone"])
    return st.builds(
        Decision, pair=pairs.map(lambda pair: (min(pair), max(pair))), verdict=verdicts, day=st.integers(0, 2)
    )


@st.composite
def two_orders(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """Deliveries and decisions, and the same ones in another order, some of them several times."""
    first: list[Event] = [
        *draw(st.lists(deliveries(), min_size=1, max_size=7)),
        *draw(st.lists(decisions(), max_size=2)),
    ]
    again = draw(st.lists(st.sampled_from(first), max_size=4))
    return first, draw(st.permutations([*first, *again]))


def decide_in(connection: Connection, decision: Decision) -> None:
    first, second = decision.pair
    at = START + timedelta(days=decision.day)
    values = {"first": first, "second": second, "verdict": decision.verdict, "by": "leader", "at": at}
    connection.execute(insert(tables.decision).values(values))
    view.settle(connection, notices.resolve(connection, decision.pair))


def state_after(engine: Engine, delivered: Sequence[Event]) -> dict[str, list[tuple[Any, ...]]]:
    """The whole view after these events in an empty database, which is emptied again."""
    with writing(engine) as connection:
        for event in delivered:
            if isinstance(event, Decision):
                decide_in(connection, event)
            else:
                deliver_in(connection, event)
    with writing(engine) as connection:
        state = snapshot(connection)
        for table in reversed(tables.notice.metadata.sorted_tables):
            connection.execute(delete(table))
    return state


LAW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@LAW
@given(orders=two_orders())
def test_any_order_and_any_repetition_gives_the_same_state(
    engine: Engine, orders: tuple[list[Event], list[Event]]
) -> None:
    first, second = orders

    assert state_after(engine, second) == state_after(engine, first)


@LAW
@given(delivered=st.lists(deliveries(), min_size=1, max_size=7))
def test_both_databases_come_to_the_same_state(
    sqlite_engine: Engine, postgresql_engine: Engine, delivered: list[Delivery]
) -> None:
    assert state_after(postgresql_engine, delivered) == state_after(sqlite_engine, delivered)


test_both_databases_come_to_the_same_state = pytest.mark.postgresql(test_both_databases_come_to_the_same_state)


@LAW
@given(orders=two_orders())
def test_no_version_is_ever_lost(sqlite_engine: Engine, orders: tuple[list[Event], list[Event]]) -> None:
    _, delivered = orders

    state = state_after(sqlite_engine, delivered)

    distinct = {(one.notice, one.format, one.body) for one in delivered if isinstance(one, Delivery)}
    assert len(state["notice_version"]) == len(distinct)


def same(readings_: list[Notice], key: Callable[[fold.Folded], object]) -> list[object]:
    found = [
        fold.Reading(
            id=number,
            notice=notice,
            format="eforms",
            content_hash=str(number),
            first_seen=datetime(2026, 11, 16, tzinfo=UTC),
            last_seen=datetime(2026, 11, 16, tzinfo=UTC),
        )
        for number, notice in enumerate(readings_)
    ]
    return sorted((key(fold.fold(group)) for group in kinship.groups(found)), key=repr)


@given(told=st.lists(readings(), min_size=1, max_size=8))
def test_every_reading_belongs_to_exactly_one_notice(told: list[Notice]) -> None:
    members = same(told, lambda folded: sorted(reading.id for reading in folded.members))

    assert sorted(number for group in members for number in group) == list(range(len(told)))  # type: ignore[attr-defined]  # lists of numbers


@given(told=st.lists(readings(), min_size=1, max_size=8))
def test_no_two_notices_share_a_joining_name(told: list[Notice]) -> None:
    names = same(told, lambda folded: {name.identifier for name in folded.names if name.joins})

    flat = [name for group in names for name in group]  # type: ignore[attr-defined]  # sets of names
    assert len(flat) == len(set(flat))
