"""What is shown of a notice, whatever came of it and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Change, Deadline, Notice
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text
from store import archive, notices
from store.database import reading, writing
from store.notices import StoredNotice
from tests.factories import a_document, a_lot, a_notice
from tests.store.deliveries import FIRST, SECOND, START, Delivery, deliver, deliver_in


def hit(**changes: object) -> Notice:
    """A search hit: no UUID, no procedure, little else."""
    return a_notice(**{"notice_uuid": None, "procedure_id": None, "subtype": None, **changes})


def only(engine: Engine) -> StoredNotice:
    with reading(engine) as connection:
        (stored,) = notices.current(connection)
    return stored


def show(engine: Engine, identifier: str) -> StoredNotice | None:
    with reading(engine) as connection:
        return notices.show(connection, identifier)


def test_a_notice_comes_back_as_it_was_delivered(engine: Engine) -> None:
    party = TenderingParty(id="TPA-1", tenderers=(Tenderer(organisation=Organisation(name="Vann og Rør AS")),))
    result = LotResult(lot_id="LOT-0001", tenders=(Tender(id="TEN-1", winner=True, party=party),))
    value = Money(Decimal("1250000.50"), "NOK")
    notice = a_notice(value=value, results=(result,), lots=(a_lot(), a_lot(id="LOT-0002", value=value)))

    outcomes = deliver(engine, Delivery(notice))

    assert [one.outcome for one in outcomes] == ["new"]
    stored = only(engine)
    assert (stored.key, stored.notice, stored.first_seen, stored.changed_at) == (FIRST, notice, START, START)
    assert stored.addresses == (("doffin", "2026-100001", notice.url),)
    assert stored.superseded_by is None


def test_a_repeated_delivery_is_the_same(engine: Engine) -> None:
    outcomes = deliver(engine, Delivery(a_notice()), Delivery(a_notice()), Delivery(a_notice(), day=1))

    assert [one.outcome for one in outcomes] == ["new", "same", "same"]
    assert only(engine).changed_at == START


def test_a_late_old_version_does_not_overwrite_a_newer_one(engine: Engine) -> None:
    newer = a_notice(version=10, source_id="2026-100010", title=Text.plain("Rettet"))

    outcomes = deliver(engine, Delivery(newer), Delivery(a_notice(version=9), day=1))

    assert [one.outcome for one in outcomes] == ["new", "older"]
    stored = only(engine)
    assert (stored.notice.title.best, stored.notice.version) == ("Rettet", 10)
    assert stored.addresses == (("doffin", "2026-100010", newer.url),)
    with reading(engine) as connection:
        assert [one.notice.version for one in notices.history(connection, stored.key)] == [9, 10]


def test_a_new_version_changes_the_notice_on_the_day_it_is_seen(engine: Engine) -> None:
    corrected = a_notice(version=2, source_id="2026-100002", title=Text.plain("Rettet"))

    outcomes = deliver(engine, Delivery(a_notice()), Delivery(corrected, day=3))

    assert [one.outcome for one in outcomes] == ["new", "changed"]
    stored = only(engine)
    assert (stored.first_seen, stored.changed_at) == (START, START + timedelta(days=3))


def test_the_richer_document_leads_and_the_others_fill_its_gaps(engine: Engine) -> None:
    poor = hit(title=Text.plain("Fra trefflisten"), total_awarded=Money(Decimal(5), "NOK"))
    rich = a_notice(total_awarded=None, published=None)

    deliver(engine, Delivery(poor, "doffin-hit"), Delivery(rich, "eforms", day=1))

    notice = only(engine).notice
    assert notice.title.best == "Ny verkstedhall"
    assert notice.total_awarded == Money(Decimal(5), "NOK")
    assert notice.published == date(2026, 11, 16)


def test_a_richer_document_of_a_known_version_is_no_change(engine: Engine) -> None:
    deliver(engine, Delivery(hit(), "doffin-hit"), Delivery(a_notice(), "eforms", day=2))

    assert only(engine).changed_at == START


def test_a_document_rewritten_without_a_new_version_is_a_change(engine: Engine) -> None:
    moved = a_lot(deadline=Deadline(at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC)))

    deliver(engine, Delivery(hit(), "doffin-hit"), Delivery(hit(lots=(moved,)), "doffin-hit", day=4))

    stored = only(engine)
    assert stored.notice.deadline == moved.deadline
    assert stored.changed_at == START + timedelta(days=4)


def test_a_document_that_goes_back_to_what_it_said_shows_that_again(engine: Engine) -> None:
    deliver(
        engine,
        Delivery(hit(), "doffin-hit"),
        Delivery(hit(title=Text.plain("Feil")), "doffin-hit", day=1),
        Delivery(hit(), "doffin-hit", day=2),
    )

    assert only(engine).notice.title.best == "Ny verkstedhall"


def test_lots_are_filled_only_where_there_is_one_on_both_sides(engine: Engine) -> None:
    bare = a_lot(cpv=(), deadline=None)

    deliver(engine, Delivery(a_notice(lots=(bare,))), Delivery(hit(), "doffin-hit"))
    deliver(engine, Delivery(a_notice(notice_uuid=SECOND, source_id="2026-1", lots=(bare, replace(bare, id="LOT-2")))))
    deliver(engine, Delivery(hit(source_id="2026-1"), "doffin-hit"))

    one, two = show(engine, FIRST), show(engine, SECOND)
    assert one is not None
    assert two is not None
    assert [lot.cpv for lot in one.notice.lots] == [(Cpv("45223210"),)]
    assert [lot.cpv for lot in two.notice.lots] == [(), ()]


def test_what_any_source_calls_an_intent_is_no_award(engine: Engine) -> None:
    award = a_notice(form_type=FormType.RESULT, subtype="N29")

    deliver(engine, Delivery(award), Delivery(hit(form_type=FormType.INTENT), "doffin-hit"))

    assert only(engine).notice.form_type is FormType.INTENT


def test_a_hit_of_a_later_version_belongs_to_that_version(engine: Engine) -> None:
    second = a_notice(version=2, source_id="2026-100002", total_awarded=None)
    its_hit = hit(source_id="2026-100002", total_awarded=Money(Decimal(7), "NOK"))

    deliver(engine, Delivery(a_notice()), Delivery(its_hit, "doffin-hit", day=1), Delivery(second, day=1))

    stored = only(engine)
    assert stored.notice.total_awarded == Money(Decimal(7), "NOK")
    assert stored.changed_at == START + timedelta(days=1)


def test_without_versions_the_later_number_of_a_source_is_the_later_version(engine: Engine) -> None:
    old = a_notice(source_id="2026-99999", published=None)
    new = a_notice(source_id="2026-100002", published=None, title=Text.plain("Rettet"))

    deliver(engine, Delivery(new, "doffin-detail", day=1), Delivery(old, "doffin-detail"))

    assert only(engine).notice.title.best == "Rettet"


def test_the_same_notice_from_two_sources_is_one_with_two_addresses(engine: Engine) -> None:
    ted = a_notice(source="ted", source_id="00497150-2026", url="https://ted.example.org/497150-2026")

    deliver(engine, Delivery(ted), Delivery(a_notice()))

    stored = only(engine)
    assert stored.notice.source == "doffin"
    assert [(source, number) for source, number, _ in stored.addresses] == [
        ("doffin", "2026-100001"),
        ("ted", "00497150-2026"),
    ]


def test_readings_that_a_third_one_joins_become_one_notice(engine: Engine) -> None:
    deliver(engine, Delivery(hit(), "doffin-hit"), Delivery(a_notice(source_id="2026-100002", version=2)))
    with reading(engine) as connection:
        assert [one.key for one in notices.current(connection)] == [FIRST, "doffin:2026-100001"]

    deliver(engine, Delivery(a_notice(version=1)))

    assert only(engine).key == FIRST
    assert show(engine, "doffin:2026-100001") == show(engine, "2026-100001") == only(engine)


@pytest.mark.parametrize("named", [f"{FIRST}-01", f" {FIRST.upper()}-01 ", "2026-100001", "497150-2026"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_change_notice_supersedes_what_it_names_in_either_order(engine: Engine, named: str, order: int) -> None:
    changed = Delivery(a_notice(publication_number="00497150-2026"))
    change = Delivery(a_notice(notice_uuid=SECOND, source_id="2026-100007", change=Change(of=(named,))))

    deliver(engine, *[changed, change][::order])

    with reading(engine) as connection:
        assert {one.key: one.superseded_by for one in notices.current(connection)} == {FIRST: SECOND, SECOND: None}
        assert [one.key for one in notices.current(connection, open_at=START)] == [SECOND]


def test_notices_that_name_each_other_do_not_both_vanish(engine: Engine) -> None:
    one = a_notice(change=Change(of=(SECOND,)))
    two = a_notice(notice_uuid=SECOND, source_id="2026-100002", change=Change(of=(FIRST,)))

    deliver(engine, Delivery(one), Delivery(two))

    with reading(engine) as connection:
        assert {stored.superseded_by for stored in notices.current(connection)} == {SECOND, None}


def test_a_new_version_that_names_the_former_one_supersedes_nothing(engine: Engine) -> None:
    corrected = a_notice(version=2, source_id="2026-100002", change=Change(of=(f"{FIRST}-01",)))

    deliver(engine, Delivery(a_notice()), Delivery(corrected))

    assert only(engine).superseded_by is None


def test_a_changed_contract_leaves_the_award_in_force(engine: Engine) -> None:
    award = a_notice(form_type=FormType.RESULT)
    changed = a_notice(
        notice_uuid=SECOND, source_id="2026-2", form_type=FormType.MODIFICATION, change=Change(of=(FIRST,))
    )

    deliver(engine, Delivery(award), Delivery(changed))

    stored = show(engine, FIRST)
    assert stored is not None
    assert stored.superseded_by is None


def test_a_better_reading_of_the_same_document_takes_the_place_of_the_former(engine: Engine) -> None:
    with writing(engine) as connection:
        kept = archive.keep(connection, a_document())
        notices.deliver(connection, kept.id, a_notice(title=Text.plain("Halvlest")), START)

        again = notices.deliver(connection, kept.id, a_notice(), START + timedelta(days=30))

        assert again.outcome == "changed"
        assert [one.current for one in notices.history(connection, FIRST)] == [False, True]
    stored = only(engine)
    assert stored.notice.title.best == "Ny verkstedhall"
    assert (stored.first_seen, stored.changed_at) == (START, START)


def test_a_document_found_to_hold_less_takes_its_notices_back(engine: Engine) -> None:
    other = a_notice(notice_uuid=SECOND, source_id="2026-100002")
    with writing(engine) as connection:
        kept = archive.keep(connection, a_document())
        notices.deliver_document(connection, kept.id, [a_notice(), other], START)

        notices.deliver_document(connection, kept.id, [a_notice()], START)

        assert [one.key for one in notices.current(connection)] == [FIRST]
        notices.deliver_document(connection, kept.id, [a_notice(), other], START)
        assert [one.key for one in notices.current(connection)] == [FIRST, SECOND]


def test_what_a_database_refuses_is_taken_out_at_the_door(engine: Engine) -> None:
    nasty = a_notice(title=Text.plain("Bro\x00 og \ud800vei"), source_id="2026-1\x00", lots=(a_lot(id="L\x001"),))

    deliver(engine, Delivery(nasty))

    notice = only(engine).notice
    assert (notice.title.best, notice.source_id, notice.lots[0].id) == ("Bro og ?vei", "2026-1", "L1")


def test_names_beyond_reason_harm_nobody(engine: Engine) -> None:
    # Random words, since PostgreSQL packs what repeats before it finds an index entry too large.
    endless = "".join(f"{number * 7919 % 99991:x}" for number in range(20_000))
    nasty = a_notice(notice_uuid=endless, source_id=endless, procedure_id=endless, version=10**30)

    with writing(engine) as connection:
        notices.deliver(connection, None, nasty, START)

    assert only(engine).notice == nasty


def test_notices_of_a_procedure_stand_in_the_order_of_publication(engine: Engine) -> None:
    award = a_notice(notice_uuid=SECOND, source_id="2026-2", form_type=FormType.RESULT, published=date(2027, 3, 1))

    deliver(engine, Delivery(award), Delivery(a_notice()))

    with reading(engine) as connection:
        found = notices.procedure(connection, "00000000-0000-4000-8000-00000000000a")
    assert [one.key for one in found] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "identifier",
    [FIRST, FIRST.upper(), f"{FIRST}-01", "2026-100001", "doffin:2026-100001", "497150-2026", "00497150-2026"],
)
def test_a_notice_is_found_by_any_of_its_names(engine: Engine, identifier: str) -> None:
    deliver(engine, Delivery(a_notice(publication_number="497150-2026")))

    stored = show(engine, identifier)

    assert stored is not None
    assert stored.key == FIRST
    assert show(engine, "2026-999999") is None


def test_current_chooses_by_day_by_deadline_and_by_key(engine: Engine) -> None:
    early = a_notice(published=date(2026, 11, 1), lots=(a_lot(deadline=Deadline(at=START)),))
    late = a_notice(notice_uuid=SECOND, source_id="2026-2")
    award = a_notice(notice_uuid=None, source_id="2026-3", form_type=FormType.RESULT, published=None, procedure_id=None)
    deliver(engine, Delivery(early), Delivery(late), Delivery(award, day=2))

    with reading(engine) as connection:

        def keys(**asked: object) -> list[str]:
            return [one.key for one in notices.current(connection, **asked)]  # type: ignore[arg-type]  # as below

        assert keys() == [FIRST, SECOND, "doffin:2026-3"]
        assert keys(since=date(2026, 11, 16)) == [SECOND, "doffin:2026-3"]
        assert keys(since=date(2026, 11, 19)) == []
        assert keys(open_at=START - timedelta(hours=1)) == [FIRST, SECOND]
        assert keys(open_at=START) == [SECOND]
        assert keys(keys=["doffin:2026-2", FIRST, "nowhere"]) == [FIRST, SECOND]


def test_notices_come_page_by_page_and_may_be_changed_on_the_way(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_PAGE", 2)
    delivered = [Delivery(a_notice(notice_uuid=None, source_id=f"2026-{number}")) for number in range(7)]
    deliver(engine, *delivered)
    expected = [f"doffin:2026-{number}" for number in range(7)]

    with writing(engine) as connection:
        seen = []
        for stored in notices.current(connection):
            seen.append(stored.key)
            deliver_in(connection, Delivery(replace(stored.notice, title=Text.plain("Rettet")), day=1))

        assert seen == expected
        assert {stored.notice.title.best for stored in notices.current(connection, keys=expected)} == {"Rettet"}
        assert [stored.key for stored in notices.current(connection, keys=expected)] == expected


def test_a_notice_with_an_open_lot_is_open(engine: Engine) -> None:
    closed = a_lot(deadline=Deadline(at=START))
    without = a_lot(id="LOT-0002", deadline=None)
    deliver(engine, Delivery(a_notice(lots=(closed, without))))

    with reading(engine) as connection:
        assert len(list(notices.current(connection, open_at=START + timedelta(days=300)))) == 1
        assert list(notices.current(connection, open_at=START + timedelta(days=400))) == []


def test_counts_tell_what_is_stored(engine: Engine) -> None:
    ted = a_notice(source="ted", source_id="1-2026")
    deliver(engine, Delivery(a_notice(lots=(a_lot(), a_lot(id="LOT-0002")))), Delivery(ted))

    with reading(engine) as connection:
        assert notices.counts(connection) == notices.Counts(
            notices=1, lots=2, readings=2, forms={"competition": 1}, sources={"doffin": 1, "ted": 1}
        )
