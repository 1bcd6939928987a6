"""Crawls: their reports, and how far each source has been read."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from model.verdict import CrawlReport, Verdict
from store import content
from store.tables.crawls import crawl
from store.tables.crawls import cursor as cursor_table
from store.upsert import insert_or_replace

_FIELDS = (
    "source",
    "access",
    "since",
    "until",
    "started",
    "ended",
    "promised",
    "listed",
    "stored",
    "new",
    "refused",
    "requests",
)


def record(connection: Connection, report: CrawlReport) -> int:
    """Keep a crawl's report; returns its number."""
    values = {name: getattr(report, name) for name in _FIELDS}
    values |= {"verdict": report.verdict.value, "problems": content.PROBLEMS.dump_json(report.problems).decode("utf-8")}
    return int(connection.execute(insert(crawl).values(values).returning(crawl.c.id)).scalar_one())


def reports(connection: Connection, *, limit: int = 50, source: str | None = None) -> list[CrawlReport]:
    """The newest reports, of one source where it is named, newest first."""
    query = select(crawl).order_by(crawl.c.ended.desc(), crawl.c.id.desc()).limit(limit)
    if source is not None:
        query = query.where(crawl.c.source == source)
    return [_report(row) for row in connection.execute(query)]


def last_complete(connection: Connection, source: str) -> CrawlReport | None:
    """The source's newest COMPLETE crawl; None where it never was."""
    query = (
        select(crawl)
        .where(crawl.c.source == source, crawl.c.verdict == Verdict.COMPLETE.value)
        .order_by(crawl.c.ended.desc(), crawl.c.id.desc())
    )
    row = connection.execute(query).first()
    return None if row is None else _report(row)


def cursor(connection: Connection, source: str) -> date | None:
    """The day up to which the source has been read completely; None where it never was."""
    return connection.execute(select(cursor_table.c.day).where(cursor_table.c.source == source)).scalar()


def advance(connection: Connection, report: CrawlReport) -> None:
    """Move the cursor to the report's last day, never backwards. Raises ValueError unless the crawl was COMPLETE."""
    if report.verdict is not Verdict.COMPLETE:
        raise ValueError(f"a crawl that was {report.verdict.value} moves no cursor")
    before = cursor(connection, report.source)
    if before is None or report.until > before:
        insert_or_replace(connection, cursor_table, {"source": report.source}, {"day": report.until})


def _report(row: Row[Any]) -> CrawlReport:
    values = {name: getattr(row, name) for name in _FIELDS}
    return CrawlReport(**values, verdict=Verdict(row.verdict), problems=content.PROBLEMS.validate_json(row.problems))
