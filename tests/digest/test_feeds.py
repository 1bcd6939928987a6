"""A member's private feeds: its own open matches and deadlines, inert whatever a notice says."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree
from sqlalchemy import Engine

from digest.feeds import atom, calendar
from digest.settings import DigestSettings
from model.match import Evidence, Match
from model.notice import Deadline
from model.text import Text
from store import matches, members
from store.database import reading, writing
from tests.digest.test_letters import HOSTILE, NOW
from tests.factories import a_lot, a_member, a_notice
from tests.store.deliveries import FIRST, Delivery, deliver

SETTINGS = DigestSettings(cluster="Ranfjord Industriklynge")


def install(engine: Engine, title: str = "Ny verkstedhall", days: int = 9) -> None:
    lot = a_lot(title=Text.plain(title), deadline=Deadline(at=NOW + timedelta(days=days)))
    deliver(engine, Delivery(a_notice(title=Text.plain(title), lots=(lot,))))
    evidence = (Evidence(signal="words_in_title", points=3.0, reason=f"Tittelen nevner «{title}»"),)
    with writing(engine) as connection:
        members.replace(connection, [a_member(), a_member(id="annen", name="Annen AS")])
        match = Match(member=a_member().id, notice=FIRST, lot=lot.id, scorer="t", evidence=evidence)
        matches.record(connection, [match], NOW)


def feed(engine: Engine, member: str | None = None) -> bytes:
    with reading(engine) as connection:
        body = atom(connection, member or a_member().id, NOW, SETTINGS)
    assert body is not None
    return body


def deadlines(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        body = calendar(connection, a_member().id, NOW, SETTINGS)
    assert body is not None
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")]


def test_the_feed_reads_back_with_title_link_and_reasons(sqlite_engine: Engine) -> None:
    install(sqlite_engine)

    read = feedparser.parse(feed(sqlite_engine))

    assert not read.bozo
    assert read.feed.title == f"Anbud for {a_member().name}"
    (entry,) = read.entries
    assert entry.title == "Ny verkstedhall"
    assert entry.link.startswith("https://")
    assert "om 9 dager" in entry.summary
    assert "Tittelen nevner «Ny verkstedhall»" in entry.summary
    assert entry.id.startswith("tag:")


def test_the_same_state_gives_the_same_bytes(sqlite_engine: Engine) -> None:
    install(sqlite_engine)

    assert feed(sqlite_engine) == feed(sqlite_engine)


def test_a_member_sees_nothing_of_another_s(sqlite_engine: Engine) -> None:
    install(sqlite_engine)

    assert feedparser.parse(feed(sqlite_engine, "annen")).entries == []
    assert a_member().name.encode() not in feed(sqlite_engine, "annen")


def test_what_is_past_is_in_neither(sqlite_engine: Engine) -> None:
    install(sqlite_engine, days=-2)

    assert feedparser.parse(feed(sqlite_engine)).entries == []
    assert deadlines(sqlite_engine) == []


def test_the_calendar_holds_the_deadlines_ahead(sqlite_engine: Engine) -> None:
    install(sqlite_engine)

    assert deadlines(sqlite_engine) == ["Frist: Ny verkstedhall"]


def test_a_member_who_left_has_no_feed(sqlite_engine: Engine) -> None:
    install(sqlite_engine)

    with reading(sqlite_engine) as connection:
        assert atom(connection, "borte", NOW, SETTINGS) is None
        assert calendar(connection, "borte", NOW, replace(SETTINGS)) is None


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_title_is_markup(sqlite_engine: Engine, title: str) -> None:
    install(sqlite_engine, title=f"x {title}")

    root = etree.fromstring(feed(sqlite_engine))

    assert {etree.QName(one).localname for one in root.iter()} == {
        "feed", "title", "id", "updated", "author", "name", "entry", "link", "summary",
    }  # fmt: skip
