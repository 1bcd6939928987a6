"""The company register read over real HTTP from the demo portal, one test a trap; the crawls run in one process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo.market import load
from demo.portal import serve
from tests.cli.radar import Radar
from tests.shared import ROOT

Cases = dict[str, dict[str, Any]]
LIST = "/enhetsregisteret/api/enheter?organisasjonsnummer="
FEED = "/enhetsregisteret/api/oppdateringer/enheter"


@pytest.fixture(scope="module")
def cases() -> Cases:
    program = [sys.executable, "-m", "tests.crawler.spiders.brreg_cases"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: Cases = json.loads(done.stdout)
    return found


def test_forty_numbers_take_two_lists_and_one_request_at_a_time(cases: Cases) -> None:
    found = cases["many"]

    lists = [asked for asked in found["asked"] if asked.startswith(LIST)]
    assert (found["verdict"], found["promised"], len(found["listed"])) == ("complete", 40, 40)
    assert [asked.count(",") + 1 for asked in lists] == [24, 16]
    assert found["in_flight"] == 1
    assert all("Klyngeradar" in one["User-Agent"] for one in found["headers"])
    assert "enhet.v2+json" in found["headers"][0]["Accept"]


def test_what_the_list_leaves_out_is_asked_for_alone(cases: Cases) -> None:
    found = cases["left-out"]

    assert found["verdict"] == "complete"
    assert found["documents"]["310431516"]["slettedato"] == "2026-11-02"
    assert "/enhetsregisteret/api/underenheter/310421928" in found["urls"]
    assert set(found["documents"]) == {"310431516", "310421928", "310400009"}
    assert "the register may not show 310435627" in found["notes"]
    assert "the register has no 310439967" in found["notes"]


def test_a_number_removed_for_legal_reasons_is_not_looked_for_among_branches(cases: Cases) -> None:
    assert "/enhetsregisteret/api/underenheter/310435627?" not in cases["left-out"]["asked"]


def test_an_empty_list_is_no_answer_about_a_company(cases: Cases) -> None:
    found = cases["empty"]

    assert (found["verdict"], list(found["documents"])) == ("complete", ["310400009"])


def test_what_is_said_of_persons_is_not_kept(cases: Cases) -> None:
    kept = json.dumps(cases["many"]["documents"], ensure_ascii=False)

    assert "POLAR ELEKTRO" in kept
    for secret in ("Kari Eksempel", "kari.eksempel", "000 00 002", "00 00 00 01", "Industriveien"):
        assert secret not in kept


@pytest.mark.parametrize(
    ("case", "verdict", "says"),
    [
        ("filter-ignored", "incomplete", "filter is ignored"),
        ("html", "failed", "not JSON"),
        ("robots", "failed", "robots.txt forbids"),
        ("offline", "failed", "refused"),
        ("wrong-number", "incomplete", "123456789"),
        ("feed-lost", "failed", "feed of changes"),
    ],
)
def test_a_bad_run_is_told(cases: Cases, case: str, verdict: str, says: str) -> None:
    found = cases[case]

    assert found["verdict"] == verdict
    assert any(says in loss for loss in found["losses"])


def test_retry_after_is_honoured(cases: Cases) -> None:
    found = cases["busy"]

    assert found["verdict"] == "complete"
    assert max(found["waits"]) >= 0.9


def test_one_number_the_register_refuses_does_not_take_the_others_along(cases: Cases) -> None:
    found = cases["refused"]

    assert (found["verdict"], set(found["documents"])) == ("complete", {"310400009", "310401374"})
    assert any("one by one" in note for note in found["notes"])


def test_nobody_known_means_nothing_asked(cases: Cases) -> None:
    assert (cases["nobody"]["verdict"], cases["nobody"]["asked"]) == ("complete", [])


def test_the_first_night_asks_for_everybody_and_reads_no_changes(cases: Cases) -> None:
    found = cases["first-night"]

    assert len(found["asked"]) == 1
    assert set(found["documents"]) == {"310400009", "310402745"}


def test_later_nights_ask_for_those_alone_that_have_changed(cases: Cases) -> None:
    found = cases["changed"]

    assert found["verdict"] == "complete"
    assert found["told"] == {"310400009": "2026-11-20T12:00:00+00:00"}
    assert list(found["documents"]) == ["310400009"]
    assert found["asked"][0] == f"{FEED}?dato=2026-11-19T00:00:00.000Z&size=5000&page=0"


def test_a_feed_beyond_the_reach_of_pages_is_read_on_from_its_last_number(cases: Cases) -> None:
    found = cases["long-feed"]

    feed = [asked.removeprefix(FEED) for asked in found["asked"] if asked.startswith(FEED)]
    assert found["verdict"] == "complete"
    assert [asked.partition("=")[0] for asked in feed] == ["?dato", "?dato", "?oppdateringsid"]
    assert list(found["documents"]) == ["310400009"]


def test_a_night_asks_for_no_more_than_its_bound(cases: Cases) -> None:
    found = cases["bounded"]

    assert (found["verdict"], found["promised"]) == ("complete", 3)
    assert any("left for the next nights" in note for note in found["notes"])


def test_a_night_keeps_what_it_was_told_and_the_next_asks_for_nobody_twice(tmp_path: Path) -> None:
    radar = Radar(tmp_path)
    radar("init")
    for name, number in (("sound", "310400009"), ("ailing", "310410969"), ("removed", "310435627")):
        profile = f'name = "{name}"\norgnr = "{number}"\n'
        (tmp_path / "members" / f"{name}.toml").write_text(profile, encoding="utf-8")

    with serve(load()) as portal:
        settings = {"BRREG__URL": portal.url, "BRREG__DELAY": "0", "BRREG__ENABLED": "true", "DOFFIN__ENABLED": "false"}
        there = {f"KLYNGERADAR_SOURCES__{name}": value for name, value in settings.items()}
        first = radar("--as-of", "2026-11-23T12:00", "--json", "nightly", "--no-send", code=0, **there)
        asked = len(portal.requests)
        second = radar("--as-of", "2026-11-24T12:00", "--json", "nightly", "--no-send", code=0, **there)
        later = [one.path for one in portal.requests[asked:] if one.path != "/robots.txt"]
        doctor = radar("--as-of", "2026-11-24T12:00", "doctor", code=0, **there)

    reports = [json.loads(done.stdout)["sources"][0] for done in (first, second)]
    assert [(one["verdict"], one["promised"], one["stored"], one["new"]) for one in reports] == [
        ("complete", 3, 3, 2),
        ("complete", 0, 0, 0),
    ]
    assert later == [FEED, FEED.replace("enheter", "underenheter")]
    assert "ailing (310410969): under avvikling" in doctor.stdout
    assert "removed (310435627): finnes ikke i Enhetsregisteret" in doctor.stdout
