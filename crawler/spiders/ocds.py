"""The spider of OCDS publishers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import ClassVar, Final

from scrapy import Request

from crawler.addresses import authority
from crawler.spiders.fetch import Fetcher, FetchError
from crawler.spiders.ocds_page import Page, PageError, Release, page_of
from crawler.spiders.ocds_shapes import Shape, shape_of
from crawler.spiders.ocds_spans import Span, shortest, spans
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.window import FilterIgnoredError, Window
from model.raw import RawDocument

MOST_PAGES: Final = 5_000
SLACK: Final = timedelta(days=1)
"""Days are cut in the publisher's own zone."""


@dataclass(slots=True, kw_only=True)
class Chain:
    """What a walk from page to page has met: numbers of releases, addresses, and whether it ended as it should."""

    numbers: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    first: frozenset[str] = frozenset()
    total: int | None = None
    cut: bool = False
    lost: str | None = None


class OcdsSpider(SourceSpider):
    """
    OCDS, releases of the Open Contracting Data Standard, from any publisher that a block describes.

    Publisher
      Whoever the block names under `credit`; known by `shape`: Find a Tender, Contracts Finder, Public Contracts
      Scotland, Sell2Wales, Datenservice Öffentlicher Einkauf
    Access
      Packages by spans of time, over pages by next-link or cursor; JSON, JSON lines, several documents in one, zip
    Format
      OCDS 1.1 release packages, record packages and single releases; each release is archived in a package of its own
    Licence
      As the block says; its credit is printed in the letters
    Quirks
      Publishers seldom say how much they have: a span is complete when every page ended as its shape says, and a full
      page without a next link is asked for again in halves. Find a Tender loses releases in spans over six hours.
      Contracts Finder says 403 for "too many requests". Packages without releases, releases without ids, numbers no
      JSON has and bytes that are no UTF-8 are read.
    History
      2026-11 first version; tried on recorded releases alone.
    """

    name = "ocds"
    url = ""
    title = "OCDS"
    credit = ""
    expected: ClassVar = Expected(weekday=(1, 5_000), weekend=(0, 5_000), because="publishers differ: see the block")

    @cached_property
    def shape(self) -> Shape:
        """How the publisher hands out its releases."""
        return shape_of(self.options)

    @property
    def access_name(self) -> str:
        """The shape's name."""
        return str(self.options.get("shape") or "OCDS")

    @property
    def base_url(self) -> str:
        """The block's address, else the shape's."""
        return super().base_url or self.shape.url

    @property
    def fetcher(self) -> Fetcher:
        """As any source's, with the statuses by which this publisher says "too many requests"."""
        if self._fetcher is None:
            self._fetcher = Fetcher(
                self,
                attempts=self.settings.getint("ATTEMPTS"),
                longest_wait=self.shape.longest_wait or self.settings.getfloat("RETRY_AFTER_MOST"),
                trusted=self.trusted,
                busy=self.shape.busy,
            )
        return self._fetcher

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """The releases of each span and kind, each in a package of its own."""
        if not self.base_url or not self.shape.path:
            self.tally.lose("no address: name a shape, or set url and path in the publisher's block")
            return
        for span in spans(window.since, window.until, self.shape.step, self.now()):
            for kind in self.shape.types or ("",):
                async for document in self._span(span, kind):
                    yield document
        counts = Expected(weekday=self.shape.weekday, weekend=self.shape.weekend, because=self.shape.because)
        if not self.tally.listed and counts.weekday[0] and window.working_days >= 2:
            self.tally.lose(f"{window}: no release at all, though {counts.because}")
        self.tally.ended = True

    async def _span(self, span: Span, kind: str) -> AsyncIterator[RawDocument]:
        """A span's releases; where its list is cut short or shifts, in halves or again."""
        before = set(self.tally.listed)
        chain = Chain()
        async for document in self._pages(span, kind, chain):
            yield document
        if self.shape.pages_shift and len(chain.addresses) > 1 and chain.lost is None:
            async for document in self._again(span, kind, chain):
                yield document
        short = chain.total is not None and len(chain.numbers) < chain.total
        halves = span.halves(shortest(self.shape.moments)) if chain.lost is None and (chain.cut or short) else None
        if halves is not None:
            for half in halves:
                async for document in self._span(half, kind):
                    yield document
            return
        if chain.lost is not None:
            self.tally.lose(f"{span}{kind and ', kind '}{kind}: {chain.lost}")
        elif chain.cut:
            self.tally.lose(f"{span}: a page of {self.shape.page_size} releases does not say how it goes on")
        if chain.total is not None:
            if short:
                self.tally.lose(f"{span}: {len(chain.numbers)} of {chain.total} releases listed")
            self.tally.promise(chain.total - len(chain.numbers & before))

    async def _again(self, span: Span, kind: str, chain: Chain) -> AsyncIterator[RawDocument]:
        """Once more where the first page has changed meanwhile: what moved from page to page was not seen."""
        second = Chain()
        try:
            page = await self._page(self._address(span, kind))
        except (FetchError, PageError) as error:
            self.tally.note(f"{span}: the second look failed: {error}")
            return
        if _numbers(page) == chain.first:
            return
        async for document in self._pages(span, kind, second):
            yield document
        chain.numbers |= second.numbers
        chain.total, chain.lost = second.total, second.lost

    async def _pages(self, span: Span, kind: str, chain: Chain) -> AsyncIterator[RawDocument]:
        """From page to page to the end of the list; `chain` is brought along and says how it ended."""
        address: str | None = self._address(span, kind)
        while address is not None:
            if address in chain.addresses or len(chain.addresses) >= MOST_PAGES:
                chain.lost = "the next link leads in a circle"
                return
            chain.addresses.add(address)
            try:
                page = await self._page(address)
            except (FetchError, PageError) as error:
                chain.lost = str(error)
                return
            numbers = _numbers(page)
            if numbers and numbers <= chain.numbers:
                chain.lost = "the next link leads to a page already read"
                return
            self._inside(span, page)
            if page.total is not None and len(numbers) > page.total:
                chain.lost = f"{len(numbers)} releases on a page, though it says that it has {page.total}"
                return
            if len(chain.addresses) == 1:
                chain.first, chain.total = numbers, page.total
            chain.numbers |= numbers
            chain.cut = page.cut
            for release in page.releases:
                for document in self._documents(release, address):
                    yield document
            address = page.following

    def _documents(self, release: Release, address: str) -> list[RawDocument]:
        """The release as a document, unless these very bytes are kept."""
        document = RawDocument(
            source=self.source,
            source_id=release.name,
            url=address,
            format="ocds",
            body=release.body,
            fetched_at=self.now(),
        )
        if release.number is None:
            self.tally.note(f"{release.name}: a release whose number cannot be told is kept and not read")
            return [document]
        known = release.number in self.tally.listed and document.sha256 in self._met
        self.tally.listed.add(release.number)
        if known:
            return []
        self._met.add(document.sha256)
        if self.archive.holds(document):
            self.tally.stored.add(release.number)
            return []
        return [document]

    @cached_property
    def _met(self) -> set[str]:
        return set()

    async def _page(self, address: str) -> Page:
        headers = {"Accept": "application/zip" if self.shape.packing == "zip" else "application/json"}
        if self.key and authority(address) == authority(self.base_url):
            headers[self.shape.key_header] = self.key
        response = await self.fetcher.get(Request(address, headers=headers), accept={200})
        try:
            page = page_of(response.body, response.url, self.shape)
        except PageError as error:
            raise PageError(f"{address}: {error}") from None
        for fault in page.faults:
            self.tally.note(f"{address}: {fault}")
        return page

    def _address(self, span: Span, kind: str) -> str:
        moments = {"since": f"{span.since:{self.shape.moments}}", "until": f"{span.until:{self.shape.moments}}"}
        return f"{self.base_url}{self.shape.path.format(type=kind, **moments)}"

    def _inside(self, span: Span, page: Page) -> None:
        """Raise where most of a page is of other days: single strays are a publisher's own business."""
        days = [release.day for release in page.releases if release.day is not None]
        first, last = span.since.date() - SLACK, span.until.date() + SLACK
        outside = [day for day in days if not first <= day <= last]
        if len(outside) * 2 > len(days):
            raise FilterIgnoredError(f"{span}: {len(outside)} of {len(days)} releases are of {outside[0]} or the like")


def _numbers(page: Page) -> frozenset[str]:
    return frozenset(release.number for release in page.releases if release.number is not None)
