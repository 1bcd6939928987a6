"""A year of nights against a source that is late, lags, shuffles, and once brings its whole index again."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from crawler.afterwards import judged
from crawler.intake import take_in
from crawler.pipelines import note
from crawler.spiders.window import PAGE_SIZE, Hit, Page, Walk, Window
from crawler.verdict import Tally, problems, verdict
from crawler.windows import Overlaps, span
from model.raw import RawDocument
from model.verdict import CrawlReport, Verdict
from store import archive, audit, crawls
from store.database import connect, migrate, reading, writing

FIRST = date(2025, 11, 3)
NIGHTS = 365
FLOOD_NIGHT = 200
LAG_UNTIL = 3
"""Nights for which the index lists what cannot be had yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """A notice of the world: when it says it was published, from which night on the index has it."""

    id: str
    day: date
    night: int
    lags: bool

    @property
    def appears(self) -> int:
        """The night from which it can be had."""
        return self.night + (LAG_UNTIL if self.lags else 0)

    @property
    def late(self) -> int:
        """Days between what it says and when it can be had."""
        return self.appears - (self.day - FIRST).days - 1


def world(chance: random.Random) -> list[Published]:
    """Two notices a working day, a tenth of them up to sixty days late, and one night with the index of a year ago."""
    found: list[Published] = []
    for number in range(-30, NIGHTS):
        day = FIRST + timedelta(days=number)
        for _ in range(2 if day.weekday() < 5 else 0):
            late = chance.randint(0, 60) if chance.random() < 0.1 else 0
            night = max(0, number + 1 + late)
            found.append(Published(f"2026-{len(found):06}", day, night, chance.random() < 0.05))
    old = (FIRST - timedelta(days=chance.randint(1, 29)) for _ in range(90))
    return [*found, *(Published(f"2025-{number:06}", day, FLOOD_NIGHT, lags=False) for number, day in enumerate(old))]


@dataclass
class Index:
    """What the source lists on one night: out of order, and another order for each page asked for."""

    notices: Sequence[Published]
    chance: random.Random
    asked: int = 0

    async def page(self, window: Window, number: int, *, oldest_first: bool) -> Page:
        self.asked += 1
        found = [one for one in self.notices if window.since <= one.day <= window.until]
        self.chance.shuffle(found)  # ties are broken anew each time
        found.sort(key=lambda one: one.day, reverse=not oldest_first)
        start = (number - 1) * PAGE_SIZE
        hits: list[Hit] = [{"id": one.id, "day": one.day} for one in found[start : start + PAGE_SIZE]]
        return Page(total=len(found), hits=hits)

    def number_of(self, hit: Hit) -> str:
        return str(hit["id"])

    def day_of(self, hit: Hit) -> date | None:
        day: date = hit["day"]
        return day


@dataclass
class Radar:
    """A radar that runs every night and remembers whom it would have told of what."""

    engine: Engine
    told: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    found_on: dict[str, int] = field(default_factory=dict)
    reports: list[CrawlReport] = field(default_factory=list)

    def night(self, number: int, notices: Sequence[Published], chance: random.Random) -> None:
        now = datetime.combine(FIRST + timedelta(days=number), time(1, 15), UTC)
        with reading(self.engine) as connection:
            before = crawls.reports(connection, limit=500, source="doffin")
            days = span(crawls.cursor(connection, "doffin"), now.date(), Overlaps(), before)
        tally = Tally()
        lagging = {one.id for one in notices if one.lags and number < one.appears}
        documents = asyncio.run(self._listed(Index(notices, chance), days, tally, lagging, now))
        intake = take_in(self.engine, documents, seen=now)
        note(tally, intake, documents)
        report = CrawlReport(
            source="doffin",
            access="",
            since=days[0],
            until=days[1],
            started=now,
            ended=now,
            verdict=verdict(tally, stores=True),
            problems=problems(tally, stores=True),
        )
        with writing(self.engine) as connection:
            report = judged(connection, report, tally, now)
            crawls.record(connection, report)
            if report.verdict is Verdict.COMPLETE:
                crawls.advance(connection, report)
            held = audit.held(connection)
        self.reports.append(report)
        for id_ in sorted(intake.fresh):
            self.found_on.setdefault(id_, number)
            if f"doffin:{id_}" in held:
                self.held.add(id_)
            else:
                self.told.append(id_)

    async def _listed(
        self, index: Index, days: tuple[date, date], tally: Tally, lagging: set[str], now: datetime
    ) -> list[RawDocument]:
        documents = []
        walk = Walk(index, tally, branches=("45000000",), cap=1000)
        async for hit in walk.hits(Window(since=days[0], until=days[1])):
            number = str(hit["id"])
            document = as_document(number, hit["day"], now)
            with reading(self.engine) as connection:
                known = archive.holds(connection, document)
            if known or number in lagging:
                tally.stored.add(number)
            else:
                documents.append(document)
        return documents


