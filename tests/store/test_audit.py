"""The audit's days and the floods that are held, on both databases."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from store import audit, notices
from store.database import reading, writing
from tests.factories import a_notice

NIGHT = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)
DAY = date(2026, 11, 23)


def test_a_later_look_at_a_day_takes_the_earlier_ones_place(engine: Engine) -> None:
    with writing(engine) as connection:
        audit.count_days(connection, "doffin", {DAY: (40, 38), DAY - timedelta(days=1): (3, 3)}, NIGHT)
        audit.count_days(connection, "doffin", {DAY: (50, 50)}, NIGHT + timedelta(days=1))

        found = audit.days(connection, DAY - timedelta(days=1))

    assert [(day.day, day.listed, day.stored) for day in found] == [
        (DAY, 50, 50),
        (DAY - timedelta(days=1), 3, 3),
    ]
    assert not any(map(audit.is_loud, found))


def test_more_than_two_in_a_hundred_missing_is_loud(engine: Engine) -> None:
    with writing(engine) as connection:
        audit.count_days(connection, "ted", {DAY: (100, 98), DAY - timedelta(days=1): (100, 97)}, NIGHT)

        loud = [audit.is_loud(day) for day in audit.days(connection, DAY - timedelta(days=5), source="ted")]

    assert loud == [False, True]


def test_what_came_in_a_flood_is_held_until_it_is_released(engine: Engine) -> None:
    with writing(engine) as connection:
        notices.deliver(
            connection, None, a_notice(source_id="2026-100001", notice_uuid=None), NIGHT - timedelta(days=1)
        )
        notices.deliver(connection, None, a_notice(source_id="2026-100002", notice_uuid=None), NIGHT)
        audit.hold(connection, "doffin", NIGHT, count=900, usual=45)
        audit.hold(connection, "doffin", NIGHT, count=900, usual=45)
        held = audit.held(connection)
        (flood,) = audit.floods(connection)

        released = audit.release(connection, [flood.id], by="leder@example.no", at=NIGHT + timedelta(hours=6))
        again = audit.release(connection, [flood.id], by="leder@example.no", at=NIGHT + timedelta(hours=7))

    assert held == {"doffin:2026-100002"}
    assert (released, again) == (1, 0)
    with reading(engine) as connection:
        assert audit.held(connection) == frozenset()
        assert audit.floods(connection)[0].released_by == "leder@example.no"


def test_counts_go_by_the_day_of_publication_and_by_the_night(engine: Engine) -> None:
    with writing(engine) as connection:
        for number, seen in ((1, NIGHT), (2, NIGHT), (3, NIGHT + timedelta(days=1))):
            one = a_notice(source_id=f"2026-10000{number}", notice_uuid=None, published=DAY)
            notices.deliver(connection, None, one, seen)

        by_day = audit.published(connection, "doffin", DAY)
        by_night = audit.first_seen(connection, "doffin", NIGHT)

    assert by_day == {DAY: 3}
    assert by_night == [(NIGHT, 2), (NIGHT + timedelta(days=1), 1)]
