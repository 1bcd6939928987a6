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

    A wide night goes back so many days from the last one that was as wide: what came up the day after that one, already
    so many days old, is reached. Never further back than the source was ever read: what was published before the radar
    was set up is no news.
    """
    if cursor is None:
        return today - timedelta(days=overlaps.first_days), today
    since = cursor - timedelta(days=overlaps.nightly)
    for days, due in ((overlaps.weekly, _last_sunday(today)), (overlaps.monthly, today.replace(day=1))):
        last = _last_as_wide(before, days)
        if last is None or last < due:
            since = min(since, (last or cursor) - timedelta(days=days))
    oldest = min((report.since for report in before), default=since)
    return min(max(since, min(oldest, cursor)), today), today


def _last_as_wide(before: Sequence[CrawlReport], days: int) -> date | None:
    """The last day of the newest complete crawl that went back so far, or to the beginning."""
    complete = [report for report in before if report.verdict is Verdict.COMPLETE]
    oldest = min((report.since for report in complete), default=None)
    wide = (one.until for one in complete if one.since <= one.until - timedelta(days=days) or one.since == oldest)
    return max(wide, default=None)


def _last_sunday(today: date) -> date:
    return today - timedelta(days=(today.weekday() - SUNDAY) % 7)
