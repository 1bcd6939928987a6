"""Every scenario of ../shared/nasty/http on every kind of source: the verdict is right, and nothing is silent."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model.verdict import Verdict, exit_code
from tests.crawler.faults.kinds import KINDS
from tests.crawler.faults.scenarios import LATE, TRUTH
from tests.shared import ROOT, shared

ELSEWHERE = {"etag_304"}
"""Only feeds are asked conditionally: tests of the feeds' spider."""

WITHOUT_TOTAL = {"feeds": {"dup_items_across_pages", "total_mismatch", "filter_ignored", "silent_zero"}}
"""A feed says no total and is asked for no window: of what these scenarios break it has nothing."""

AGAIN = ("late_arrival", "index_lag", "detail_404_for_one")
"""What a second night has to make good."""

DRIFT = "schema_drift_field"
"""What goes wrong on the second night."""

EVERY = {item.id for item in TRUTH}

pytestmark = pytest.mark.shared


def scenarios() -> dict[str, str]:
    path = ROOT.parent / "shared" / "nasty" / "http" / "scenarios.json"
    if not path.exists():
        return {}
    return {one["id"]: one["expect"] for one in json.loads(path.read_text(encoding="utf-8"))}


RUN = sorted(set(scenarios()) - ELSEWHERE)
CASES = [(kind, one) for kind in sorted(KINDS) for one in RUN if one not in WITHOUT_TOTAL.get(kind, ())]

_nights: dict[tuple[str, int], dict[str, Any]] = {}
_folders: dict[str, Path] = {}


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def night(kind: str, number: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of every scenario in a night; each night of a kind is run once."""
    shared("nasty", "http", "scenarios.json")
    if (kind, number) not in _nights:
        folder = _folders.setdefault(kind, tmp_path_factory.mktemp(kind))
        names = ",".join(RUN if number == 1 else (*AGAIN, DRIFT))
        program = [sys.executable, "-m", "tests.crawler.faults.crawl_all", kind, str(number), str(folder), names]
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        _nights[kind, number] = json.loads(done.stdout)
    return _nights[kind, number]


@pytest.mark.parametrize(("kind", "scenario"), CASES)
def test_the_verdict_is_right_and_a_bad_run_moves_no_cursor(
    kind: str, scenario: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = night(kind, 1, tmp_path_factory)[scenario]
    got_all = set(found["stored"]) >= EVERY

    if scenario == "capped_at_100":  # the cap may be walked around, or told
        assert (found["verdict"] == "complete") is got_all
    elif scenarios()[scenario] == "accept" or scenario == DRIFT:
        assert found["verdict"] == "complete", found["problems"]
        assert got_all
    else:
        assert found["verdict"] in {"incomplete", "failed"}
        assert found["problems"], "a bad run says why"
    assert (found["cursor"] is None) is (found["verdict"] != "complete")
    assert exit_code([Verdict(found["verdict"])]) == (0 if found["verdict"] == "complete" else 69)
    assert exit_code([Verdict(found["verdict"]), Verdict.COMPLETE]) == (0 if found["verdict"] == "complete" else 70)


def test_retry_after_is_waited_for(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = night(kind, 1, tmp_path_factory)

    assert min(found["s429_retry_after_seconds"]["waited"]) >= 1.0
    assert min(found["s429_retry_after_date"]["waited"]) >= 1.0


def test_no_redirect_leads_inside_and_no_key_leads_out(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = night(kind, 1, tmp_path_factory)

    assert found["redirect_to_internal"]["other"] == []
    assert found["redirect_cross_domain_auth"]["other"], "the other host was asked"
    assert found["redirect_cross_domain_auth"]["leaked"] == []


def test_the_next_night_makes_good_what_came_late(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = night(kind, 1, tmp_path_factory)
    second = night(kind, 2, tmp_path_factory)

    assert LATE.id not in first["late_arrival"]["stored"]
    assert LATE.id in second["late_arrival"]["stored"]
    assert {second[name]["verdict"] for name in AGAIN} == {"complete"}
    assert all(set(second[name]["stored"]) >= EVERY for name in AGAIN)


@pytest.mark.parametrize("kind", [name for name in sorted(KINDS) if KINDS[name].deadline is not None])
def test_a_renamed_field_is_told_and_moves_no_cursor(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = night(kind, 1, tmp_path_factory)[DRIFT]
    second = night(kind, 2, tmp_path_factory)[DRIFT]

    assert (first["verdict"], second["verdict"]) == ("complete", "incomplete")
    assert any(problem.startswith("deadline: ") for problem in second["problems"])
    assert second["cursor"] == first["cursor"]
