"""Letters built into the outbox: once per member and week, however often it is asked for."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from digest.gather import weeks
from digest.headers import Bulk
from digest.letter import KIND, weekly
from digest.mail import message, message_id
from digest.render import Rendered, render
from digest.settings import DigestSettings
from digest.week import Week
from model.letter import Letter
from store import letters
from store.database import reading, writing

NOBODY = "{}@uten-kontakt.invalid"
"""Stands in for a recipient, so that a letter without one is still made and can be read (RFC 2606: goes nowhere)."""


@dataclass(slots=True)
class Built:
    """What came of building: letters by outcome, and per member the matches shown."""

    monday: date
    outcomes: Counter[str] = field(default_factory=Counter)
    finds: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)


def monday_of_last_week(now: datetime) -> date:
    """The Monday of the last ISO week that is over."""
    today = now.date()
    return today - timedelta(days=today.weekday() + 7)


def build(engine: Engine, *, monday: date, now: datetime, settings: DigestSettings) -> Built:
    """Make the week's letters as drafts. A letter approved or sent stays as it is; a draft is made anew."""
    with reading(engine) as connection:
        gathered = list(weeks(connection, monday, now, settings))
    built = Built(monday=monday)
    for week in gathered:
        there = standing(engine, week)
        if there is not None:
            built.outcomes["standing"] += 1
            built.finds[week.member.id] = len(there.shown)
            built.subjects[week.member.id] = there.subject
            continue
        letter, rendered = make(week, settings)
        with writing(engine) as connection:
            outcome = letters.draft(connection, letter, _mails(week, letter, rendered, settings), now).outcome
        built.outcomes[outcome] += 1
        built.finds[week.member.id] = len(week.finds)
        built.subjects[week.member.id] = letter.subject
    return built


def standing(engine: Engine, week: Week) -> Letter | None:
    """The member's letter of this week if it was approved or sent already: then it is not made again."""
    with reading(engine) as connection:
        there = letters.letter(connection, KIND, week.member.id, week.monday, week.sunday)
        settled = {
            (row.member, row.first_day) for row in letters.outbox(connection) if row.state is not letters.State.DRAFT
        }
    return there if (week.member.id, week.monday) in settled else None


def make(week: Week, settings: DigestSettings) -> tuple[Letter, Rendered]:
    """One letter and how it looks."""
    letter = weekly(week, settings)
    return letter, render(letter)


def _mails(week: Week, letter: Letter, rendered: Rendered, settings: DigestSettings) -> list[letters.Mail]:
    recipients = [contact.email for contact in week.member.contacts] or [NOBODY.format(week.member.id)]
    found = []
    for recipient in dict.fromkeys(recipients):
        key = letters.idempotency_key(letter.kind, letter.first_day, letter.last_day, letter.reader, recipient)
        id_ = message_id(key, settings.sender)
        written = message(
            rendered,
            sender=settings.sender,
            recipient=recipient,
            message_id=id_,
            date=week.now,
            bulk=Bulk(cluster=settings.cluster, kind=letter.kind, leader=settings.leader),
        )
        found.append(
            letters.Mail(recipient=recipient, message_id=id_, message=written, html=rendered.html, text=rendered.text)
        )
    return found
