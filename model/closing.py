"""Closing: which lots a result or a cancellation ends. What is merely missing somewhere ends nothing."""

from typing import Final

from model.form import FormType
from model.notice import Notice

WHOLE: Final = ""
"""Stands for every lot of the procedure."""

STILL_OPEN: Final = "open-nw"
"""BT-142: no winner yet, and the competition goes on."""

_NO_LOT: Final = frozenset({None, "LOT-0000"})  # what documents that know no lots call the one they have


def ended(notice: Notice) -> frozenset[str]:
    """The ids of the lots that this notice ends, or WHOLE among them; empty for one that ends nothing."""
    if notice.form_type not in {FormType.RESULT, FormType.CANCELLATION}:
        return frozenset()
    results = [result for result in notice.results if result.status != STILL_OPEN]
    if notice.results:
        return frozenset(WHOLE if one.lot_id in _NO_LOT else str(one.lot_id) for one in results)
    sections = frozenset(notice.change.sections) if notice.change else frozenset()
    if notice.form_type is FormType.CANCELLATION and sections and sections <= {lot.id for lot in notice.biddable}:
        return sections
    return frozenset({WHOLE})
