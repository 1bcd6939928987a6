"""Doffin's traps that a right verdict alone does not show: what is asked, how fast, as whom, and what comes of it."""

import json
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from demo.doffin_site import KEY
from demo.market import load, scaled
from demo.portal import Asked, Portal, serve
from demo.site import Faults
from tests.cli.radar import Radar

MARKET = load()
NOON = ("--as-of", "2026-11-23")
WITH_KEY = {"KLYNGERADAR_SOURCES__DOFFIN__KEY": KEY}
NO_KEY: dict[str, str] = {}
NO_DELAY = {"KLYNGERADAR_SOURCES__DOFFIN__DELAY": "0"}
WHO = "Ranfjordradar/1 (+https://ranfjord.example.no; post@ranfjord.example.no)"
FORTNIGHT = ("--since", "2026-11-09", "--until", "2026-11-20")


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    radar = Radar(tmp_path)
    radar("init")
    return radar


def crawl(radar: Radar, portal: Portal, *window: str, code: int = 0, **environment: str) -> dict[str, Any]:
    address = {"KLYNGERADAR_SOURCES__DOFFIN__URL": portal.url}
    done = radar(*NOON, "--json", "crawl", *window, code=code, **address, **environment)
    (report,) = json.loads(done.stdout)
    return dict(report)


def exported(radar: Radar) -> dict[str, dict[str, Any]]:
    lines = radar("export", "notices", "--format", "jsonl").stdout.splitlines()
    return {row["source_id"]: row for row in map(json.loads, lines)}


@dataclass(frozen=True)
class Night:
    """One whole crawl: what was asked, and what is stored."""

    with_key: bool
    asked: list[Asked]
    rows: dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=[WITH_KEY, {}], ids=["public API v2", "web client"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Night:
    radar = Radar(tmp_path_factory.mktemp("night"))
    radar("init")
    with serve(MARKET) as portal:
        crawl(radar, portal, *FORTNIGHT, code=0, **request.param, **NO_DELAY, KLYNGERADAR_SOURCES__USER_AGENT=WHO)
    return Night(bool(request.param), portal.requests, exported(radar))


@pytest.mark.parametrize(
    ("fault", "key"),
    [(Faults(status_500_on_page=2), WITH_KEY), (Faults(truncate_on_page=2), NO_KEY)],
    ids=["500", "cut"],
)
def test_a_page_that_is_lost_on_the_way_is_told(radar: Radar, fault: Faults, key: dict[str, str]) -> None:
    with serve(scaled(MARKET, 120), fault) as portal:
        report = crawl(radar, portal, *FORTNIGHT, code=69, **key, **NO_DELAY)

    assert report["verdict"] == "incomplete"
    assert any("page 2" in problem or "never listed" in problem for problem in report["problems"])


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Faults(filter_ignored=True), "filter is ignored"),
        (Faults(silent_zero=True), "no notice at all"),
        (Faults(robots="500"), "robots.txt forbids"),
    ],
    ids=["filter-ignored", "silent-zero", "robots-500"],
)
def test_the_web_client_fails_aloud_as_well(radar: Radar, fault: Faults, says: str) -> None:
    window = ("--since", "2026-11-20", "--until", "2026-11-20") if fault.filter_ignored else FORTNIGHT

    with serve(MARKET, fault) as portal:
        report = crawl(radar, portal, *window, code=69, **NO_DELAY)

    assert report["verdict"] == "failed"
    assert any(says in problem for problem in report["problems"])


def test_a_key_that_is_refused_is_told_and_never_shown(radar: Radar) -> None:
    secret = {"KLYNGERADAR_SOURCES__DOFFIN__KEY": "not-the-right-one"}

    with serve(MARKET) as portal:
        report = crawl(radar, portal, *FORTNIGHT, code=69, **secret, **NO_DELAY)
        doctor = radar(*NOON, "doctor", code=65, **secret)

    assert any("401" in problem for problem in report["problems"])
    assert "not-the-right-one" not in json.dumps(report) + doctor.stdout + doctor.stderr


def test_pages_of_a_hundred_are_asked_for_and_nothing_but_known_names(night: Night) -> None:
    asked = [parse_qs(one.query) for one in night.asked if one.path == "/public/v2/search"]

    known = {"numHitsPerPage", "page", "sortBy", "issueDateFrom", "issueDateTo", "cpvCode"}
    assert bool(asked) is night.with_key
    assert {size for one in asked for size in one["numHitsPerPage"]} == ({"100"} if night.with_key else set())
    assert {name for one in asked for name in one} <= known


def test_with_a_key_each_notice_comes_as_the_xml_it_was_published_as(night: Night) -> None:
    downloaded = {one.path.rpartition("/")[2] for one in night.asked if one.path.startswith("/public/v2/download/")}

    assert set(night.rows) == {notice.id for notice in MARKET.notices}
    assert downloaded == (set(night.rows) if night.with_key else set())


def test_an_intent_is_no_award_whichever_way_it_came(night: Night) -> None:
    assert night.rows["2026-118032"]["form_type"] == "intent"
    assert night.rows["2026-118102"]["form_type"] in {"change", "cancellation"}
    assert night.rows["2026-118125"]["form_type"] == "cancellation"


def test_codes_are_leaves_whichever_way_they_came(night: Night) -> None:
    assert night.rows["2026-118002"]["cpv"]
    assert night.rows["2026-118101"]["cpv"] == ["45223210", "45241500"]


def test_robots_txt_is_asked_for_first_and_all_see_who_asks(night: Night) -> None:
    assert night.asked[0].path == "/robots.txt"
    assert {one.headers["User-Agent"] for one in night.asked} == {WHO}


def test_a_second_apart_is_the_default(radar: Radar) -> None:
    with serve(replace(MARKET, notices=MARKET.notices[:4])) as portal:
        crawl(radar, portal, *FORTNIGHT, code=0, **WITH_KEY)

    starts = [one.start for one in portal.requests if one.path != "/robots.txt"]
    assert len(starts) >= 3
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.8  # a busy server sees them later


def test_days_in_the_wrong_order_are_refused_before_anything_is_asked(radar: Radar) -> None:
    with serve(MARKET) as portal:
        address = {"KLYNGERADAR_SOURCES__DOFFIN__URL": portal.url}
        done = radar("crawl", "--since", "2026-11-20", "--until", "2026-11-01", code=2, **address, **NO_DELAY)

    assert "--since 2026-11-20 is after --until 2026-11-01" in done.stderr
    assert portal.requests == []
