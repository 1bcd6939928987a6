"""Feeds read over real HTTP, all in two nights of one installation, with a trap in each: right verdicts, no silence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.intake import reparse
from demo.market import load
from demo.portal import Portal, serve
from demo.site import Answer, Faults
from model.form import FormType
from store import archive, crawls, news, notices
from store.database import connect, reading
from tests.cli.radar import Radar
from tests.shared import shared

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">{}</feed>'
RSS = "<rss version='2.0'><channel>{}</channel></rss>"


def rss(*items: str, kind: str = "application/rss+xml", **headers: str) -> Answer:
    return Answer(body=RSS.format("".join(items)).encode(), kind=kind, headers=headers)


def item(number: int, title: str = "Sveising", more: str = "") -> str:
    return f"<item><title>{title} {number}</title><link>/{number}</link><guid>{number}</guid>{more}</item>"


def atom(*entries: str) -> Answer:
    return Answer(body=ATOM.format("".join(entries)).encode(), kind="application/atom+xml")


def entry(name: str, hour: int, title: str) -> str:
    return f"<entry><id>tag:{name}</id><title>{title}</title><updated>2031-01-13T{hour:02}:00:00Z</updated></entry>"


def following(address: str) -> str:
    return f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="{address}"/>'


SITE_AS_GUID = "<item><title>{0}</title><link>/{0}</link><guid>/</guid></item>"

TRAPS = {
    "html": (Answer(body=b"<!DOCTYPE html><html><body>Vedlikehold</body></html>", kind="text/html"), "failed", "HTML"),
    "nothing": (Answer(body=b"", kind="application/rss+xml"), "failed", "empty"),
    "gone": (Answer(status=410), "failed", "410"),
    "unchanged": (Answer(status=304), "failed", "304"),
    "refused": (Answer(status=403), "failed", "403"),
    "circle": (rss(following("circle.xml?page=1"), item(1)), "incomplete", "circle"),
    "elsewhere": (rss(following("https://other.example/"), item(1)), "incomplete", "another host"),
    "lost": (rss(following("/feeds/no-such-page.xml"), item(1)), "incomplete", "404"),
    "moved": (Answer(status=301, headers={"Location": "/feeds/quiet.xml"}), "complete", ""),
    "quiet": (rss(), "complete", ""),
    "bare": (rss("<item><pubDate>x</pubDate></item>", item(1)), "complete", "neither title nor link"),
    "same": (rss(*map(SITE_AS_GUID.format, range(3))), "complete", ""),
    "cut": (
        Answer(body=b"<rss><channel>" + (item(1) + item(2)[:40]).encode(), headers={"ETag": '"cut"'}),
        "incomplete",
        "breaks off",
    ),
    "moving": (
        atom(entry("a", 8, "Første"), entry("b", 8, "Andre"), entry("a", 9, "Første, rettet"), entry("a", 7, "Eldst")),
        "complete",
        "newest counts",
    ),
}  # fmt: skip
"""What a feed answers, the verdict, and what the leader is told."""

NOVEMBER = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
SINCE = ("--since", "2026-11-01")
LISTED = {"quiet": 0, "moved": 0, "bare": 1, "same": 3, "moving": 2, "cut": 1, "circle": 1}


AGAIN = ("feeds.innkjop", "feeds.tidende", "feeds.cut", "feeds.moving")
"""What is read in the second night."""


@dataclass
class Nights:
    """What came of two nights in a row."""

    portal: Portal
    engine: Engine
    first: dict[str, dict[str, Any]]
    second: dict[str, dict[str, Any]]
    asked_first: int

    def asked(self, path: str, *, second: bool) -> list[dict[str, str]]:
        """The headers of one night's requests for a path."""
        requests = self.portal.requests[self.asked_first :] if second else self.portal.requests[: self.asked_first]
        return [one.headers for one in requests if one.path == path]


def nasty() -> dict[str, Answer]:
    folder = shared("nasty", "feed")
    return {path.name: Answer(body=path.read_bytes(), kind="application/rss+xml") for path in folder.glob("*.xml")}


