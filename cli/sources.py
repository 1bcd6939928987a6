"""The sources as the configuration has them, and crawling them; the demo's portal stands in where it is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from cli import profiles
from cli.call import Call
from cli.feed_blocks import Feed
from cli.ocds_blocks import Publisher
from cli.problems import Exit, Problem
from cli.source_block import Source
from crawler import run as crawler_run
from crawler.addresses import authority
from crawler.windows import Overlaps
from demo import portal
from demo.market import load as demo_market
from digest.settings import SourceWords
from model.member import Member
from model.verdict import CrawlReport

NAMES = ("doffin", "ted", "ocds", "feeds", "brreg")
REGISTER_BY_HAND = "brreg.import"


def crawl(
    run: Call, names: Sequence[str], *, since: date | None = None, until: date | None = None
) -> list[CrawlReport]:
    """
    Crawl the named sources, or every enabled one. Once per process.

    Raises Problem: 2 for a name that is no source, 78 for one this version cannot read.
    """
    wanted = chosen(run, names)
    if not wanted:
        return []
    database = run.configuration.database_url
    _ = run.engine  # migrated before spiders write
    with _portal(run) as address:
        suited = {name: block.suited(lambda: _members(run)) for name, block in wanted.items()}
        settings = [_settings(run, name, block, address, since, until) for name, block in suited.items()]
        return crawler_run.crawl(settings, database=database, now=run.now, trusted=_trusted(run, address))


def chosen(run: Call, names: Sequence[str]) -> dict[str, Source]:
    """The sources to read by name, checked; `ocds` names all publishers of its block, `ocds.one` one of them."""
    every = {part: block for name in NAMES for part, block in _source(run, name).parts(name).items()}
    unknown = [name for name in names if name not in NAMES and name not in every]
    if unknown:
        known = ", ".join(dict.fromkeys([*NAMES, *every]))
        raise Problem(f"no source is called {', '.join(unknown)}; there are {known}", Exit.USAGE)
    wanted = {
        part: block
        for part, block in every.items()
        if (part in names or part.partition(".")[0] in names if names else block.enabled)
    }
    missing = sorted({part.partition(".")[0] for part in wanted} - set(crawler_run.spiders()))
    if missing:
        says = f"{', '.join(missing)} cannot be read by this version; set enabled = false in [sources.{missing[0]}]"
        raise Problem(says, Exit.BAD_CONFIGURATION)
    return wanted


def look_up(run: Call, orgnrs: Sequence[str]) -> CrawlReport:
    """
    Ask the company register for these numbers, whatever `enabled` says; once per process.

    It goes by a name of its own, so that the nightly reading keeps its cursor.
    """
    block = run.configuration.sources.brreg
    _ = run.engine
    with _portal(run) as address:
        settings = _settings(run, REGISTER_BY_HAND, block, address, None, None)
        asked = replace(settings, options={**settings.options, "orgnrs": list(orgnrs)})
        trusted = _trusted(run, address)
        (report,) = crawler_run.crawl([asked], database=run.configuration.database_url, now=run.now, trusted=trusted)
    return report


def words(run: Call) -> dict[str, SourceWords]:
    """How letters speak of every source: by its publisher's name, with what its licence wants said."""
    found = {}
    for source in NAMES:
        spider = crawler_run.spiders()[source]
        for name, block in _source(run, source).parts(source).items():
            title = (block.credit if isinstance(block, Feed | Publisher) else None) or spider.title
            licence = block.licence if isinstance(block, Feed | Publisher) else None
            credit = spider.credit or (f"Data: {title}, {licence}" if licence else "")
            news = isinstance(block, Feed) and block.kind == "news"
            found[name] = SourceWords(name=title, credit=credit, news=news)
    return found


def row(report: CrawlReport) -> dict[str, Any]:
    """A report as data."""
    return {**asdict(report), "verdict": report.verdict.value}


def _members(run: Call) -> Iterable[Member]:
    """The members whose profile can be read; none without a folder, which a crawl can do without."""
    try:
        return profiles.read(run.configuration.path(run.configuration.cluster.members)).members
    except Problem:
        return ()


def _source(run: Call, name: str) -> Source:
    source: Source = getattr(run.configuration.sources, name)
    return source


def _trusted(run: Call, address: str | None) -> list[str]:
    return [*run.configuration.sources.trusted, *([authority(address)] if address else [])]


def _settings(
    run: Call, name: str, source: Source, address: str | None, since: date | None, until: date | None
) -> crawler_run.SourceSettings:
    return crawler_run.SourceSettings(
        name=name,
        url=f"{address}{urlsplit(source.url).path}" if address else source.url,
        key=_key(run, source),
        delay=source.delay,
        user_agent=run.configuration.sources.user_agent,
        overlaps=Overlaps(
            nightly=source.overlap_days,
            weekly=source.weekly_overlap_days,
            monthly=source.monthly_overlap_days,
            first_days=source.first_days,
        ),
        since=since,
        until=until,
        options=source.options(),
    )


def _key(run: Call, source: Source) -> str | None:
    if source.key or source.key_file is None:
        return source.key
    path = run.configuration.path(source.key_file)
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise Problem(f"{path}: the key file cannot be read: {error.strerror}", Exit.BAD_CONFIGURATION) from None


@contextmanager
def _portal(run: Call) -> Iterator[str | None]:
    if not run.configuration.demo.portal:
        yield None
        return
    with portal.serve(demo_market()) as served:
        yield served.url
