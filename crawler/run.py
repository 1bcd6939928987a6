"""Running spiders from the program: one reactor, all sources beside each other, a report for each whatever happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from sqlalchemy import Engine

from crawler import settings as defaults
from crawler.addresses import authority
from crawler.afterwards import judged
from crawler.archived import Archived
from crawler.spiders.source import SourceSpider
from crawler.verdict import Tally, problems, verdict
from crawler.windows import Overlaps, span
from model.raw import RawDocument
from model.verdict import CrawlReport, Verdict
from store import crawls, validators
from store.database import connect, reading, writing

MOST_LOOKED_AT: Final = 500
"""Earlier crawls of a source that tell which wide night is owed: more than a year of nights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """
    How to read one source; `since`/`until` (both included) replace the window the cursor gives.

    `name` is what its documents, cursor and reports go by: the spider's name, or for one of several publishers behind
    one spider `<spider>.<publisher>`. `options` is the rest of its block in klyngeradar.toml.
    """

    name: str
    url: str
    key: str | None = None
    delay: float = 1.0
    user_agent: str | None = None
    overlaps: Overlaps = Overlaps()
    since: date | None = None
    until: date | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spider(self) -> str:
        """The spider that reads it."""
        return self.name.partition(".")[0]


@cache
def spiders() -> Mapping[str, type[SourceSpider]]:
    """The spiders by name, found as Scrapy finds them."""
    loader = SpiderLoader.from_settings(Settings(_common()))
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, SourceSpider)}


def crawl(
    sources: Sequence[SourceSettings], *, database: str, now: datetime, trusted: Sequence[str] = ()
) -> list[CrawlReport]:
    """
    Crawl these sources, store what arrives, and report on each; COMPLETE crawls move their cursor.

    Runs the process's reactor, so it can be called once per process. `now` is the run's clock (UTC); `trusted` are
    authorities (`host:port`) that may be asked though they are not on the public internet, besides the sources' own.
    """
    engine = connect(database)
    own = [authority(source.url) for source in sources if source.url]
    process = AsyncCrawlerProcess(
        Settings(_common() | {"LOG_INSTALL_ROOT_HANDLER": False, "KLYNGERADAR_TRUSTED": [*trusted, *own]})
    )
    running: list[tuple[SourceSettings, Crawler, tuple[date, date], datetime]] = []
    for source in sources:
        span = _span(engine, source, now)
        crawler = process.create_crawler(spiders()[source.spider])
        crawler.settings.setdict(_own(source, database, now, trusted), priority="cmdline")
        process.crawl(crawler, since=span[0].isoformat(), until=span[1].isoformat(), source=source.name)
        running.append((source, crawler, span, datetime.now(UTC)))
        _attach(crawler, engine)
    process.start(install_signal_handlers=False)
    reports = []
    for source, crawler, days, started in running:
        with writing(engine) as connection:
            report = judged(connection, _report(source, crawler, days, started, now), _tally(crawler), now)
            crawls.record(connection, report)
            if report.verdict is Verdict.COMPLETE:
                crawls.advance(connection, report)
                if isinstance(crawler.spider, SourceSpider):
                    validators.remember(connection, source.name, crawler.spider.validators, now)
        reports.append(report)
    engine.dispose()
    return reports


def _tally(crawler: Crawler) -> Tally:
    return crawler.spider.tally if isinstance(crawler.spider, SourceSpider) else Tally()


def _span(engine: Engine, source: SourceSettings, now: datetime) -> tuple[date, date]:
    with reading(engine) as connection:
        cursor = crawls.cursor(connection, source.name)
        before = crawls.reports(connection, limit=MOST_LOOKED_AT, source=source.name)
    since, until = span(cursor, now.date(), source.overlaps, before)
    return source.since or since, source.until or until


def _common() -> dict[str, Any]:
    return {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}


def _own(source: SourceSettings, database: str, now: datetime, trusted: Sequence[str]) -> dict[str, Any]:
    own: dict[str, Any] = {
        "KLYNGERADAR_DATABASE": database,
        "KLYNGERADAR_NOW": now,
        "KLYNGERADAR_TRUSTED": list(trusted),
        "DOWNLOAD_DELAY": source.delay,
        f"{source.spider.upper()}_URL": source.url,
        f"{source.spider.upper()}_KEY": source.key,
        f"{source.spider.upper()}_OPTIONS": dict(source.options),
    }
    return own | ({"USER_AGENT": source.user_agent} if source.user_agent else {})


def _report(
    source: SourceSettings, crawler: Crawler, span: tuple[date, date], started: datetime, now: datetime
) -> CrawlReport:
    spider = crawler.spider if isinstance(crawler.spider, SourceSpider) else None
    tally = _tally(crawler)
    took = datetime.now(UTC) - started
    return CrawlReport(
        source=source.name,
        access=spider.access_name if spider else "",
        since=span[0],
        until=span[1],
        started=now,
        ended=now + took,
        verdict=verdict(tally, stores=True),
        promised=tally.promised,
        listed=len(tally.listed),
        stored=len(tally.listed & tally.stored),
        new=len(tally.new),
        refused=len(tally.refused),
        requests=spider.fetcher.requests if spider else 0,
        problems=problems(tally, stores=True),
    )


def _attach(crawler: Crawler, engine: Engine) -> None:
    """Give the spider its archive, and its tally every error: of those alone that are its own, not its neighbours'."""

    def opened(spider: SourceSpider) -> None:
        spider.archive = Archived(engine, spider.source)

    def unstored(item: RawDocument, failure: Any) -> None:
        if isinstance(crawler.spider, SourceSpider):
            crawler.spider.tally.lose(f"{item.source_id} could not be stored: {_told(failure)}")

    def failed(failure: Any) -> None:
        if isinstance(crawler.spider, SourceSpider):
            crawler.spider.tally.lose(f"an error of the program: {_told(failure)}")

    crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)
    crawler.signals.connect(unstored, signal=signals.item_error, weak=False)
    crawler.signals.connect(failed, signal=signals.spider_error, weak=False)


def _told(failure: Any) -> str:
    return f"{failure.type.__name__}: {str(failure.value)[:200]}"
