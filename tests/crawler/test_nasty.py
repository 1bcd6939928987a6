"""Every hostile file of ../shared/nasty among twenty good notices: it comes out as its manifest says, the good stay."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import pytest

from tests.crawler.faults.nasty_all import GOOD, cases
from tests.shared import ROOT, shared

pytestmark = pytest.mark.shared

MOST_SECONDS = 2.0
"""Of processor time; the manifest's limit, which a busy machine does not stretch."""

MOST_MIB = 200

EMPTY = {"json/empty_ok.json", "feed/rss_no_items.xml"}
"""Accepted, and rightly without a notice."""

TITLES = {
    "xml/comment_split_title.xml": "Sveisearbeid på kai",
    "enc/utf16be_nobom.xml": "Vedlikehold av prosessanlegg – Mo i Rana",
    "enc/latin1_declared.xml": "Vedlikehold på Ørtfjell",
    "enc/cp1252_smartquotes.xml": "“Stål” – rør",
    "enc/decomposed_nfd.xml": "Vedlikehold på kai, Öst og å",
}
DEADLINES = {
    "eforms/00_good.xml": "2031-03-01 11:00:00+00:00",
    "eforms/02_no_deadline.xml": None,
    "eforms/03_deadline_date_only.xml": "2031-03-01 22:59:00+00:00",
    "eforms/05_deadline_z.xml": "2031-07-01 23:30:00+00:00",
    "eforms/11_deadline_year_0001.xml": None,
}


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    program = [sys.executable, "-m", "tests.crawler.faults.nasty_all", str(tmp_path_factory.mktemp("nasty"))]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def manifest() -> list[dict[str, Any]]:
    return cases() if (ROOT.parent / "shared" / "nasty").exists() else []


def of(*expected: str) -> Iterable[str]:
    return [one["path"] for one in manifest() if one["expect"] in expected]


@pytest.mark.parametrize("path", of("accept", "reject", "incomplete", "quarantine"))
def test_the_good_are_stored_in_time_and_in_bounds_whatever_came_with_them(
    path: str, came: dict[str, dict[str, Any]]
) -> None:
    found = came[path]

    assert found["good"] == GOOD
    assert found["archived"], "what was refused is kept, with its reason"
    assert found["seconds"] <= MOST_SECONDS
    assert found["mib"] <= MOST_MIB
    assert all(one["source"] and one["source_id"] and one["reason"] for one in found["refused"])


@pytest.mark.parametrize("path", of("accept"))
def test_what_is_sound_is_read(path: str, came: dict[str, dict[str, Any]]) -> None:
    found = came[path]

    assert found["verdict"] == "complete", found["problems"]
    assert found["refused"] == []
    assert bool(found["stored"]) is (path not in EMPTY)


@pytest.mark.parametrize("path", of("reject"))
def test_what_attacks_is_no_notice_and_the_leader_reads_which_and_why(
    path: str, came: dict[str, dict[str, Any]]
) -> None:
    found = came[path]

    assert found["stored"] == []
    assert found["verdict"] in {"incomplete", "failed"}
    assert found["problems"]
    assert found["refused"] or any("not asked: " in problem for problem in found["problems"])


@pytest.mark.parametrize("path", of("incomplete"))
def test_what_breaks_off_makes_the_crawl_incomplete(path: str, came: dict[str, dict[str, Any]]) -> None:
    found = came[path]

    assert found["verdict"] in {"incomplete", "failed"}
    assert found["problems"]


@pytest.mark.parametrize("path", of("quarantine"))
def test_what_is_doubtful_is_kept_and_told_and_not_believed(path: str, came: dict[str, dict[str, Any]]) -> None:
    found = came[path]
    warned = [warning for one in found["stored"] for warning in one["warnings"]]

    assert warned or (found["problems"] and found["verdict"] != "complete")
    if "amount" in path:
        assert {one["value"] for one in found["stored"]} == {None}
    if "cpv_7" in path:
        assert {code for one in found["stored"] for code in one["cpv"]} == {"45231100"}, (
            "the procedure's own sound code"
        )


@pytest.mark.parametrize(("path", "title"), TITLES.items())
def test_letters_are_read_right(path: str, title: str, came: dict[str, dict[str, Any]]) -> None:
    assert [one["title"] for one in came[path]["stored"]] == [title]


@pytest.mark.parametrize(("path", "deadline"), DEADLINES.items())
def test_times_are_read_right(path: str, deadline: str | None, came: dict[str, dict[str, Any]]) -> None:
    assert [one["deadline"] for one in came[path]["stored"]] == [deadline]


def test_no_file_of_the_machine_and_no_garbled_letter_is_read_into_a_notice(came: dict[str, dict[str, Any]]) -> None:
    words = "".join(one["words"] for found in came.values() for one in found["stored"])

    assert "root:x:" not in words
    assert "\ufffd" not in words
    assert "PÃ¥" not in words
    assert "javascript:" not in "".join(one["words"] for one in came["feed/link_javascript.xml"]["stored"])


def test_every_file_of_the_folders_is_tried() -> None:
    named = {one["path"] for one in manifest()}
    folders = ("eforms", "xml", "enc", "json", "feed", "trunc", "text", "time", "inject")
    there = {
        f"{folder}/{file.name}"
        for folder in folders
        for file in (shared("nasty") / folder).glob("*")
        if (shared("nasty") / folder).exists()
    }

    assert there == named