def as_document(number: str, day: date, now: datetime) -> RawDocument:
    hit = {
        "id": number,
        "heading": f"Vedlikehold {number}",
        "description": "Sveising.",
        "type": "ANNOUNCEMENT_OF_COMPETITION",
        "issueDate": f"{day}T08:00:00Z",
        "publicationDate": str(day),
        "deadline": "2027-12-01T11:00:00Z",
        "buyer": [{"organizationId": "312345672", "name": "Ranfjord kommune"}],
        "cpvCodes": ["45262400"],
        "locationId": ["NO071"],
        "lots": [],
    }
    body = json.dumps(hit).encode()
    url = "https://api.example.no/"
    return RawDocument(source="doffin", source_id=number, url=url, format="doffin-hit", body=body, fetched_at=now)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Radar, list[Published]]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('year') / 'radar.sqlite'}")
    migrate(engine)
    chance = random.Random(20261125)  # noqa: S311 - the same year each time
    notices = world(chance)
    radar = Radar(engine)
    for number in range(NIGHTS):
        radar.night(number, [one for one in notices if one.night <= number], chance)
    engine.dispose()
    return radar, [one for one in notices if one.night < NIGHTS - 8]


def test_every_notice_up_to_45_days_late_is_found_within_a_week_of_appearing(
    year: tuple[Radar, list[Published]],
) -> None:
    radar, notices = year
    due = [one for one in notices if one.late <= 45 and one.night != FLOOD_NIGHT]

    slow = [one.id for one in due if radar.found_on.get(one.id, 10**6) - one.appears > 7]

    assert len([one for one in due if one.late > LAG_UNTIL]) > 25
    assert slow == []


def test_what_comes_later_still_is_found_on_the_first_of_the_month(year: tuple[Radar, list[Published]]) -> None:
    radar, notices = year

    slow = [
        one.id for one in notices if radar.found_on.get(one.id, 10**6) - one.appears > 31 and one.night < NIGHTS - 32
    ]

    assert slow == []


def test_nobody_is_told_twice_and_no_flood_is_told(year: tuple[Radar, list[Published]]) -> None:
    radar, notices = year
    flood = {one.id for one in notices if one.night == FLOOD_NIGHT and one.id.startswith("2025")}

    assert len(radar.told) == len(set(radar.told))
    assert flood & set(radar.told) == set()
    assert len(flood & radar.held) == len(flood) == 90


def test_a_year_of_ordinary_nights_is_complete(year: tuple[Radar, list[Published]]) -> None:
    radar, _ = year

    doubtful = [report for report in radar.reports if report.verdict is not Verdict.COMPLETE]

    assert [report.problems for report in doubtful] == []


def test_what_cannot_be_had_yet_is_had_later(year: tuple[Radar, list[Published]]) -> None:
    radar, notices = year
    lagging = [one for one in notices if one.lags and one.late <= 45]

    assert len(lagging) > 10
    assert all(one.id in radar.found_on for one in lagging)
