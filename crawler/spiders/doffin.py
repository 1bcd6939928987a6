"""Doffin's spider."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scrapy import Spider

from crawler.spiders.doffin_access import Access, PublicApi, WebClient, divisions
from crawler.spiders.fetch import Fetcher, FetchError, ForbiddenError, NotFoundError
from crawler.spiders.window import FilterIgnoredError, Hit, Walk, Window
from crawler.verdict import Tally
from model.raw import RawDocument

CAP = 1000
"""Hits that can be reached in one window; 100 has been observed too, and is found out on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many notices a day brings, and how we know; outside it somebody should look."""

    weekday: tuple[int, int]
    weekend: tuple[int, int]
    because: str


class DoffinSpider(Spider):
    """
    Doffin, Norway's national journal of public procurement.

    Publisher
      Direktoratet for forvaltning og økonomistyring (DFØ)
    Access
      Public API v2 with a key (free, on DFØ's developer portal); else the anonymous interface of doffin.no itself
    Format
      eForms XML and search hits (with a key); details and search hits as JSON (without)
    Licence
      Reuse with attribution: Data: Doffin/DFØ. Documents behind the portals' log-in are linked, never fetched.
    Quirks
      Unknown parameters and malformed dates are ignored and return everything: hits outside the window end the walk.
      1,000 hits can be reached, some days 100: windows are split until all are. Pages overlap and shift: what is short
      of the total is asked for again in the other order. A correction is a new Doffin id.
    History
      2023-10 eForms and the present API. 2025-05 pages above 100 hits refused for a while. 2026-01 subtypes E2-E4.
    """

    name = "doffin"
    expected = Expected(
        weekday=(20, 120), weekend=(0, 10), because="32-75 notices per publishing day, 99 at most, to Aug 2026"
    )
    credit = "Data: Doffin/DFØ"

    def __init__(self, since: str | None = None, until: str | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.tally = Tally()
        today = datetime.now(UTC).date()
        self.until = date.fromisoformat(until) if until else today
        self.since = date.fromisoformat(since) if since else self.until - timedelta(days=7)
        self.known: Callable[[RawDocument, str], bool] = lambda _document, _detail: False
        self.access: Access | None = None
        self.fetcher: Fetcher | None = None

    async def start(self) -> AsyncIterator[RawDocument]:
        """Every document of the window, hits first; the tally says what is missing."""
        settings = self.settings
        self.fetcher = Fetcher(
            self, attempts=settings.getint("ATTEMPTS"), longest_wait=settings.getfloat("RETRY_AFTER_MOST")
        )
        key = settings.get("DOFFIN_KEY")
        url = settings.get("DOFFIN_URL")
        self.access = PublicApi(url, self.fetcher, key) if key else WebClient(url, self.fetcher)
        window = Window(since=self.since - self.access.leads_in, until=self.until)
        walk = Walk(self.access, self.tally, branches=divisions(), cap=CAP)
        try:
            async for hit in walk.hits(window):
                async for document in self._documents(hit):
                    yield document
        except FilterIgnoredError as error:
            self.tally.lose(f"the date filter is ignored: {error}")
        except ForbiddenError as error:
            self.tally.lose(str(error))
        if self.tally.promised == 0 and not self.tally.losses and _working_days(window) >= 2:
            self.tally.lose(f"{window}: no notice at all, though {self.expected.because}")

    async def _documents(self, hit: Hit) -> AsyncIterator[RawDocument]:
        access = self.access
        if access is None or self.fetcher is None:
            raise RuntimeError("the spider has not started")
        listed = access.listed(hit, self._now())
        if self.known(listed, access.detail):
            self.tally.stored.add(listed.source_id)
            return
        yield listed
        try:
            response = await self.fetcher.get(access.document(listed.source_id))
        except NotFoundError:
            self.tally.note(f"{listed.source_id} is listed but not to be had yet; asked for again tomorrow")
        except FetchError as error:
            self.tally.lose(str(error))
        else:
            yield access.detailed(hit, response, self._now())

    def _now(self) -> datetime:
        given = self.settings.get("KLYNGERADAR_NOW")
        return given if isinstance(given, datetime) else datetime.now(UTC).replace(microsecond=0)


def _working_days(window: Window) -> int:
    days = (window.until - window.since).days + 1
    return sum((window.since + timedelta(days=number)).weekday() < 5 for number in range(days))
