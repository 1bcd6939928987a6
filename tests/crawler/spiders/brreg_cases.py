"""
Crawls of the company register against the demo portal, all in one process, each with a fault of its own.

Run as a program: prints what came of each as JSON. A case's name is what the tests ask by.
"""

import json
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.addresses import authority
from crawler.spiders.brreg import BrregSpider
from crawler.verdict import verdict
from demo import portal
from demo.companies import units
from demo.market import load
from demo.site import Faults
from model import orgnr
from model.raw import RawDocument
from store.register import Absence

LISTED = [number for number, unit in units().items() if unit.listed]
STRANGERS = [number for number in map(str, range(310440000, 310440300)) if orgnr.is_valid(number)][:24]
FETCHED = datetime(2026, 11, 18, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@dataclass
class Remembered:
    """What is known, in memory: whom we know, and who was asked for, when."""

    numbers: Sequence[str]
    asked: Mapping[str, datetime] = field(default_factory=dict)
    told: dict[str, datetime] = field(default_factory=dict)
    gone: dict[str, Absence] = field(default_factory=dict)

    def of_interest(self, since: datetime) -> list[str]:  # noqa: ARG002 - the protocol's signature
        return list(self.numbers)

    def oldest(self, orgnrs: Collection[str]) -> datetime | None:
        return min((at for number, at in self.asked.items() if number in orgnrs), default=None)

    def stale(self, orgnrs: Collection[str], before: datetime) -> list[str]:
        return [
            number
            for number in orgnrs
            if number not in self.asked or self.asked[number] < max(before, self.told.get(number, before))
        ]

    def changed(self, changes: Mapping[str, datetime]) -> None:
        self.told |= changes

    def absent(self, orgnr: str, why: Absence, at: datetime) -> None:  # noqa: ARG002 - the protocol's signature
        self.gone[orgnr] = why


@dataclass(frozen=True, kw_only=True)
class Case:
    """A crawl: of given numbers, or of what is known; `answers` takes the place of the portal's address."""

    given: Sequence[str] = ()
    known: Remembered = field(default_factory=lambda: Remembered([]))
    faults: Faults = field(default_factory=Faults)
    options: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


def asked_before(*numbers: str) -> Remembered:
    return Remembered(numbers, dict.fromkeys(numbers, FETCHED))


CASES: Mapping[str, Case] = {
    "many": Case(given=[*LISTED[:16], *STRANGERS]),
    "left-out": Case(given=["310431516", "310421928", "310435627", "310439967", "310400009"]),
    "empty": Case(given=["310400009"], faults=Faults(silent_zero=True)),
    "filter-ignored": Case(given=["310400009"], faults=Faults(filter_ignored=True)),
    "html": Case(given=["310400009"], faults=Faults(html_200=True)),
    "busy": Case(given=["310400009"], faults=Faults(rate_limit=(0, 1))),
    "robots": Case(given=["310400009"], faults=Faults(robots="disallow")),
    "refused": Case(given=["310400009", "310401374"], faults=Faults(register_refuses="310401374")),
    "offline": Case(given=["310400009"], url=NOBODY),
    "wrong-number": Case(given=["310400009", "123456789"]),
    "nobody": Case(),
    "first-night": Case(known=Remembered(["310400009", "310402745"])),
    "changed": Case(known=asked_before("310400009", "310402745")),
    "long-feed": Case(known=asked_before("310400009"), faults=Faults(register_changes=10_500)),
    "feed-lost": Case(known=asked_before("310400009"), faults=Faults(status_500_on_page=1)),
    "bounded": Case(known=Remembered(LISTED), options={"most": 3}),
}


def main() -> None:
    """Run every case and print what came of it."""
    common = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    market = load()
    running: list[tuple[str, Case, Any, portal.Portal, list[RawDocument]]] = []
    with ExitStack() as stack:
        portals = {name: stack.enter_context(portal.serve(market, case.faults)) for name, case in CASES.items()}
        trusted = [authority(served.url) for served in portals.values()] + [authority(NOBODY)]
        process = AsyncCrawlerProcess(Settings(common | {"LOG_ENABLED": False, "KLYNGERADAR_TRUSTED": trusted}))
        for name, case in CASES.items():
            served = portals[name]
            crawler = process.create_crawler(BrregSpider)
            own = {
                "BRREG_URL": case.url or served.url,
                "BRREG_OPTIONS": {**case.options, "orgnrs": list(case.given)},
                "DOWNLOAD_DELAY": 0,
                "ATTEMPTS": 2,
                "KLYNGERADAR_NOW": NOW,
            }
            crawler.settings.setdict(own, priority="cmdline")
            items: list[RawDocument] = []
            _attach(crawler, items, case)
            process.crawl(crawler, since="2026-11-19", until="2026-11-23")
            running.append((name, case, crawler, served, items))
        process.start(install_signal_handlers=False)
    rows = {name: _row(case, crawler, served, items) for name, case, crawler, served, items in running}
    json.dump(rows, sys.stdout, default=str)


def _attach(crawler: Any, items: list[RawDocument], case: Case) -> None:
    def opened(spider: BrregSpider) -> None:
        if not case.given:
            spider.__dict__["known"] = case.known

    def scraped(item: RawDocument) -> None:
        items.append(item)

    crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)
    crawler.signals.connect(scraped, signal=signals.item_scraped, weak=False)


def _row(case: Case, crawler: Any, served: portal.Portal, items: list[RawDocument]) -> dict[str, Any]:
    tally = crawler.spider.tally
    return {
        "verdict": verdict(tally, stores=False).value,
        "promised": tally.promised,
        "listed": sorted(tally.listed),
        "losses": tally.losses,
        "notes": tally.notes,
        "documents": {item.source_id: json.loads(item.body) for item in items},
        "urls": [item.url.removeprefix(served.url) for item in items],
        "told": {number: at.isoformat() for number, at in case.known.told.items()},
        "gone": case.known.gone,
        "asked": [f"{one.path}?{one.query}" for one in served.requests if one.path != "/robots.txt"],
        "headers": [one.headers for one in served.requests if one.path != "/robots.txt"],
        "in_flight": served.max_in_flight,
        "waits": [
            after.start - before.end for before, after in zip(served.requests, served.requests[1:], strict=False)
        ],
    }


if __name__ == "__main__":
    main()
