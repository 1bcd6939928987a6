"""From the spider's hands into the store: archived before anything interprets it, then read, then delivered."""

from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy import Engine

from crawler.intake import Intake, take_in
from crawler.verdict import Tally
from model.raw import RawDocument
from store.database import connect

AT_ONCE = 20
"""Documents kept in hand before they are stored together: a kill loses at most these, and the next crawl asks again."""


class StorePipeline:
    """Stores what a spider yields and tells its tally what arrived."""

    def __init__(self, crawler: Crawler, engine: Engine) -> None:
        self._crawler = crawler
        self._engine = engine
        self._waiting: list[RawDocument] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made only where a database is set; `scrapy crawl` without one keeps plain items."""
        url = crawler.settings.get("KLYNGERADAR_DATABASE")
        if not url:
            raise NotConfigured("no database set: documents are yielded and stored nowhere")
        return cls(crawler, connect(url))

    def process_item(self, item: RawDocument) -> RawDocument:
        """Take a document in."""
        self._waiting.append(item)
        if len(self._waiting) >= AT_ONCE:
            self._store()
        return item

    def close_spider(self) -> None:
        """Store what is left."""
        self._store()
        self._engine.dispose()

    def _store(self) -> None:
        documents, self._waiting = self._waiting, []
        if not documents:
            return
        seen = self._crawler.settings.get("KLYNGERADAR_NOW") or documents[-1].fetched_at
        note(self._tally, take_in(self._engine, documents, seen=seen), documents)

    @property
    def _tally(self) -> Tally:
        spider: Spider | None = self._crawler.spider
        tally = getattr(spider, "tally", None)
        return tally if isinstance(tally, Tally) else Tally()


def note(tally: Tally, intake: Intake, documents: list[RawDocument]) -> None:
    """Tell the tally what of these documents is stored, new, or refused."""
    refused = {(one.source_id, one.format) for one in intake.refused}
    tally.stored |= {one.source_id for one in documents if (one.source_id, one.format) not in refused}
    tally.new |= intake.fresh
    for one in intake.refused:
        tally.refuse(one.source_id, one.reason, again=one.again)
        tally.note(f"{one.source_id}: the {one.format} document cannot be read: {one.reason}")
