"""What a change notice changed: the differences between two states of one notice, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Deadline, Lot, Notice


class Field(StrEnum):
    """What can differ so that a bidder must know."""

    CANCELLED = "cancelled"
    TITLE = "title"
    DEADLINE = "deadline"
    REQUEST_DEADLINE = "request_deadline"
    INTEREST_DEADLINE = "interest_deadline"
    VALUE = "value"
    CPV = "cpv"
    DOCUMENTS = "documents"
    LOT_ADDED = "lot_added"
    LOT_REMOVED = "lot_removed"


DEADLINES: Final = frozenset({Field.DEADLINE, Field.REQUEST_DEADLINE, Field.INTEREST_DEADLINE})
"""Fields that hold a time limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """
    One difference, of the notice or of a lot of it; None stands for "not stated".

    Deadlines are ISO times in UTC, or dates where no time is stated; values `1250000 NOK`; CPV codes parted by blanks.
    """

    field: Field
    lot: str | None = None
    before: str | None = None
    after: str | None = None


def differences(before: Notice, after: Notice) -> tuple[FieldChange, ...]:
    """What is otherwise in `after`, the weightiest first: cancellation, the notice itself, then lot by lot."""
    found = [*_cancelled(before, after), *_whole(before, after), *_lots(before, after)]
    return tuple(dict.fromkeys(found))


def _cancelled(before: Notice, after: Notice) -> Iterator[FieldChange]:
    if after.form_type is FormType.CANCELLATION and before.form_type is not FormType.CANCELLATION:
        yield FieldChange(field=Field.CANCELLED, before=before.form_type.value, after=after.form_type.value)


def _whole(before: Notice, after: Notice) -> Iterator[FieldChange]:
    yield from _differ(Field.TITLE, None, before.title.best, after.title.best)
    yield from _differ(Field.VALUE, None, _money(_worth(before)), _money(_worth(after)))
    yield from _differ(Field.CPV, None, _codes(before.cpv), _codes(after.cpv))


def _worth(notice: Notice) -> Money | None:
    return notice.value or notice.framework_maximum


def _lots(before: Notice, after: Notice) -> Iterator[FieldChange]:
    old, new = ({lot.id: lot for lot in notice.biddable} for notice in (before, after))
    alone = len(before.biddable) == len(after.biddable) == 1
    if alone:  # the only lot stays the same lot whatever it is called
        yield from _lot(before.biddable[0], after.biddable[0], _told(before, after))
        return
    if not new and old:  # a cancellation or a poor document that lists no lots removes none
        return
    for lot_id, lot in old.items():
        if lot_id in new:
            yield from _lot(lot, new[lot_id], frozenset())
        else:
            yield FieldChange(field=Field.LOT_REMOVED, lot=lot_id, before=lot.title.best or lot_id)
    for lot_id, lot in new.items():
        if lot_id not in old:
            yield FieldChange(field=Field.LOT_ADDED, lot=lot_id, after=lot.title.best or lot_id)


def _told(before: Notice, after: Notice) -> frozenset[Field]:
    """What has been said of the notice and need not be said again of its only lot."""
    return frozenset(one.field for one in _whole(before, after))


def _lot(before: Lot, after: Lot, told: frozenset[Field]) -> Iterator[FieldChange]:
    pairs = (
        (Field.TITLE, before.title.best, after.title.best),
        (Field.DEADLINE, _limit(before.deadline), _limit(after.deadline)),
        (Field.REQUEST_DEADLINE, _limit(before.request_deadline), _limit(after.request_deadline)),
        (Field.INTEREST_DEADLINE, _limit(before.interest_deadline), _limit(after.interest_deadline)),
        (Field.VALUE, _money(before.worth), _money(after.worth)),
        (Field.CPV, _codes(before.cpv), _codes(after.cpv)),
        (Field.DOCUMENTS, before.documents_url, after.documents_url),
    )
    for field, old, new in pairs:
        if field not in told:
            yield from _differ(field, after.id, old, new)


def _differ(field: Field, lot: str | None, before: str | None, after: str | None) -> Iterator[FieldChange]:
    if (before or None) != (after or None):
        yield FieldChange(field=field, lot=lot, before=before or None, after=after or None)


def _limit(deadline: Deadline | None) -> str | None:
    if deadline is None:
        return None
    return deadline.at.date().isoformat() if deadline.date_only else deadline.at.isoformat()


def _money(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount.normalize():f} {money.currency}"


def _codes(codes: tuple[Cpv, ...]) -> str | None:
    return " ".join(sorted({code.code for code in codes})) or None