def configuration(portal: Portal, names: list[str]) -> str:
    blocks = [
        "[sources.doffin]\nenabled = false\n[sources.feeds]\nenabled = true\ndelay = 0",
        f'[sources.feeds.feeds.innkjop]\nurl = "{portal.url}/feeds/anbud.xml"',
        'fields.buyer = { label = "Oppdragsgiver" }',
        'fields.deadline = { label = "Frist", format = "%d.%m.%Y %H:%M" }',
        f'[sources.feeds.feeds.tidende]\nurl = "{portal.url}/feeds/nyheter.xml"\nkind = "news"\ncredit = "Tidende"',
        "[sources.feeds.feeds.nowhere]",
        f'[sources.feeds.feeds.busy]\nurl = "{portal.url}/feeds/quiet.xml"',
        'expected = { weekday = [1, 9], weekend = [0, 0], because = "it never was empty" }',
        *(f'[sources.feeds.feeds.{Path(name).stem}]\nurl = "{portal.url}/feeds/{name}"' for name in names),
    ]
    return "\n".join(blocks) + "\n"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    radar = Radar(tmp_path_factory.mktemp("feeds"))
    feeds = {f"{name}.xml": trap[0] for name, trap in TRAPS.items()} | nasty()
    with serve(load(), Faults(feeds=feeds)) as portal:
        text = configuration(portal, sorted(feeds))
        (radar.folder / "klyngeradar.toml").write_text(text, encoding="utf-8")
        first = json.loads(radar("--as-of", "2031-01-14", "--json", "crawl", *SINCE, code=70).stdout)
        asked = len(portal.requests)
        feeds["moving.xml"] = atom(
            entry("c", 10, "Tredje"), '<at:deleted-entry ref="tag:b" when="2031-01-14T10:00:00Z"/>',
            '<at:deleted-entry ref="tag:never-seen" when="2031-01-14T10:00:00Z"/>', entry("a", 6, "Eldgammel"),
        )  # fmt: skip
        second = json.loads(radar("--as-of", "2031-01-15", "--json", "crawl", *AGAIN, *SINCE, code=70).stdout)
        engine = connect(f"sqlite:///{radar.folder / 'klyngeradar.sqlite'}")
        by_name = [{row["source"]: row for row in night} for night in (first, second)]
        yield Nights(portal, engine, by_name[0], by_name[1], asked)
        engine.dispose()


@pytest.mark.shared
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_ends_in_its_verdict_and_the_leader_is_told(nights: Nights, name: str) -> None:
    _, verdict, says = TRAPS[name]
    report = nights.first[f"feeds.{name}"]

    assert report["verdict"] == verdict
    assert any(says in problem for problem in report["problems"]) or not says
    assert report["listed"] == report["stored"] == LISTED.get(name, report["listed"])


@pytest.mark.shared
def test_a_feed_that_is_never_empty_and_one_without_address_are_told(nights: Nights) -> None:
    busy, nowhere = nights.first["feeds.busy"], nights.first["feeds.nowhere"]

    assert (busy["verdict"], nowhere["verdict"]) == ("failed", "failed")
    assert busy["problems"] == ["no entry at all, though it never was empty"]
    assert "no address" in nowhere["problems"][0]


