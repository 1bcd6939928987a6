"""Doffin read over real HTTP from the demo portal, with its traps: right verdicts, nothing lost silently."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from demo.doffin_site import KEY
from demo.market import load, scaled
from demo.portal import Portal, serve
from demo.site import Faults
from tests.cli.radar import Radar
from tests.shared import ROOT

WINDOW = ("--since", "2026-11-09", "--until", "2026-11-20")
MARKET = load()
PUBLISHED = len(MARKET.notices)


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    radar = Radar(tmp_path)
    radar("init")
    return radar


@pytest.fixture(params=["public API v2", "web client"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def crawl(radar: Radar, portal: Portal, way: str, *, code: int = 0, delay: str = "0") -> dict[str, object]:
    key = {"KLYNGERADAR_SOURCES__DOFFIN__KEY": KEY} if way == "public API v2" else {}
    environment = {"KLYNGERADAR_SOURCES__DOFFIN__URL": portal.url, "KLYNGERADAR_SOURCES__DOFFIN__DELAY": delay, **key}
    done = radar("--as-of", "2026-11-23", "--json", "crawl", "doffin", *WINDOW, code=code, **environment)
    (report,) = json.loads(done.stdout)
    assert report["access"] == way
    return dict(report)


def test_both_ways_bring_everything_and_ask_for_nothing_twice(radar: Radar, way: str) -> None:
    with serve(MARKET) as portal:
        first = crawl(radar, portal, way)
        asked = len(portal.requests)
        second = crawl(radar, portal, way)

    assert (first["verdict"], first["listed"], first["stored"]) == ("complete", PUBLISHED, PUBLISHED)
    assert (second["verdict"], second["new"]) == ("complete", 0)
    assert len(portal.requests) - asked <= 3
    assert portal.max_in_flight == 1
    assert all("Klyngeradar" in one.headers["User-Agent"] for one in portal.requests)


@pytest.mark.parametrize("style", ["400", "empty"])
def test_a_cap_is_survived_by_smaller_windows(radar: Radar, way: str, style: str) -> None:
    with serve(scaled(MARKET, 240), Faults(cap=100, cap_style=style)) as portal:
        report = crawl(radar, portal, way)

    assert (report["verdict"], report["stored"]) == ("complete", 240)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured_in_both_forms(radar: Radar, form: str) -> None:
    with serve(MARKET, Faults(rate_limit=(3, 1), retry_after=form)) as portal:
        report = crawl(radar, portal, "web client")

    times = [one for one in portal.requests if one.path != "/robots.txt"]
    assert report["verdict"] == "complete"
    assert times[4].start - times[3].end >= 0.9


@pytest.mark.parametrize(
    ("faults", "code", "verdict", "says"),
    [
        (Faults(filter_ignored=True), 69, "failed", "filter is ignored"),
        (Faults(total_mismatch=True), 69, "incomplete", "never listed"),
        (Faults(silent_zero=True), 69, "failed", "no notice at all"),
        (Faults(html_200=True), 69, "failed", "not JSON"),
        (Faults(robots="disallow"), 69, "failed", "robots.txt forbids"),
    ],
    ids=["filter-ignored", "total-mismatch", "silent-zero", "html", "robots"],
)
def test_a_bad_run_is_told_and_moves_no_cursor(
    radar: Radar, faults: Faults, code: int, verdict: str, says: str
) -> None:
    with serve(MARKET, faults) as portal:
        key = {"KLYNGERADAR_SOURCES__DOFFIN__KEY": KEY}
        environment = {"KLYNGERADAR_SOURCES__DOFFIN__URL": portal.url, "KLYNGERADAR_SOURCES__DOFFIN__DELAY": "0", **key}
        window = ("--since", "2026-11-20", "--until", "2026-11-23") if faults.filter_ignored else WINDOW
        done = radar("--as-of", "2026-11-23", "--json", "crawl", *window, code=code, **environment)
        doctor = radar("--as-of", "2026-11-23", "doctor", code=65)

    (report,) = json.loads(done.stdout)
    assert report["verdict"] == verdict
    assert any(says in problem for problem in report["problems"])
    assert "never read completely" in doctor.stdout


def test_one_document_that_is_missing_harms_only_itself(radar: Radar, way: str) -> None:
    with serve(MARKET, Faults(missing_download=frozenset({"2026-118003"}), control_characters=True)) as portal:
        report = crawl(radar, portal, way)
    shown = radar("notices", "show", "2026-118003")

    assert (report["verdict"], report["stored"]) == ("complete", PUBLISHED)
    assert any("2026-118003" in problem for problem in report["problems"])  # type: ignore[attr-defined]  # JSON
    assert "Rammeavtale" in shown.stdout


def test_requests_keep_their_distance(radar: Radar) -> None:
    with serve(MARKET) as portal:
        environment = {"KLYNGERADAR_SOURCES__DOFFIN__URL": portal.url, "KLYNGERADAR_SOURCES__DOFFIN__DELAY": "0.3"}
        window = ("--since", "2026-11-20", "--until", "2026-11-20")
        radar("--as-of", "2026-11-23", "crawl", *window, code=0, **environment)

    starts = [one.start for one in portal.requests if one.path != "/robots.txt"]
    assert len(starts) >= 4
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(starts))


def test_scrapy_itself_lists_and_crawls_without_a_database(tmp_path: Path) -> None:
    scrapy = [sys.executable, "-m", "scrapy"]
    out = tmp_path / "out.jsonl"

    listed = subprocess.run([*scrapy, "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    with serve(MARKET) as portal:
        settings = [
            "-s",
            f"DOFFIN_URL={portal.url}",
            "-s",
            "DOWNLOAD_DELAY=0",
            "-a",
            "since=2026-11-19",
            "-o",
            str(out),
        ]
        arguments = [*scrapy, "crawl", "doffin", "-a", "until=2026-11-20", *settings]
        subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)

    assert {"doffin", "feeds", "ted"} <= set(listed.stdout.split())
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert {row["format"] for row in rows} == {"doffin-hit", "doffin-detail"}
    assert all(row["body"].startswith("{") for row in rows)
