"""Which notices are one, and which only look it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.formats import eforms
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Deadline, Notice
from model.organisation import Organisation
from model.text import Text
from store import notices
from store.database import reading
from tests.factories import a_lot, a_notice
from tests.shared import shared
from tests.store.deliveries import FIRST, SECOND, Delivery, deliver

TED = "497150-2026"


def on_ted(**changes: Any) -> Notice:
    """What TED's search tells of the same notice, without a UUID."""
    return a_notice(**{"source": "ted", "source_id": TED, "notice_uuid": None, "url": None, **changes})


def keys(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [stored.key for stored in notices.current(connection)]


def addresses(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as connection:
        (stored,) = notices.current(connection)
    return [(source, number) for source, number, _ in stored.addresses]


def test_one_uuid_and_version_from_two_sources_is_one_notice_with_two_addresses(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()), Delivery(a_notice(source="ted", source_id=TED)))

    assert addresses(engine) == [("doffin", "2026-100001"), ("ted", TED)]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_number_that_is_the_notices_own_joins_it_with_ted(sqlite_engine: Engine, order: tuple[int, ...]) -> None:
    both = [Delivery(a_notice(publication_number=TED, procedure_id=None)), Delivery(on_ted(procedure_id=None))]

    outcomes = deliver(sqlite_engine, *(both[position] for position in order))

    assert keys(sqlite_engine) == [FIRST]
    assert sorted(addresses(sqlite_engine)) == [("doffin", "2026-100001"), ("ted", TED)]
    assert outcomes[0].outcome == "new"
    assert outcomes[1].outcome != "new"


@pytest.mark.parametrize(
    "other",
    [
        {"form_type": FormType.PLANNING, "subtype": "4"},
        {"published": date(2026, 3, 2)},
        {"buyers": (Organisation(name="Fjellvik kommune", orgnr="987654325"),)},
        {"notice_uuid": SECOND},
        {"lots": (a_lot(deadline=Deadline(at=datetime(2026, 12, 24, tzinfo=UTC))),)},
        {"published": None},
    ],
)
def test_the_number_of_an_earlier_notice_does_not_join(sqlite_engine: Engine, other: dict[str, Any]) -> None:
    earlier = on_ted(**{"procedure_id": None, **other})

    deliver(sqlite_engine, Delivery(earlier), Delivery(a_notice(publication_number=TED, procedure_id=None)))

    assert len(keys(sqlite_engine)) == 2


def test_a_number_that_two_notices_print_joins_neither(sqlite_engine: Engine) -> None:
    one = a_notice(publication_number=TED, procedure_id=None)
    two = replace(one, notice_uuid=SECOND, source_id="2026-100002")

    deliver(sqlite_engine, Delivery(one), Delivery(two), Delivery(on_ted(procedure_id=None)))

    assert len(keys(sqlite_engine)) == 3


def test_procedure_form_and_day_join_what_has_no_other_name(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(a_notice()), Delivery(on_ted()))

    assert keys(sqlite_engine) == [FIRST]


def test_twins_of_one_procedure_form_and_day_stay_two_and_a_third_joins_neither(sqlite_engine: Engine) -> None:
    twin = a_notice(notice_uuid=SECOND, source_id="2026-100002")

    deliver(sqlite_engine, Delivery(a_notice()), Delivery(on_ted()), Delivery(twin))

    assert keys(sqlite_engine) == [FIRST, SECOND, f"ted:{TED}"]


def test_the_twins_of_the_catalogue_are_two_notices(sqlite_engine: Engine) -> None:
    for number, name in enumerate(("00_good.xml", "51_same_folder_twins.xml")):
        body = shared("nasty", "eforms", name).read_bytes()
        origin = Origin(source="doffin", source_id=f"2026-10000{number}", url="")
        for notice in eforms.read(body, origin):
            deliver(sqlite_engine, Delivery(notice, body=body))

    assert len(keys(sqlite_engine)) == 2


def test_another_day_or_form_of_the_procedure_is_another_notice(sqlite_engine: Engine) -> None:
    later = on_ted(published=date(2026, 11, 20))
    result = on_ted(source_id="1-2026", form_type=FormType.RESULT)

    deliver(sqlite_engine, Delivery(a_notice()), Delivery(later), Delivery(result))

    assert len(keys(sqlite_engine)) == 3


def test_a_procedure_named_by_a_doffin_id_joins_nothing(sqlite_engine: Engine) -> None:
    deliver(
        sqlite_engine,
        Delivery(a_notice(procedure_id="2022-900001")),
        Delivery(on_ted(procedure_id="2022-900001")),
    )

    assert len(keys(sqlite_engine)) == 2


def test_what_joined_can_be_found_by_either_address(sqlite_engine: Engine) -> None:
    deliver(sqlite_engine, Delivery(on_ted(title=Text.plain("Ny verkstedhall (TED)"))), Delivery(a_notice(), day=1))

    with reading(sqlite_engine) as connection:
        found = [notices.show(connection, name) for name in (TED, "2026-100001", FIRST)]

        assert {stored.key for stored in found if stored} == {FIRST}
        assert len(notices.history(connection, f"ted:{TED}")) == 2
    assert found[0] is not None
    assert found[0].first_seen == found[0].changed_at - timedelta(0)
