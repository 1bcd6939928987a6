"""Dates and times of eForms: date and time stand apart, each with an offset of its own (XML Schema Part 2, 3.2.7-9)."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from crawler.formats.eforms_values import EARLIEST, Doubts
from crawler.formats.eforms_walk import Record
from model.notice import Deadline

OSLO: Final = ZoneInfo("Europe/Oslo")
LATEST_YEARS: Final = 15
"""Years after dispatch in which a deadline is believed: qualification systems and dynamic purchasing run long."""

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIME: Final = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def day(raw: str | None) -> date | None:
    """The date as written, whatever its offset; None where there is none or none such exists."""
    match = _DATE.fullmatch(raw) if raw else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def instant(raw_day: str | None, raw_time: str | None) -> datetime | None:
    """A date and time in UTC; a date alone is its first minute. None where it cannot be read."""
    return _utc(raw_day, raw_time or "00:00:00")


def deadline(period: Record | None, doubts: Doubts, what: str) -> Deadline | None:
    """
    A time limit; a date alone is the end of that day.

    None, with a word to the leader, where it cannot be read or cannot be meant: before 1990 or more than 15 years after
    dispatch. A limit before dispatch is kept and told.
    """
    if period is None:
        return None
    raw_day, raw_time = period.get("day"), period.get("time")
    if raw_day is None:
        return None
    if raw_time is not None and not _TIME.fullmatch(raw_time):
        doubts.add(f"{what}: klokkeslettet {raw_time[:30]!r} kan ikke leses")
        raw_time = None
    at = _utc(raw_day, raw_time or "23:59:00")
    if at is None:
        doubts.add(f"{what}: {raw_day[:30]!r} er ingen dato")
        return None
    if not EARLIEST <= at <= _latest(doubts.dispatched):
        doubts.add(f"{what}: {raw_day[:30]} er ikke en trolig dato")
        return None
    if doubts.dispatched is not None and at < doubts.dispatched:
        doubts.add(f"{what}: {raw_day[:30]} er før kunngjøringen ble sendt")
    return Deadline(at=at, date_only=raw_time is None)


def _latest(dispatched: datetime | None) -> datetime:
    if dispatched is None or not EARLIEST.year <= dispatched.year < 9999 - LATEST_YEARS:
        return datetime(2100, 1, 1, tzinfo=UTC)
    return dispatched + timedelta(days=366 * LATEST_YEARS)


def _utc(raw_day: str | None, raw_time: str) -> datetime | None:
    date_match = _DATE.fullmatch(raw_day) if raw_day else None
    time_match = _TIME.fullmatch(raw_time)
    if date_match is None or time_match is None:
        return None
    year, month, day_, date_zone = date_match.groups()
    hour, minute, second, time_zone = time_match.groups()
    whole_day = raw_time.startswith("24:00")  # xs:time allows it for the end of the day
    try:
        zone = _zone(time_zone or date_zone)
        clock = (0 if whole_day else int(hour), int(minute), int(second or 0))
        local = datetime(int(year), int(month), int(day_), *clock, tzinfo=zone)
        return (local + timedelta(days=1) if whole_day else local).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=2_000)
def _zone(raw: str | None) -> tzinfo:
    """The zone of an offset; Norwegian time where there is none. Raises ValueError for an offset no place has."""
    if raw is None:
        return OSLO
    if raw == "Z":
        return UTC
    hours, minutes = int(raw[1:3]), int(raw[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no place has the offset {raw}")
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if raw[0] == "-" else 1))
