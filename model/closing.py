"""Closing: which lots a result or a cancellation ends. What is merely missing somewhere ends nothing."""

from collections.abc import Set
from typing import Final

from model.form import FormType
from model.notice import Change, Notice

WHOLE: Final = ""
"""Stands for every lot of the procedure."""

STILL_OPEN: Final = "open-nw"
"""BT-142: no winner yet, and the competition goes on."""

_NO_LOT: Final = frozenset({None, "LOT-0000"})  # what documents that know no lots call the one they have


CANCELS: Final = "cancel"
"""BT-140: the change is a cancellation."""


def cancels_lots(change: Change | None, lots: Set[str]) -> bool:
    """Whether a change cancels some of these lots and leaves others open."""
    sections = frozenset(change.sections) if change else frozenset()
    return change is not None and CANCELS in change.reasons and bool(sections) and sections < lots


def ended(notice: Notice) -> frozenset[str]:
    """
    The ids of the lots that this notice ends, or WHOLE among them; empty for one that ends nothing.

    A change that cancels some of its lots (BT-140 `cancel` on their sections) ends those of its own.
    """
    if cancels_lots(notice.change, {lot.id for lot in notice.biddable}) and notice.open_form:
        return frozenset(notice.change.sections) if notice.change else frozenset()
    if notice.form_type not in {FormType.RESULT, FormType.CANCELLATION}:
        return frozenset()
    results = [result for result in notice.results if result.status != STILL_OPEN]
    if notice.results:
        return frozenset(WHOLE if one.lot_id in _NO_LOT else str(one.lot_id) for one in results)
    sections = frozenset(notice.change.sections) if notice.change else frozenset()
    if notice.form_type is FormType.CANCELLATION and sections and sections <= {lot.id for lot in notice.biddable}:
        return sections
    return frozenset({WHOLE})
