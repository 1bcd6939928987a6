"""The company register's entries: the newest answer stands, and whom to ask again is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from model.municipality import Municipality
from model.nace import Nace
from model.organisation import Organisation
from model.register import RegisterEntry
from model.result import LotResult, Tender, Tenderer, TenderingParty
from store import archive, members, notices, register
from store.database import reading, writing
from store.register import Absence
from tests.factories import a_document, a_member, a_notice

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
COMPANY = "310400009"


def an_entry(orgnr: str = COMPANY, **changes: object) -> RegisterEntry:
    values = {"name": "FJORDSTÅL MEKANISKE AS", "nace": (Nace.of("25.110"),), "employees": 34, **changes}
    return RegisterEntry(orgnr=orgnr, **values)  # type: ignore[arg-type]  # changed by name


def keep(connection: Connection, entry: RegisterEntry, at: datetime, archive_id: int | None = None) -> bool:
    return register.record(connection, entry, fetched_at=at, archive_id=archive_id)


def test_an_entry_comes_back_as_it_was(engine: Engine) -> None:
    entry = an_entry(municipality=Municipality(number="1899", name="RANVIK"), purpose="Stål og sveis.")

    with writing(engine) as connection:
        assert keep(connection, entry, NOW)
        assert not keep(connection, entry, NOW)

    with reading(engine) as connection:
        assert register.entry(connection, COMPANY) == entry
        assert register.look_up(connection, [COMPANY])[COMPANY].fetched_at == NOW
        assert register.entry(connection, "310401374") is None


def test_an_older_answer_never_takes_the_place_of_a_newer_one(engine: Engine) -> None:
    with writing(engine) as connection:
        keep(connection, an_entry(bankrupt=True), NOW)
        keep(connection, an_entry(bankrupt=False), NOW - DAY)

        assert register.troubles(connection, [COMPANY]) == {COMPANY: ("konkurs",)}


def test_reading_the_standing_document_again_mends_the_entry_and_keeps_its_day(engine: Engine) -> None:
    with writing(engine) as connection:
        kept = archive.keep(connection, a_document(source="brreg", source_id=COMPANY, fetched_at=NOW - DAY))
        keep(connection, an_entry(), NOW, kept.id)
        keep(connection, an_entry(employees=None), NOW - DAY, kept.id)

        found = register.look_up(connection, [COMPANY])[COMPANY]

    assert found.entry == an_entry(employees=None)
    assert found.fetched_at == NOW


def test_nothing_registered_is_known_too(engine: Engine) -> None:
    with writing(engine) as connection:
        keep(connection, an_entry(), NOW - DAY)
        register.record_absence(connection, COMPANY, Absence.REMOVED, NOW)

        found = register.look_up(connection, [COMPANY])[COMPANY]
        assert (found.entry, found.absent) == (None, Absence.REMOVED)
        assert register.troubles(connection, [COMPANY]) == {COMPANY: ("finnes ikke i Enhetsregisteret",)}


def test_those_never_asked_for_come_first_then_the_changed_then_the_old(engine: Engine) -> None:
    never, changed, old, fresh = "310401374", "310402745", "310405485", "310406856"
    with writing(engine) as connection:
        keep(connection, an_entry(changed), NOW - 2 * DAY)
        keep(connection, an_entry(old), NOW - 40 * DAY)
        keep(connection, an_entry(fresh), NOW - 2 * DAY)
        register.record_changes(connection, {changed: NOW - DAY, never: NOW - DAY})

        due = register.stale(connection, [fresh, old, changed, never], before=NOW - 30 * DAY)
        keep(connection, an_entry(changed), NOW)
        after = register.stale(connection, [fresh, old, changed, never], before=NOW - 30 * DAY)

    assert due == [never, changed, old]
    assert after == [never, old]


def test_a_change_told_of_late_does_not_hide_a_later_one(engine: Engine) -> None:
    with writing(engine) as connection:
        keep(connection, an_entry(), NOW - 3 * DAY)
        register.record_changes(connection, {COMPANY: NOW - DAY})
        register.record_changes(connection, {COMPANY: NOW - 2 * DAY})

        assert register.look_up(connection, [COMPANY])[COMPANY].changed_at == NOW - DAY


@pytest.mark.parametrize(("days", "wanted"), [(10, ["310400009", "310401374", "312345676"]), (0, ["310400009"])])
def test_whom_we_know_are_members_then_buyers_and_winners_of_recent_notices(
    engine: Engine, days: int, wanted: list[str]
) -> None:
    winner = Tenderer(organisation=Organisation(name="Vinner AS", orgnr="310401374"))
    loser = Tenderer(organisation=Organisation(name="Taper AS", orgnr="310402745"))
    tenders = (
        Tender(id="T1", lot_id="LOT-0001", winner=True, party=TenderingParty(id="P1", tenderers=(winner,))),
        Tender(id="T2", lot_id="LOT-0001", winner=False, party=TenderingParty(id="P2", tenderers=(loser,))),
    )
    notice = a_notice(results=(LotResult(lot_id="LOT-0001", tenders=tenders),))
    with writing(engine) as connection:
        members.replace(connection, [a_member(orgnr=COMPANY)])
        kept = archive.keep(connection, a_document())
        notices.deliver_document(connection, kept.id, (notice,), NOW - 5 * DAY)

        assert register.of_interest(connection, since=NOW - days * DAY) == wanted
