"""After a crawl: days are audited, counts and fields held against the source's own past, floods held back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final

from sqlalchemy import Connection

from crawler import coverage, expectation
from crawler.verdict import Tally
from model.verdict import CrawlReport, Verdict
from store import audit, notices

MONTH: Final = timedelta(days=30)
YEAR: Final = timedelta(days=370)
DAYS_LOOKED_AT: Final = 4
"""Days before today whose counts are held against the past: a weekend and a working day on both sides of it."""

FLOOD: Final = 3
"""Times the usual from which what came is held for the leader."""

NO_FLOOD: Final = 30
"""Notices a night that are never a flood, however quiet a source is."""

NIGHTS_TO_LEARN: Final = 5


def judged(connection: Connection, report: CrawlReport, tally: Tally, now: datetime) -> CrawlReport:
    """The report with what a look at the source's past adds to it; what was counted is stored."""
    days = counted(tally)
    audit.count_days(connection, report.source, days, now)
    told = _drift(connection, report.source, now)
    verdict = report.verdict
    if told and verdict is Verdict.COMPLETE:
        verdict = Verdict.INCOMPLETE
    if verdict is Verdict.COMPLETE:
        doubts = _impossible(connection, report, now)
        verdict = Verdict.SUSPECT if doubts else verdict
        told += [f"SUSPECT: {doubt}" for doubt in doubts]
    flood = _flood(connection, report.source, now)
    return replace(report, verdict=verdict, problems=(*told, *([flood] if flood else []), *report.problems))


def counted(tally: Tally) -> Mapping[date, tuple[int, int]]:
    """Notices listed for each day, and how many of them are stored."""
    listed = Counter(tally.days.values())
    stored = Counter(day for number, day in tally.days.items() if number in tally.stored)
    return {day: (number, stored[day]) for day, number in listed.items()}


def _drift(connection: Connection, source: str, now: datetime) -> list[str]:
    seen = list(notices.seen_since(connection, source, now - MONTH))
    tonight = [one.notice for one in seen if one.changed_at == now]
    before = [one.notice for one in seen if one.changed_at < now]
    return coverage.drift(tonight, before)


def _impossible(connection: Connection, report: CrawlReport, now: datetime) -> list[str]:
    today = now.date()
    counts = audit.published(connection, report.source, today - YEAR)
    wanted = [today - timedelta(days=number) for number in range(1, DAYS_LOOKED_AT + 1)]
    found = (expectation.suspicion(counts, day) for day in wanted if report.since <= day <= report.until)
    return [sentence for sentence in found if sentence]


def _flood(connection: Connection, source: str, now: datetime) -> str | None:
    nights = audit.first_seen(connection, source, now - 2 * MONTH)
    tonight = next((number for moment, number in nights if moment == now), 0)
    before = [number for moment, number in nights if moment < now]
    if len(before) < NIGHTS_TO_LEARN or tonight < NO_FLOOD:
        return None
    usual = round(median(before))
    if tonight <= FLOOD * usual:
        return None
    audit.hold(connection, source, now, count=tonight, usual=usual)
    return (
        f"{tonight} new notices in one night, where {usual} are usual: held back from the letters until "
        "`klyngeradar notices release` lets them go"
    )
