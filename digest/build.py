"""Letters built into the outbox: once per kind, member and period, however often it is asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Engine

from digest import deadlines, edit, letter, urgent
from digest.edit import Writer
from digest.gather import weeks
from digest.headers import Bulk
from digest.mail import Attachment, message, message_id
from digest.personal import NOBODY, Personal, personal
from digest.render import Rendered, render
from digest.settings import DigestSettings
from digest.speech import OSLO
from digest.week import Week
from model.letter import Letter
from model.member import Contact
from store import edits, letters, links, subscriptions
from store.database import reading, writing

NO_CONTACT = "{}@uten-kontakt.invalid"
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


def build(
    engine: Engine,
    *,
    monday: date,
    now: datetime,
    settings: DigestSettings,
    signer: links.Signer | None = None,
    only: str | None = None,
) -> Built:
    """
    Make the week's letters as drafts, all or one member's.

    A letter approved or sent stays as it is; a draft is made anew, with what a person changed in it.
    """
    with reading(engine) as connection:
        gathered = [week for week in weeks(connection, monday, now, settings) if only in (None, week.member.id)]
    return _build(engine, gathered, letter.weekly, settings, signer, Built(monday=monday))


def build_urgent(
    engine: Engine,
    *,
    today: date,
    now: datetime,
    settings: DigestSettings,
    signer: links.Signer | None = None,
    only: str | None = None,
) -> Built:
    """Make the morning's urgent letters as drafts, for those members who have something that cannot wait."""
    built = Built(monday=today)
    if not settings.urgent_days:
        return built
    with reading(engine) as connection:
        gathered = [
            _not_drafted(connection, week, today)
            for week in weeks(connection, today, now, settings)
            if only in (None, week.member.id)
        ]
    return _build(engine, gathered, urgent.urgent, settings, signer, built)


def _not_drafted(connection: Connection, week: Week, today: date) -> Week:
    """The day's facts without what an urgent letter of an earlier day tells, approved or still a draft."""
    start = datetime.combine(today, time(0), OSLO)
    drafted = letters.shown(connection, week.member.id, kind=urgent.KIND, drafts=True)
    waiting = {key for key, at in drafted.items() if at < start}
    finds = tuple(find for find in week.finds if find.key not in waiting or find.changed)
    return replace(urgent.day(week, today), finds=finds)


def _build(
    engine: Engine,
    gathered: Iterable[Week],
    write: Writer,
    settings: DigestSettings,
    signer: links.Signer | None,
    built: Built,
) -> Built:
    with reading(engine) as connection:
        settled = {
            (row.kind, row.member, row.first_day)
            for row in letters.outbox(connection)
            if row.state is not letters.State.DRAFT
        }
    for week in gathered:
        made = write(week, settings)
        if made is None:
            continue
        if (made.kind, made.reader, made.first_day) in settled:
            with reading(engine) as connection:
                there = letters.letter(connection, made.kind, made.reader, made.first_day, made.last_day)
            made, outcome = there or made, "standing"
        else:
            with writing(engine) as connection:
                changes = edits.of(connection, made.kind, made.reader, made.first_day, made.last_day)
                changed, writer = edit.without(week, changes), edit.writer(write, changes)
                made = writer(changed, settings) or made
                mails = list(_mails(connection, changed, made, writer, settings, signer))
                outcome = letters.draft(connection, made, mails, week.now).outcome
        built.outcomes[outcome] += 1
        built.finds[made.reader] = len(made.shown)
        built.subjects[made.reader] = made.subject
    return built


def make(week: Week, settings: DigestSettings) -> tuple[Letter, Rendered]:
    """The weekly letter and how it looks, without what is a recipient's own."""
    made = letter.weekly(week, settings)
    return made, render(made)


def _mails(
    connection: Connection,
    week: Week,
    made: Letter,
    write: Writer,
    settings: DigestSettings,
    signer: links.Signer | None,
) -> Iterator[letters.Mail]:
    """A mail to each contact that wants letters, in its own language; to nobody where the member has no contact."""
    subscriptions.register(connection, [week.member], week.now)
    contacts = {subscriptions.normal(contact.email): contact for contact in week.member.contacts}
    if not contacts:
        nobody = Contact(email=NO_CONTACT.format(week.member.id))
        yield _mail(week, made, nobody, NOBODY, settings)
    for contact in contacts.values():
        known = subscriptions.find(connection, week.member.id, contact.email)
        if known is None or not known.receives:
            continue
        theirs = replace(week, language=contact.language or week.member.language)
        copy = (write(theirs, settings) or made) if theirs.language != made.language else made
        own = personal(connection, week, known, copy.shown, settings, signer, theirs.speech)
        yield _mail(theirs, copy, contact, own, settings)


def _mail(week: Week, made: Letter, contact: Contact, own: Personal, settings: DigestSettings) -> letters.Mail:
    rendered = render(made, own)
    recipient = contact.email
    key = letters.idempotency_key(made.kind, made.first_day, made.last_day, made.reader, recipient)
    id_ = message_id(key, settings.sender)
    written = message(
        rendered,
        sender=settings.sender,
        recipient=recipient,
        message_id=id_,
        date=week.now,
        bulk=Bulk(cluster=settings.cluster, kind=made.kind, unsubscribe=own.unsubscribe, leader=settings.leader),
        attachments=tuple(_calendar(week, made, settings)),
    )
    return letters.Mail(recipient=recipient, message_id=id_, message=written, html=rendered.html, text=rendered.text)


def _calendar(week: Week, made: Letter, settings: DigestSettings) -> Iterator[Attachment]:
    shown = set(made.shown)
    ahead = deadlines.due((find for find in week.finds if find.key in shown), week.now)
    if ahead:
        body = deadlines.calendar(ahead, f"{settings.cluster}: {week.member.name}", week.now, week.speech)
        yield Attachment(name=deadlines.FILE, body=body)
