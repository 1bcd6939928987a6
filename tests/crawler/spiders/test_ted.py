"""TED read over real HTTP from the demo portal, one trap each: right verdicts, nothing lost silently."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from crawler.archived import Archived
from crawler.formats import ted_hit
from crawler.intake import take_in
from crawler.spiders.source import Archive, NothingKept
from crawler.spiders.ted import TedSpider, turned
from crawler.spiders.ted_search import FIELDS, MOST_VALUES, PAGE_SIZE
from demo import eforms, ted
from demo.market import TODAY, Market, load, scaled
from demo.portal import Portal, serve
from demo.site import Faults
from model.raw import RawDocument
from model.verdict import Verdict
from store import notices as notice_store
from store.database import reading
from tests.crawler.spiders.wire import Wire, outcome, ready, walked
from tests.factories import a_document

MARKET = load()
PUBLISHED = len(ted.published(MARKET))
WEEKEND: dict[str, Any] = {"since": "2026-11-21", "until": "2026-11-22"}  # the one after the fortnight


@dataclass
class Crawled:
    """What a walk brought."""

    spider: TedSpider
    documents: list[RawDocument]
    wire: Wire

    @property
    def verdict(self) -> Verdict:
        return outcome(self.spider.tally)

    @property
    def told(self) -> str:
        return "\n".join([*self.spider.tally.losses, *self.spider.tally.notes])

    def of(self, format_: str) -> list[str]:
        return [document.source_id for document in self.documents if document.format == format_]

    @property
    def paths(self) -> list[str]:
        return [urlsplit(request.url).path for request in self.wire.asked]

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(one.body) for one in self.wire.asked if one.method == "POST"]


def crawled(
    faults: Faults | None = None,
    *,
    market: Market = MARKET,
    archive: Archive | None = None,
    since: str = "2026-11-09",
    until: str = "2026-11-20",
    **options: Any,
) -> Crawled:
    with serve(market, faults) as portal:
        return at(portal, archive=archive, since=since, until=until, **options)


def at(
    portal: Portal,
    *,
    archive: Archive | None = None,
    since: str = "2026-11-09",
    until: str = "2026-11-20",
    **options: Any,
) -> Crawled:
    spider = TedSpider(since=since, until=until)
    spider.archive = archive or NothingKept()
    wire = ready(spider, portal.url, **options)
    return Crawled(spider, walked(spider), wire)


def test_every_notice_comes_once_with_its_xml_from_the_one_address() -> None:
    found = crawled()

    assert found.verdict is Verdict.COMPLETE, found.told
    assert (found.spider.tally.promised, len(found.spider.tally.listed)) == (PUBLISHED, PUBLISHED)
    assert Counter(found.of("ted-hit")) == Counter(found.of("eforms"))
    assert len(set(found.of("ted-hit"))) == PUBLISHED
    assert found.paths[:2] == ["/v3/notices/search"] * 2
    assert {request.headers[b"Accept"] for request in found.wire.asked[2:]} == {b"application/xml"}
    assert found.paths[2:] == [f"/en/notice/{number}/xml" for number in found.of("eforms")]


def test_the_search_is_asked_as_the_contract_wants_it() -> None:
    first, second = crawled().bodies()

    assert first["query"].startswith("publication-date >= 20261109 AND publication-date <= 20261120 AND ")
    assert (first["scope"], first["paginationMode"]) == ("ALL", "ITERATION")
    assert first["limit"] == PAGE_SIZE
    assert first["limit"] * len(first["fields"]) <= MOST_VALUES
    assert len(set(first["fields"])) == len(FIELDS)
    assert "iterationNextToken" not in first
    assert second["iterationNextToken"]


def test_the_links_that_come_unasked_are_not_kept() -> None:
    hits = [json.loads(one.body) for one in crawled().documents if one.format == "ted-hit"]

    assert all("links" not in hit and "publication-number" in hit for hit in hits)


def test_many_pages_are_walked_to_the_empty_one() -> None:
    found = crawled(market=scaled(MARKET, 600), xml_per_night=0)

    published = len(ted.published(scaled(MARKET, 600)))
    assert found.verdict is Verdict.COMPLETE, found.told
    assert len(found.of("ted-hit")) == published
    assert len(found.bodies()) == -(-published // PAGE_SIZE) + 1


@pytest.mark.parametrize(
    ("trap", "says"),
    [
        ("timed-out", "timed out"),
        ("repeated-token", "goes in circles"),
        ("changed-total", "the total changed"),
        ("no-token", "notices came of"),
        ("expired-token", "EXPIRED_ITERATION_TOKEN"),
        ("invalid-token", "HTTP 500"),
    ],
)
def test_a_walk_that_breaks_twice_is_a_loss_and_keeps_what_came(trap: str, says: str) -> None:
    market = scaled(MARKET, 600)

    found = crawled(Faults(ted=frozenset({trap})), market=market, xml_per_night=0)

    assert found.verdict is Verdict.INCOMPLETE
    assert any(says in loss for loss in found.spider.tally.losses), found.told
    assert len(found.of("ted-hit")) >= PAGE_SIZE
    assert sum("iterationNextToken" not in body for body in found.bodies()) == 2


def test_a_token_that_expires_once_begins_the_search_anew_and_loses_nothing() -> None:
    faults = Faults(ted=frozenset({"expired-token-once"}))

    found = crawled(faults, market=scaled(MARKET, 600), xml_per_night=0)

    assert found.verdict is Verdict.COMPLETE, found.told
    assert any("begun anew" in note for note in found.spider.tally.notes)
    assert len(found.of("ted-hit")) == len(set(found.of("ted-hit")))


@pytest.mark.parametrize(
    ("faults", "verdict", "says"),
    [
        (Faults(total_mismatch=True), Verdict.INCOMPLETE, "promised"),
        (Faults(silent_zero=True), Verdict.FAILED, "no notice at all"),
        (Faults(html_200=True), Verdict.FAILED, "not JSON"),
        (Faults(status_500_on_page=1), Verdict.FAILED, "HTTP 500"),
        (Faults(status_500_on_page=2), Verdict.INCOMPLETE, "HTTP 500"),
        (Faults(truncate_on_page=1), Verdict.FAILED, "IncompleteRead"),
    ],
    ids=["total", "zero", "html", "500", "500-on-page-2", "cut"],
)
def test_a_bad_run_is_told(faults: Faults, verdict: Verdict, says: str) -> None:
    found = crawled(faults, xml_per_night=0)

    assert found.verdict is verdict
    assert says in found.told


def test_days_nobody_asked_for_end_the_walk() -> None:
    found = crawled(Faults(filter_ignored=True), since="2026-11-20", until="2026-11-23")

    assert found.verdict is not Verdict.COMPLETE
    assert "filter is ignored" in found.told


def test_a_weekend_without_notices_is_no_loss() -> None:
    found = crawled(since="2026-11-14", until="2026-11-15")

    assert found.verdict is Verdict.COMPLETE, found.told
    assert found.documents == []


def test_a_field_the_search_no_longer_knows_is_left_out_and_told() -> None:
    gone = "winner-selection-status"

    found = crawled(Faults(ted=frozenset({f"unknown:{gone}"})), xml_per_night=0)

    assert found.verdict is Verdict.COMPLETE, found.told
    assert any(gone in note for note in found.spider.tally.notes)
    assert [gone in body["fields"] for body in found.bodies()] == [True, False, False]


def test_a_search_without_publication_numbers_is_not_gone_on_with() -> None:
    found = crawled(Faults(ted=frozenset({"unknown:publication-number"})))

    assert found.verdict is Verdict.FAILED
    assert "QUERY_UNKNOWN_FIELD" in found.told


@pytest.mark.parametrize(
    ("trap", "says"),
    [("waf", "HTTP 202, challenge"), ("empty-xml", "an empty answer"), ("html-xml", "a web page in place of XML")],
)
def test_refused_xml_is_told_after_three_tries_and_breaks_no_discovery(trap: str, says: str) -> None:
    found = crawled(Faults(ted=frozenset({trap})))

    assert found.verdict is Verdict.COMPLETE, found.told
    assert (len(found.of("ted-hit")), found.of("eforms")) == (PUBLISHED, [])
    assert f"{PUBLISHED} notices are known by their search fields alone" in found.told
    assert f"refused by the site: {says}" in found.told
    assert sum(path.endswith("/xml") for path in found.paths) == 3


def test_one_xml_that_is_not_there_yet_harms_only_itself() -> None:
    missing = ted.published(MARKET)[4]

    found = crawled(Faults(missing_download=frozenset({missing.id})))

    assert found.verdict is Verdict.COMPLETE, found.told
    assert set(found.of("ted-hit")) - set(found.of("eforms")) == {ted.number(missing)}
    assert "1 notices are known by their search fields alone" in found.told


def test_refused_xml_is_asked_for_beyond_the_window_and_so_many_a_night(sqlite_engine: Engine) -> None:
    with serve(MARKET, Faults(ted=frozenset({"waf"}))) as portal:
        taken(sqlite_engine, at(portal))
    marked = warned(sqlite_engine)

    with serve(MARKET) as portal:
        second = at(
            portal, archive=Archived(sqlite_engine, "ted"), since="2026-11-21", until="2026-11-22", xml_per_night=50
        )
        taken(sqlite_engine, second)
        third = at(
            portal, archive=Archived(sqlite_engine, "ted"), since="2026-11-21", until="2026-11-22", xml_per_night=50
        )
        taken(sqlite_engine, third)
        fourth = at(portal, archive=Archived(sqlite_engine, "ted"), **WEEKEND)

    assert len(marked) == PUBLISHED
    assert len(second.of("eforms")) == 50
    assert {*second.of("eforms"), *third.of("eforms")} == {ted.number(one) for one in ted.published(MARKET)}
    assert fourth.documents == []
    assert warned(sqlite_engine) == []


def test_three_that_are_always_refused_hold_up_no_others() -> None:
    numbers = [f"{number}-2026" for number in range(10)]

    firsts = {turned(numbers, datetime(2026, 11, day, tzinfo=UTC))[0] for day in range(1, 11)}

    assert firsts == set(numbers)
    assert turned([], datetime(2026, 11, 1, tzinfo=UTC)) == []


def test_nothing_is_asked_for_twice(sqlite_engine: Engine) -> None:
    with serve(MARKET) as portal:
        taken(sqlite_engine, at(portal))
        again = at(portal, archive=Archived(sqlite_engine, "ted"))

    assert again.documents == []
    assert again.spider.tally.stored == again.spider.tally.listed
    assert len(again.wire.asked) == 2


@pytest.mark.parametrize("traps", [frozenset(), frozenset({"waf"})], ids=["with-xml", "hits-alone"])
def test_what_doffin_has_too_is_one_notice_with_two_addresses(sqlite_engine: Engine, traps: frozenset[str]) -> None:
    doffin = [
        a_document(source_id=one.id, body=eforms.xml(MARKET, one), fetched_at=TODAY) for one in ted.published(MARKET)
    ]

    with serve(MARKET, Faults(ted=traps)) as portal:
        taken(sqlite_engine, at(portal))
    take_in(sqlite_engine, doffin, seen=TODAY)

    with reading(sqlite_engine) as connection:
        current = list(notice_store.current(connection))
    assert len(current) == PUBLISHED
    assert {tuple(source for source, _, _ in one.addresses) for one in current} == {("doffin", "ted")}
    assert {ted_hit.ONLY_HIT in one.notice.warnings for one in current} == {False}


def test_xml_of_the_older_format_is_kept_and_not_asked_for_again(sqlite_engine: Engine) -> None:
    with serve(MARKET, Faults(ted=frozenset({"legacy-xml"}))) as portal:
        first = taken(sqlite_engine, at(portal, xml_per_night=2))
        later = at(portal, archive=Archived(sqlite_engine, "ted"), **WEEKEND)

    assert [one.reason for one in first.refused] == [
        "the older format TED_EXPORT (before eForms), which is kept and not read"
    ] * 2
    assert len(later.of("eforms")) == PUBLISHED - 2


def test_the_notice_site_is_ted_s_own_beside_ted_s_own_api_and_else_the_address_given() -> None:
    own, replay, apart = TedSpider(), TedSpider(), TedSpider()

    ready(own, "")
    ready(replay, "http://127.0.0.1:9/ted/")
    ready(apart, "http://127.0.0.1:9", notice_url="https://notices.example.org/")

    assert own.notice_url == "https://ted.europa.eu"
    assert replay.notice_url == "http://127.0.0.1:9/ted"
    assert apart.notice_url == "https://notices.example.org"
    assert {"127.0.0.1:9", "notices.example.org:443"} <= set(apart.trusted)


def test_neighbours_without_a_branch_are_told_and_not_asked_for() -> None:
    found = crawled(neighbours=["SWE", "FIN"], branches=[], xml_per_night=0)

    assert "SWE, FIN not read" in found.told
    assert "SWE" not in found.bodies()[0]["query"]


def taken(engine: Engine, found: Crawled) -> Any:
    return take_in(engine, found.documents, seen=TODAY)


def warned(engine: Engine) -> Sequence[date | None]:
    """The days of the notices that carry the mark."""
    with reading(engine) as connection:
        current = list(notice_store.current(connection))
    return [one.notice.published for one in current if ted_hit.ONLY_HIT in one.notice.warnings]