@pytest.mark.shared
def test_a_bad_night_moves_no_cursor(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        moved = {name for name, report in nights.first.items() if crawls.cursor(connection, name) is not None}

    assert moved == {name for name, report in nights.first.items() if report["verdict"] == "complete"}


@pytest.mark.shared
def test_every_nasty_feed_ends_as_its_manifest_says(nights: Nights) -> None:
    manifest = json.loads(shared("nasty", "manifest.json").read_text(encoding="utf-8"))
    wanted = {Path(row["path"]).stem: row["expect"] for row in manifest["files"] if row["cls"] == "feed"}
    accepted = {name for name, expect in wanted.items() if expect == "accept"}
    shown = {name: nights.first[f"feeds.{name}"] for name in wanted}

    assert {name for name, report in shown.items() if report["verdict"] == "complete"} == accepted
    assert all(report["problems"] for name, report in shown.items() if name not in accepted)
    assert {name: shown[name]["stored"] for name in ("guid_dup", "mixed_newest_last", "missing_close_item")} == {
        "guid_dup": 1,
        "mixed_newest_last": 50,
        "missing_close_item": 3,
    }


@pytest.mark.shared
def test_what_is_refused_is_kept_with_its_reason_and_nothing_of_it_is_shown(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        refused = {refusal.source: refusal.reason for refusal in archive.refusals(connection)}
        shown = {stored.notice.source for stored in notices.current(connection)}

    assert "entities" in refused["feeds.laughs"]
    assert "entities" in refused["feeds.xxe"]
    assert not shown & {"feeds.laughs", "feeds.xxe", "feeds.two_channels"}


@pytest.mark.shared
def test_no_link_of_a_foreign_scheme_is_stored(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        stored = {one.notice.source: one.notice for one in notices.current(connection)}

    assert stored["feeds.link_javascript"].url is None
    assert stored["feeds.link_relative_base"].url == "http://evil.example/x"
    assert stored["feeds.future_date"].published is None


@pytest.mark.shared
def test_pages_are_followed_and_labels_read(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        found = [one.notice for one in notices.current(connection) if one.notice.source == "feeds.innkjop"]

    assert len(found) == 5
    assert {notice.buyers[0].name for notice in found} >= {"Storfjellet Gruver AS", "Fjordsmelt AS"}
    assert sum(notice.deadline is not None for notice in found) == 4
    assert all("#" not in notice.source_id and notice.url == notice.source_id for notice in found)


@pytest.mark.shared
def test_of_news_the_headline_is_kept_and_never_the_article(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        headlines = news.between(
            connection, datetime(2026, 11, 1, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC), limit=9
        )
        bodies = [archive.load(connection, one).body for one in archive.walk(connection, source="feeds.tidende")]
        sources = {one.notice.source for one in notices.current(connection)}

    assert len(headlines) == len(bodies) == 6
    assert headlines[1].title == "Ranfjord havn får nytt kaiareal: byggestart i mars"
    assert headlines[0].url == "https://tidende.example.no/nyheter/2026-11-20"
    assert not any(b"Hele artikkelen" in body for body in bodies)
    assert "feeds.tidende" not in sources


@pytest.mark.shared
def test_what_has_not_changed_is_not_sent_again(nights: Nights) -> None:
    for path, name in (("/feeds/anbud.xml", "feeds.innkjop"), ("/feeds/nyheter.xml", "feeds.tidende")):
        (headers,) = nights.asked(path, second=True)
        report = nights.second[name]

        assert headers["If-None-Match"].startswith('"')
        assert headers["If-Modified-Since"] == "Fri, 20 Nov 2026 08:00:00 GMT"
        assert (report["verdict"], report["listed"], report["requests"]) == ("complete", 0, 1)


@pytest.mark.shared
def test_a_feed_that_was_not_read_whole_is_asked_for_without_conditions(nights: Nights) -> None:
    (headers,) = nights.asked("/feeds/cut.xml", second=True)

    assert "If-None-Match" not in headers


@pytest.mark.shared
def test_the_newest_of_one_name_is_shown_whatever_comes_later(nights: Nights) -> None:
    with reading(nights.engine) as connection:
        first, second, third = (notices.show(connection, f"feeds.moving:tag:{name}") for name in "abc")
        unknown = notices.show(connection, "feeds.moving:tag:never-seen")

    assert first is not None
    assert first.notice.title.best == "Første, rettet"
    assert second is not None
    assert second.notice.form_type is FormType.CANCELLATION
    assert third is not None
    assert unknown is None


@pytest.mark.shared
def test_everything_is_rebuilt_from_the_archive(nights: Nights) -> None:
    def state() -> list[tuple[str, str]]:
        with reading(nights.engine) as connection:
            return [(one.key, one.content_hash) for one in notices.current(connection)]

    before = state()
    outcome = reparse(nights.engine)

    assert state() == before
    assert not outcome.fresh
