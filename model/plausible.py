"""Dates that cannot be meant: told as warnings and left out, so that they neither hold a notice open nor hide it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from model.form import OPEN_FORMS, QUALIFICATION_SUBTYPES, FormType
from model.notice import Deadline, Lot, Notice

EARLIEST: Final = 1990
"""The first year believed; the oldest notices kept by the sources are far younger."""

AHEAD: Final = timedelta(days=366)
"""How long after it was first seen a notice may say that it is published or sent: some are planned ahead."""

ORDINARY: Final = timedelta(days=3 * 366)
"""How long a time limit may lie after its notice was sent. The longest ordinary ones seen are well under a year."""

STANDING: Final = timedelta(days=15 * 366)
"""The same for what runs for years by its nature: dynamic purchasing and qualification systems, frameworks."""

LAG: Final = timedelta(days=3 * 366)
"""What is granted beyond those, counted from when the notice was first seen, to notices that state no good date."""

UNSTATED: Final = timedelta(days=366)
"""How long after publication something without a believable time limit counts as open; a plan twice as long."""

_LIMITS: Final = (
    ("deadline", "Tilbudsfristen"),
    ("request_deadline", "Fristen for å be om å delta"),
    ("interest_deadline", "Fristen for å melde interesse"),
)


def believed(notice: Notice, first_seen: datetime) -> Notice:
    """The notice without dates that cannot be meant, each told in a warning; `first_seen` (UTC) is when it came."""
    doubts: list[str] = []
    lots = tuple(_lot(notice, lot, first_seen, doubts) for lot in notice.lots)
    published, dispatched = notice.published, notice.dispatched
    if published is not None and not _plausible(published, first_seen):
        doubts.append(f"Publiseringsdatoen {published.isoformat()} er ikke trolig og er sett bort fra")
        published = None
    if dispatched is not None and not _plausible(dispatched.date(), first_seen):
        doubts.append(f"Datoen kunngjøringen ble sendt, {dispatched.date().isoformat()}, er ikke trolig; sett bort fra")
        dispatched = None
    if not doubts:
        return notice
    warnings = tuple(dict.fromkeys((*notice.warnings, *doubts)))
    return replace(notice, lots=lots, published=published, dispatched=dispatched, warnings=warnings)


def standing(notice: Notice, lot: Lot) -> bool:
    """Whether the lot can be joined for years: a dynamic purchasing or qualification system."""
    return lot.dps is not None or notice.subtype in QUALIFICATION_SUBTYPES or notice.notice_type in _STANDING_TYPES


_STANDING_TYPES: Final = frozenset({"DYNAMIC_PURCHASING_SCHEME", "QUALIFICATION_SCHEME", "qu-sy"})


def closes(notice: Notice, lot: Lot, first_seen: datetime) -> datetime | None:
    """
    When the lot stops being open by time alone: its limit, or a year after its notice where no limit is believed.

    None for what stands for years without a limit.
    """
    if lot.next_deadline is not None:
        return lot.next_deadline.at
    if standing(notice, lot):
        return None
    years = 2 if notice.form_type is FormType.PLANNING else 1
    day = notice.published or (notice.dispatched or first_seen).date()
    return datetime(day.year, day.month, day.day, tzinfo=first_seen.tzinfo) + years * UNSTATED


def _plausible(day: date, first_seen: datetime) -> bool:
    return day.year >= EARLIEST and day <= (first_seen + AHEAD).date()


def _lot(notice: Notice, lot: Lot, first_seen: datetime, doubts: list[str]) -> Lot:
    gone: dict[str, None] = {}
    for name, words in _LIMITS:
        limit: Deadline | None = getattr(lot, name)
        why = _doubt(notice, lot, limit, first_seen)
        if limit is not None and why:
            gone[name] = None
            doubts.append(f"{words} {limit.at.date().isoformat()} for {lot.id} {why} og er sett bort fra")
    return replace(lot, **gone) if gone else lot  # type: ignore[arg-type]  # names of deadlines, which may be None


def _doubt(notice: Notice, lot: Lot, limit: Deadline | None, first_seen: datetime) -> str | None:
    if limit is None:
        return None
    if not EARLIEST <= limit.at.year <= 9000:
        return "er ikke et år som kan være ment"
    years = STANDING if standing(notice, lot) or lot.framework else ORDINARY
    sent = _sent(notice)
    latest = first_seen + years + LAG
    if sent is not None and EARLIEST <= sent.year <= 9000:
        latest = min(latest, datetime(sent.year, sent.month, sent.day, tzinfo=first_seen.tzinfo) + years)
    if limit.at > latest:
        return "ligger for langt fram i tid"
    early = sent is not None and limit.at.date() < sent and _plausible(sent, first_seen)
    # What is published anew may state a limit that has passed since: a change, a later version, a converted notice.
    first = notice.form_type in OPEN_FORMS and notice.change is None and notice.version == 1
    return "er før kunngjøringen ble sendt" if early and first else None


def _sent(notice: Notice) -> date | None:
    return notice.dispatched.date() if notice.dispatched else notice.published
