"""What a notice is for: eForms form types (BT-03) and notice subtypes (OPP-070), EU and Norwegian national."""

from enum import StrEnum


class FormType(StrEnum):
    """The stage of a procedure a notice belongs to; values are ours, sources map onto them."""

    PLANNING = "planning"
    COMPETITION = "competition"
    CHANGE = "change"
    INTENT = "intent"  # a direct award announced beforehand (VEAT): names a supplier, is no award
    RESULT = "result"
    MODIFICATION = "modification"  # a contract in force is changed
    CANCELLATION = "cancellation"
    COMPLETION = "completion"
    BUSINESS = "business"  # registration of a European company
    UNKNOWN = "unknown"


_RANGES = (
    (
        range(1, 10),
        FormType.PLANNING,
    ),  # 1-3 buyer profile, 4-6 prior information, 7-9 PIN that shortens limits
    (range(10, 25), FormType.COMPETITION),  # 10-14 PIN/periodic used as call, 15 qualification, 16-24 contract notices
    (range(25, 29), FormType.INTENT),
    (range(29, 38), FormType.RESULT),
    (range(38, 41), FormType.MODIFICATION),
)

_NAMED = {
    "E1": FormType.PLANNING,  # preliminary market consultation
    "E2": FormType.PLANNING,
    "E3": FormType.COMPETITION,
    "E4": FormType.RESULT,
    "E5": FormType.COMPLETION,
    "E6": FormType.MODIFICATION,
    "T01": FormType.PLANNING,
    "T02": FormType.RESULT,
    "X01": FormType.BUSINESS,
    "X02": FormType.BUSINESS,
    "CEI": FormType.COMPETITION,
    "N4": FormType.PLANNING,
    "N16": FormType.COMPETITION,
    "N29": FormType.RESULT,
    "99": FormType.CHANGE,  # Doffin's code for a converted legacy form F14
}

BY_LIST_NAME = {
    "planning": FormType.PLANNING,
    "consultation": FormType.PLANNING,
    "competition": FormType.COMPETITION,
    "change": FormType.CHANGE,
    "dir-awa-pre": FormType.INTENT,
    "result": FormType.RESULT,
    "cont-modif": FormType.MODIFICATION,
    "completion": FormType.COMPLETION,
    "bri": FormType.BUSINESS,
}
"""BT-03 codes, as NoticeTypeCode/@listName carries them."""


def of_subtype(subtype: str | None) -> FormType:
    """The form type of a notice subtype (`1`-`40`, `E1`-`E6`, `N4`, `N16`, `N29`, `99`); UNKNOWN for anything else."""
    if not subtype:
        return FormType.UNKNOWN
    code = subtype.strip().upper()
    if code in _NAMED:
        return _NAMED[code]
    if code.isascii() and code.isdigit():
        return next((form for numbers, form in _RANGES if int(code) in numbers), FormType.UNKNOWN)
    return FormType.UNKNOWN


OPEN_FORMS = frozenset({FormType.PLANNING, FormType.COMPETITION, FormType.CHANGE})
"""Forms that can lead to an alert: something is still to be won."""

QUALIFICATION_SUBTYPES = frozenset({"15"})
"""Standing qualification systems: alerts without an ordinary deadline."""
