"""The deadlines of a letter as a calendar (RFC 5545): stable names, a higher SEQUENCE when one moves."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from digest.render import clean, web
from digest.speech import OSLO, Speech
from digest.week import Find
from model.notice import Deadline

FILE: Final = "frister.ics"
DOMAIN: Final = "klyngeradar"
AHEAD: Final = timedelta(days=3)
"""How long before a deadline a calendar reminds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline to keep; `moved` counts how often it has been moved, so that calendars take the last one."""

    notice: str
    lot: str
    title: str
    buyer: str
    deadline: Deadline
    url: str | None
    moved: int = 0


def due(finds: Iterable[Find], now: datetime) -> tuple[Due, ...]:
    """The deadlines ahead of these finds, the nearest first."""
    found = []
    for find in finds:
        lot = find.notice.lot(find.best.lot)
        deadline = lot.next_deadline or find.notice.deadline
        if deadline is None or deadline.at <= now:
            continue
        buyer = find.notice.buyers[0].name if find.notice.buyers else ""
        found.append(
            Due(
                notice=find.key, lot=lot.id, title=find.notice.title.best or lot.title.best, buyer=buyer,
                deadline=deadline, url=find.notice.url, moved=find.moved,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.deadline.at, one.notice)))


def calendar(deadlines: Iterable[Due], name: str, now: datetime, speech: Speech) -> bytes:
    """
    A calendar to take in (METHOD:PUBLISH), each deadline a transparent event that reminds three days before.

    The same deadlines at the same `now` (UTC) give the same bytes. `name` is what the calendar is called.
    """
    made = Calendar()
    made.add("prodid", "-//Klyngeradar//Frister//NO")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", str(clean(name)))
    for one in deadlines:
        made.add_component(_event(one, now, speech))
    return bytes(made.to_ical())


def _event(one: Due, now: datetime, speech: Speech) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{one.notice}|{one.lot}'.encode()).hexdigest()[:24]}@{DOMAIN}")
    event.add("sequence", one.moved)
    event.add("dtstamp", now)
    start, end = _span(one.deadline)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("transp", "TRANSPARENT")
    event.add("summary", str(clean(speech.say("Frist: {title}", title=one.title))))
    event.add("description", str(clean(f"{one.buyer} {web(one.url)}".strip())))
    if web(one.url):
        event.add("url", web(one.url))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(clean(one.title)))
    alarm.add("trigger", -AHEAD)
    event.add_component(alarm)
    return event


def _span(deadline: Deadline) -> tuple[date, date]:
    """The whole day where no hour is stated, else the half hour before it."""
    if deadline.date_only:
        day = deadline.at.astimezone(OSLO).date()
        return day, day + timedelta(days=1)
    return deadline.at - timedelta(minutes=30), deadline.at
