"""What a recipient's copy holds of its own: language, answers, the way out, and the calendar of deadlines."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from lxml import html
from sqlalchemy import Engine

from digest.build import build, build_urgent
from digest.deadlines import calendar, due
from digest.settings import DigestSettings
from digest.speech import Speech
from model.match import Evidence, Match
from model.member import Contact, Member
from model.notice import Deadline
from model.text import Text
from store import letters, links, matches, members, subscriptions
from store.database import reading, writing
from tests.digest.test_letters import HOSTILE, NOW, a_find
from tests.factories import a_lot, a_member, a_notice
from tests.store.deliveries import FIRST, Delivery, deliver

MONDAY = date(2026, 11, 16)
SIGNER = links.Signer("x" * 40)
SETTINGS = DigestSettings(
    cluster="Ranfjord Industriklynge",
    sender="radar@example.no",
    address="https://radar.example.no",
    leader="l@example.no",
)


def install(engine: Engine, member: Member, *, days: int = 5, points: float = 3.0) -> None:
    """One notice that fits the member, due in some days."""
    lot = a_lot(title=Text.plain("Ny verkstedhall"), deadline=Deadline(at=NOW + timedelta(days=days, hours=6)))
    deliver(engine, Delivery(a_notice(lots=(lot,))))
    evidence = (Evidence(signal="words_in_title", points=points, reason="Tittelen nevner «stål», som er deres «stål»"),)
    with writing(engine) as connection:
        members.replace(connection, [member])
        found = Match(member=member.id, notice=FIRST, lot=lot.id, scorer="t", evidence=evidence)
        matches.record(connection, [found], NOW)


def mails(engine: Engine, kind: str = "weekly") -> dict[str, EmailMessage]:
    with reading(engine) as connection:
        rows = [row for row in letters.outbox(connection) if row.kind == kind]
        found = {row.recipient: letters.mail(connection, row.id).message for row in rows}
    return {who: email.message_from_bytes(raw, EmailMessage, policy=email.policy.default) for who, raw in found.items()}


def part(mail: EmailMessage, kind: str) -> str:
    return str(next(one for one in mail.walk() if one.get_content_type() == kind).get_content())


def addresses(body: str) -> list[str]:
    return [str(link.get("href")) for link in html.fromstring(body).iter("a")]


def make(engine: Engine, settings: DigestSettings = SETTINGS) -> dict[str, EmailMessage]:
    build(engine, monday=MONDAY, now=NOW, settings=settings, signer=SIGNER)
    return mails(engine)


TWO = a_member(contacts=(Contact(email="a@example.no"), Contact(email="b@example.no", language="en")))


def test_each_contact_reads_its_own_language(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)

    found = make(sqlite_engine)

    assert found["a@example.no"]["Subject"] == "Uke 47: 1 anbud for dere, 1 med frist innen to uker"
    assert found["b@example.no"]["Subject"] == "Week 47: 1 tender for you, 1 due within two weeks"
    assert "The title mentions «stål», your «stål»" in part(found["b@example.no"], "text/plain")


def test_answers_are_signed_for_the_recipient_and_the_notice(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)

    found = make(sqlite_engine)

    with reading(sqlite_engine) as connection:
        numbers = {one.email: one.number for one in subscriptions.recipients(connection)}
    for who, mail in found.items():
        tokens = [one.rsplit("/", 1)[1] for one in addresses(part(mail, "text/html")) if "/svar/" in one]
        said = [SIGNER.read(token, NOW) for token in tokens]
        assert [one.answer for one in said if isinstance(one, links.Link)] == list(links.Answer)
        assert {one.recipient for one in said if isinstance(one, links.Link)} == {numbers[who]}
        assert {one.notice for one in said if isinstance(one, links.Link)} == {FIRST}


def test_every_link_is_absolute_and_safe_and_the_way_out_is_in_both_parts(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)

    for mail in make(sqlite_engine).values():
        found = addresses(part(mail, "text/html"))
        assert all(urlsplit(one).scheme == "https" and urlsplit(one).hostname for one in found)
        (stop,) = [one for one in found if "/u/" in one]
        assert stop in part(mail, "text/plain")
        assert f"<{stop}>" in mail["List-Unsubscribe"].replace("\r\n", "")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_public_address_no_link_leads_to_us(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)

    for mail in make(sqlite_engine, replace(SETTINGS, address=None)).values():
        assert not any("/svar/" in one or "/u/" in one for one in addresses(part(mail, "text/html")))


def test_nobody_who_has_unsubscribed_gets_a_copy(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)
    make(sqlite_engine)
    with writing(sqlite_engine) as connection:
        first = next(one for one in subscriptions.recipients(connection) if one.email == "a@example.no")
        subscriptions.unsubscribe(connection, first.number, NOW)

    build(
        sqlite_engine, monday=MONDAY + timedelta(days=7), now=NOW + timedelta(days=7), settings=SETTINGS, signer=SIGNER
    )

    with reading(sqlite_engine) as connection:
        later = [row.recipient for row in letters.outbox(connection) if row.first_day > MONDAY]
    assert later == ["b@example.no"]


def test_the_letter_carries_its_deadlines_as_a_calendar(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)

    mail = make(sqlite_engine)["a@example.no"]

    (attached,) = list(mail.iter_attachments())
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_filename() == "frister.ics"
    assert attached.get_param("method") == "PUBLISH"
    (event,) = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert event["SUMMARY"] == "Frist: Ny verkstedhall"
    assert event.decoded("DTEND") == NOW + timedelta(days=5, hours=6)
    assert (event["SEQUENCE"], event["TRANSP"]) == (0, "TRANSPARENT")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-3)


def test_the_same_week_gives_the_same_bytes_calendar_and_all(sqlite_engine: Engine) -> None:
    install(sqlite_engine, TWO)
    first = {who: mail.as_bytes() for who, mail in make(sqlite_engine).items()}

    build(sqlite_engine, monday=MONDAY, now=NOW, settings=SETTINGS, signer=SIGNER)

    assert {who: mail.as_bytes() for who, mail in mails(sqlite_engine).items()} == first


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_a_moved_deadline_keeps_its_name_and_counts_up() -> None:
    before = due([a_find(days=5)], NOW)
    after = due([replace(a_find(days=9), moved=1)], NOW)

    (first,) = events(calendar(before, "K", NOW, Speech("nb")))
    (second,) = events(calendar(after, "K", NOW, Speech("nb")))

    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)


def test_a_day_without_an_hour_is_a_whole_day() -> None:
    find = a_find(days=5)
    lot = replace(find.notice.lots[0], deadline=Deadline(at=datetime(2026, 12, 1, 22, 59, tzinfo=UTC), date_only=True))
    whole = replace(find, notice=replace(find.notice, lots=(lot,)))

    (event,) = events(calendar(due([whole], NOW), "K", NOW, Speech("nb")))

    assert event.decoded("DTSTART") == date(2026, 12, 1)
    assert event.decoded("DTEND") == date(2026, 12, 2)


def test_a_deadline_that_is_past_is_not_in_it() -> None:
    assert due([a_find(days=-1)], NOW) == ()


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_title_adds_to_the_calendar(title: str) -> None:
    body = calendar(
        due([a_find(title=f"x{title}\r\nEND:VEVENT\r\nBEGIN:VEVENT", days=5)], NOW), title, NOW, Speech("nb")
    )

    assert len(events(body)) == 1
    assert body.count(b"\r\nBEGIN:VEVENT\r\n") == 1


class TestUrgent:
    """The urgent letter goes the morning after, once, and the weekly one names it in a line."""

    THURSDAY = date(2026, 11, 19)
    MORNING = datetime(2026, 11, 19, 5, 0, tzinfo=UTC)

    def build(self, engine: Engine, day: int = 19) -> dict[str, EmailMessage]:
        now = self.MORNING.replace(day=day)
        build_urgent(engine, today=now.date(), now=now, settings=SETTINGS, signer=SIGNER)
        return mails(engine, "urgent")

    def test_a_strong_match_with_a_near_deadline_is_told_the_next_morning(self, sqlite_engine: Engine) -> None:
        install(sqlite_engine, a_member(contacts=(Contact(email="a@example.no"),)), days=4)

        (mail,) = self.build(sqlite_engine).values()

        assert mail["Subject"] == "Haster: Ny verkstedhall, frist om 8 dager"
        assert "Hvorfor nå".upper() in part(mail, "text/plain")

    @pytest.mark.parametrize(("days", "points"), [(20, 3.0), (4, 0.5), (-5, 3.0)])
    def test_what_can_wait_waits(self, sqlite_engine: Engine, days: int, points: float) -> None:
        install(sqlite_engine, a_member(contacts=(Contact(email="a@example.no"),)), days=days, points=points)

        assert self.build(sqlite_engine) == {}

    def test_no_urgent_letters_where_the_setting_says_so(self, sqlite_engine: Engine) -> None:
        install(sqlite_engine, a_member(contacts=(Contact(email="a@example.no"),)), days=4)

        built = build_urgent(
            sqlite_engine, today=self.THURSDAY, now=self.MORNING, settings=replace(SETTINGS, urgent_days=0)
        )

        assert not built.outcomes

    @pytest.mark.parametrize("approved", [True, False])
    def test_it_is_told_once(self, sqlite_engine: Engine, *, approved: bool) -> None:
        install(sqlite_engine, a_member(contacts=(Contact(email="a@example.no"),)), days=4)
        self.build(sqlite_engine)
        if approved:
            with writing(sqlite_engine) as connection:
                letters.approve(connection, self.MORNING)

        self.build(sqlite_engine, day=20)

        with reading(sqlite_engine) as connection:
            assert len([row for row in letters.outbox(connection) if row.kind == "urgent"]) == 1

    def test_the_weekly_letter_names_it_in_a_line(self, sqlite_engine: Engine) -> None:
        install(sqlite_engine, a_member(contacts=(Contact(email="a@example.no"),)), days=4)
        self.build(sqlite_engine)
        with writing(sqlite_engine) as connection:
            letters.approve(connection, self.MORNING)

        text = part(make(sqlite_engine)["a@example.no"], "text/plain")

        assert "SENDT SOM HASTER TIDLIGERE I UKEN" in text
        assert text.count("Ny verkstedhall") == 1
        assert "Passer dette for dere?" not in text
