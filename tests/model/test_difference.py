"""What differs between two states of a notice, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from model.cpv import Cpv
from model.difference import Field, FieldChange, differences
from model.form import FormType
from model.money import Money
from model.notice import Deadline, Notice
from model.text import Text
from tests.factories import a_lot, a_notice

TWO = (a_lot(), a_lot(id="LOT-0002", title=Text.plain("Maling")))


def test_a_moved_deadline_is_told_old_and_new() -> None:
    moved = a_lot(deadline=Deadline(at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC)))

    found = differences(a_notice(), a_notice(version=2, lots=(moved,)))

    assert found == (
        FieldChange(
            field=Field.DEADLINE,
            lot="LOT-0001",
            before="2026-12-10T11:00:00+00:00",
            after="2027-01-15T11:00:00+00:00",
        ),
    )


def test_lots_added_and_removed_are_told_by_name() -> None:
    found = differences(a_notice(lots=TWO), a_notice(lots=(TWO[0], a_lot(id="LOT-0003", title=Text.plain("Rør")))))

    assert found == (
        FieldChange(field=Field.LOT_REMOVED, lot="LOT-0002", before="Maling"),
        FieldChange(field=Field.LOT_ADDED, lot="LOT-0003", after="Rør"),
    )


def test_value_cpv_documents_and_title_are_told() -> None:
    lot = a_lot(
        value=Money(Decimal("2500000.00"), "NOK"), documents_url="https://example.org/2", cpv=(Cpv("45210000"),)
    )
    after = a_notice(lots=(lot, TWO[1]), title=Text.plain("Ny hall"), cpv=(Cpv("45000000"),))

    found = differences(a_notice(lots=TWO), after)

    assert [(one.field, one.lot, one.before, one.after) for one in found] == [
        (Field.TITLE, None, "Ny verkstedhall", "Ny hall"),
        (Field.CPV, None, "45210000", "45000000"),
        (Field.VALUE, "LOT-0001", None, "2500000 NOK"),
        (Field.CPV, "LOT-0001", "45223210", "45210000"),
        (Field.DOCUMENTS, "LOT-0001", None, "https://example.org/2"),
    ]


def test_a_cancellation_comes_first_and_removes_no_lots_it_does_not_list() -> None:
    found = differences(a_notice(lots=TWO), a_notice(form_type=FormType.CANCELLATION, lots=()))

    assert [one.field for one in found] == [Field.CANCELLED]


def test_the_only_lot_is_the_same_lot_under_another_name() -> None:
    assert differences(a_notice(), a_notice(lots=(a_lot(id="LOT-0000"),))) == ()


def test_the_order_of_codes_is_no_change() -> None:
    codes = (Cpv("45210000"), Cpv("45000000"))

    assert differences(a_notice(cpv=codes), a_notice(cpv=codes[::-1])) == ()


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    lots = draw(st.lists(st.sampled_from(["LOT-0001", "LOT-0002", "LOT-0003"]), max_size=3, unique=True))
    limits = st.none() | st.integers(1, 28).map(lambda day: Deadline(at=datetime(2026, 12, day, tzinfo=UTC)))
    return a_notice(
        title=draw(st.sampled_from([Text(), Text.plain("Bro"), Text.plain("Vei")])),
        lots=tuple(a_lot(id=one, deadline=draw(limits)) for one in lots),
    )


@given(one=notices())
def test_a_notice_does_not_differ_from_itself(one: Notice) -> None:
    assert differences(one, replace(one, source="ted", source_id="1-2026", version=2)) == ()


@given(one=notices(), other=notices())
def test_going_back_undoes_every_change_of_a_shared_field(one: Notice, other: Notice) -> None:
    there = {(c.field, c.lot, c.before, c.after) for c in differences(one, other) if c.field is Field.TITLE}
    back = {(c.field, c.lot, c.after, c.before) for c in differences(other, one) if c.field is Field.TITLE}

    assert there == back
