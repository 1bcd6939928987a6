"""
Which days a night asks a source for: from its cursor less an overlap, wider on Sundays and on the first of a month.

Sources publish late and re-import old notices into their indexes weeks after (notes on reliability: an index that held
17 of 155 notices was mended weeks later), so what a cursor has passed is asked for again: a week every night, longer
once a week, and more than a year once a month. A wide night that did not happen is made up for by the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from model.verdict import CrawlReport, Verdict

SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """Days asked for again behind the cursor; `first_days` is how far back the first night of all goes."""

    nightly: int = 7
    weekly: int = 45
    monthly: int = 400
    first_days: int = 30


def span(cursor: date | None, today: date, overlaps: Overlaps, before: Sequence[CrawlReport] = ()) -> tuple[date, date]:
    """
    The days to ask for, both included. `before` are the source's earlier crawls.

    Never further back than the source was ever read: what was published before the radar was set up is no news.
    """
    if cursor is None:
        return today - timedelta(days=overlaps.first_days), today
    complete = [report for report in before if report.verdict is Verdict.COMPLETE]
    wide = max(
        overlaps.nightly,
        overlaps.weekly if _owed(complete, overlaps.weekly, _last_sunday(today)) else 0,
        overlaps.monthly if _owed(complete, overlaps.monthly, today.replace(day=1)) else 0,
    )
    since = cursor - timedelta(days=wide)
    oldest = min((report.since for report in before), default=since)
    return min(max(since, min(oldest, cursor)), today), today


def _owed(complete: Sequence[CrawlReport], days: int, due: date) -> bool:
    """Whether no complete crawl since the day it fell due has gone back so far, or to the beginning."""
    oldest = min((report.since for report in complete), default=None)
    return not any(
        report.until >= due and (report.since <= report.until - timedelta(days=days) or report.since == oldest)
        for report in complete
    )


def _last_sunday(today: date) -> date:
    return today - timedelta(days=(today.weekday() - SUNDAY) % 7)
