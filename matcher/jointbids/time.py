"""Time to form a team: days left, and whether a notice is a planning notice or has nothing left to win."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from model.form import BY_LIST_NAME, OPEN_FORMS, FormType, of_subtype
from model.notice import Deadline, Lot, Notice

OSLO: Final = ZoneInfo("Europe/Oslo")

FORMING: Final = 7
"""Days it takes to form a team; with fewer left only a bid alone is in time."""

_BY_WORD: Final = (
    ("pin-cfc", FormType.COMPETITION), ("modif", FormType.MODIFICATION), ("veat", FormType.INTENT),
    ("intent", FormType.INTENT), ("cancel", FormType.CANCELLATION), ("avlys", FormType.CANCELLATION),
    ("award", FormType.RESULT), ("conclusion", FormType.RESULT), ("tildeling", FormType.RESULT),
    ("result", FormType.RESULT), ("f03", FormType.RESULT), ("can-", FormType.RESULT), ("planning", FormType.PLANNING),
    ("prior", FormType.PLANNING), ("pin", FormType.PLANNING), ("veiledende", FormType.PLANNING),
    ("forhånds", FormType.PLANNING), ("buyer-profile", FormType.PLANNING), ("consultation", FormType.PLANNING),
    ("dialog", FormType.PLANNING), ("f01", FormType.PLANNING), ("f04", FormType.PLANNING),
)  # fmt: skip
"""Words of a notice's type in files of notices, the more telling first."""


def form_of(notice: Notice) -> FormType:
    """The form of a notice, out of the words of its type where the form itself is not known."""
    if notice.form_type is not FormType.UNKNOWN:
        return notice.form_type
    known = of_subtype(notice.subtype)
    kind = (notice.notice_type or "").casefold()
    if known is FormType.UNKNOWN:
        known = BY_LIST_NAME.get(kind, of_subtype(kind))
    if known is not FormType.UNKNOWN:
        return known
    return next((form for word, form in _BY_WORD if word in kind), FormType.UNKNOWN)


def is_planning(notice: Notice) -> bool:
    """Whether the notice tells of a contract to come: there is time to form a team."""
    return form_of(notice) is FormType.PLANNING


def deadline_of(notice: Notice, lot: Lot) -> Deadline | None:
    """What a bidder for this lot must keep."""
    return lot.next_deadline or notice.deadline


def is_over(notice: Notice, lot: Lot, now: datetime) -> bool:
    """Whether nothing is left to win: the deadline is past, or the notice tells of an award or an end."""
    form = form_of(notice)
    if form is FormType.PLANNING:
        return False
    deadline = deadline_of(notice, lot)
    return (form is not FormType.UNKNOWN and form not in OPEN_FORMS) or (deadline is not None and deadline.at <= now)


def days_left(notice: Notice, lot: Lot, now: datetime) -> int | None:
    """Calendar days in Norway from today to the deadline; None where there is none."""
    deadline = deadline_of(notice, lot)
    if deadline is None:
        return None
    return (deadline.at.astimezone(OSLO).date() - now.astimezone(OSLO).date()).days


def too_late_for_team(notice: Notice, lot: Lot, now: datetime) -> bool:
    """Whether a team could no longer be formed in time."""
    left = days_left(notice, lot, now)
    return left is not None and left < FORMING and not is_planning(notice)
