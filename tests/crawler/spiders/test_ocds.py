"""OCDS read over real HTTP, many publishers in one night, with a trap in each: right verdicts, no silence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cli.ocds_blocks import Ocds
from demo.market import load
from demo.ocds import RELEASES
from demo.portal import Asked, Portal, serve
from store import crawls, notices
from store.database import connect, reading
from tests.cli.radar import Radar

EVERY = len(RELEASES)
NOTICES = EVERY - 2
"""A change and a cancellation are versions of the tenders they change."""

PAGED = 'path = "/api/1.0/ocdsReleasePackages?limit=5&updatedFrom={since}&updatedTo={until}"\npage_size = 5\n'
WIDE = 'step = "15d"\n'
SHAPE = 'shape = "find-a-tender"\n'

COMPLETE = {
    "sound": SHAPE,
    "links": SHAPE + WIDE + PAGED,
    "token": SHAPE + WIDE + PAGED + 'next = ""\ncursor = "/nextCursor"\ntotal = "/total"\n',
    "no-next": SHAPE + WIDE + PAGED,
    "busy": SHAPE + WIDE + PAGED + "busy = { 403 = 0.2 }\n",
    "numbers": SHAPE + WIDE,
    "latin": SHAPE + WIDE,
    "several": SHAPE + WIDE,
    "records": SHAPE + WIDE,
    "lines": SHAPE + WIDE + 'packing = "lines"\n',
    "zip": SHAPE + WIDE + 'packing = "zip"\n',
    "empty": SHAPE + 'step = "1d"\n' + "empty_without_releases = true\n",
    "anonymous": SHAPE + WIDE,
    "quiet": SHAPE + WIDE + 'expected = { weekday = [0, 5], weekend = [0, 0], because = "a small place" }\n',
}
"""Publishers that are read whole, whatever they do."""

BAD = {
    "loop": ("incomplete", "in a circle", SHAPE + WIDE + PAGED),
    "stuck": ("incomplete", "a page already read", SHAPE + WIDE + PAGED),
    "down": ("failed", "asks to wait 600 s", SHAPE + WIDE),
    "html": ("failed", "not JSON", SHAPE + WIDE),
    "cut": ("failed", "cut short", SHAPE + WIDE),
    "ignored": ("failed", "filter is ignored", SHAPE),
    "short": ("incomplete", "releases listed", SHAPE + WIDE + 'total = "/total"\n'),
    "wordless": ("incomplete", "neither releases nor records", SHAPE + 'step = "1d"\n'),
    "nothing": ("failed", "no release at all", SHAPE + WIDE),
    "inside": ("incomplete", "169.254.169.254", SHAPE + WIDE),
    "full": ("incomplete", "does not say how it goes on", SHAPE + WIDE + "page_size = 1\n"),
    "nowhere": ("failed", "no address", ""),
}  # fmt: skip
"""Publishers that are not, and what the leader is told."""

SITE = {"sound": "", "quiet": "nothing", "wordless": "empty"}


@dataclass
class Night:
    """What came of one night: reports by publisher, notices by publisher, what the portal was asked."""

    portal: Portal
    reports: dict[str, dict[str, Any]]
    second: dict[str, dict[str, Any]]
    notices: dict[str, list[Any]]
    cursors: dict[str, Any]
    asked: list[Asked]

    def requests(self, trap: str) -> list[Asked]:
        return [one for one in self.asked if one.path.startswith(f"/{trap}/" if trap else "/api/")]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    radar = Radar(tmp_path_factory.mktemp("ocds"))
    radar("init")
    with serve(load()) as portal:
        blocks = {**COMPLETE, **{name: keys for name, (_, _, keys) in BAD.items()}}
        tables = [
            f"[sources.ocds.publishers.{name}]\ndelay = 0\n"
            + (f'url = "{portal.url}/{SITE.get(name, name)}"\n'.replace('/"', '"') if keys else "")
            + keys
            for name, keys in blocks.items()
        ]
        written = "[sources.doffin]\nenabled = false\n[sources.ocds]\nenabled = true\n" + "\n".join(tables)
        (radar.folder / "klyngeradar.toml").write_text(written, encoding="utf-8")
        window = ("--since", "2026-11-09", "--until", "2026-11-20")
        first = radar("--as-of", "2026-11-23", "--json", "crawl", *window, code=70)
        asked = list(portal.requests)
        second = radar("--as-of", "2026-11-23", "--json", "crawl", "ocds.sound", "ocds.lines", *window)
        yield from _told(radar.folder, portal, first.stdout, second.stdout, asked)


def _told(folder: Path, portal: Portal, first: str, second: str, asked: list[Asked]) -> Iterator[Night]:
    engine = connect(f"sqlite:///{folder / 'klyngeradar.sqlite'}")
    reports = {row["source"].removeprefix("ocds."): row for row in json.loads(first)}
    with reading(engine) as connection:
        found: dict[str, list[Any]] = {}
        for one in notices.current(connection):
            found.setdefault(one.notice.source.removeprefix("ocds."), []).append(one.notice)
        cursors = {name: crawls.cursor(connection, f"ocds.{name}") for name in reports}
    again = {row["source"].removeprefix("ocds."): row for row in json.loads(second)}
    yield Night(portal=portal, reports=reports, second=again, notices=found, cursors=cursors, asked=asked)
    engine.dispose()


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "quiet"])
def test_whatever_its_shape_everything_is_read(night: Night, name: str) -> None:
    report = night.reports[name]

    assert (report["verdict"], report["listed"]) == ("complete", EVERY), report["problems"]
    assert len(night.notices[name]) == NOTICES
    assert night.cursors[name] is not None


def test_a_publisher_that_may_be_silent_is_complete_without_a_release(night: Night) -> None:
    assert (night.reports["quiet"]["verdict"], night.reports["quiet"]["listed"]) == ("complete", 0)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_publisher_is_told_and_moves_no_cursor(night: Night, name: str) -> None:
    verdict, says, _ = BAD[name]
    report = night.reports[name]

    assert report["verdict"] == verdict, report["problems"]
    assert any(says in problem for problem in report["problems"]), report["problems"]
    assert night.cursors[name] is None


def test_nothing_is_promised_where_the_publisher_does_not_say(night: Night) -> None:
    assert night.reports["sound"]["promised"] is None
    assert night.reports["token"]["promised"] == EVERY


def test_what_is_kept_is_not_stored_again(night: Night) -> None:
    assert (night.second["sound"]["verdict"], night.second["sound"]["new"]) == ("complete", 0)
    assert night.second["sound"]["stored"] == EVERY


def test_six_hours_are_asked_for_at_a_time_and_no_hour_twice(night: Night) -> None:
    spans = [one.query for one in night.requests("")]

    assert len(spans) == 12 * 4
    assert spans[0].endswith("updatedFrom=2026-11-09T00:00:00&updatedTo=2026-11-09T06:00:00")
    assert len(set(spans)) == len(spans)


def test_a_full_page_without_a_next_link_is_asked_for_in_halves(night: Night) -> None:
    assert len(night.requests("no-next")) > 3
    assert night.reports["no-next"]["verdict"] == "complete"


def test_a_refusal_that_means_busy_is_waited_for(night: Night) -> None:
    asked = night.requests("busy")

    again = [(one, other) for one, other in pairwise(asked) if one.query == other.query]
    assert again
    assert all(other.start - one.end >= 0.19 for one, other in again)


def test_a_bad_line_or_file_is_kept_and_harms_only_itself(night: Night) -> None:
    assert [night.reports[name]["refused"] for name in ("lines", "zip", "anonymous")] == [1, 1, 1]
    assert any("broken.json" in problem for problem in night.reports["zip"]["problems"])


def test_a_change_and_a_cancellation_are_shown_in_place_of_their_tender(night: Night) -> None:
    found = {notice.procedure_id: notice for notice in night.notices["sound"]}

    pier, meals = found["ocds-dem0ng-000001"], found["ocds-dem0ng-000005"]
    assert (pier.form_type, pier.deadline.at.day, pier.source_id) == ("change", 11, "ocds-dem0ng-000001/000407-2026")
    assert meals.form_type == "cancellation"


def test_a_consortium_is_one_only_where_a_bid_says_so(night: Night) -> None:
    found = {notice.procedure_id: notice for notice in night.notices["sound"]}

    together = [tender for result in found["ocds-dem0ng-000006"].results for tender in result.winners]
    alone = [tender for result in found["ocds-dem0ng-000008"].results for tender in result.winners]
    assert [tender.party.consortium for tender in together] == [True]
    assert {tenderer.organisation.orgnr for tenderer in together[0].party.tenderers} == {"310406856", None}
    assert [tender.party.consortium for tender in alone] == [False] * 3


def test_unreadable_numbers_cost_the_number_alone(night: Night) -> None:
    found = {notice.procedure_id: notice for notice in night.notices["numbers"]}

    assert found["ocds-dem0ng-numbers-000001"].value.amount == 1_900_000
    assert found["ocds-dem0ng-numbers-000004"].value is None
    assert found["ocds-dem0ng-numbers-000005"].value is None


def test_the_first_night_s_reach_is_the_shape_s() -> None:
    block = Ocds.model_validate(
        {"publishers": {"uk": {"shape": "find-a-tender"}, "cf": {"shape": "contracts-finder", "delay": 9}}}
    )
    parts = block.parts("ocds")

    assert (parts["ocds.uk"].delay, parts["ocds.uk"].first_days) == (10.0, 14)
    assert parts["ocds.cf"].delay == 9
    assert parts["ocds.cf"].url == "https://www.contractsfinder.service.gov.uk"
    assert parts["ocds.uk"].monthly_overlap_days == 90
