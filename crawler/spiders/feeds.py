"""The spider of feeds, RSS and Atom."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cached_property
from typing import ClassVar, Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.apart import split_apart
from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Page
from crawler.spiders.feed_entries import LAYOUT, FeedEntries, ages
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.window import Window
from model.raw import RawDocument
from model.validator import Validator

MOST_PAGES: Final = 200
MOST_PASSES: Final = 3
ACCEPT: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


class FeedsSpider(SourceSpider):
    """
    Feeds, RSS and Atom, each with its own block: tenders, or market news.

    Publisher
      Whoever the block names under `credit`
    Access
      One address; pages by `link rel=next`. Conditional requests: what has not changed is not sent again
    Format
      RSS 0.9-2.0 and Atom through feedparser, in a process of its own with a time limit; PLACSP's CODICE through lxml
    Licence
      As the block says. Of news the headline, the link and the publisher are kept, never the article
    Quirks
      An empty body is no empty feed. Entries are known by guid, else by link, else by their words; of several with one
      name the newest counts. Pages shift while they are read: a feed whose first page has changed meanwhile is read
      again. A feed lists what its publisher pleases: what fell out between two nights is not seen.
    History
      2026-11 first version; tried on recorded feeds alone.
    """

    name = "feeds"
    url = ""
    title = "Feeds"
    credit = ""
    expected: ClassVar = Expected(weekday=(0, 500), weekend=(0, 500), because="no feed is like another: see its block")

    @property
    def address(self) -> str:
        """The feed's address, as it is written: a slash at its end may matter."""
        return str(self.settings.get("FEEDS_URL") or "")

    @property
    def access_name(self) -> str:
        """What the feed holds."""
        return "news feed" if self.entries.news else "feed"

    @cached_property
    def entries(self) -> FeedEntries:
        """What this crawl has met of the feed."""
        return FeedEntries(
            source=self.source, address=self.address, options=self.options, now=self.now(), tally=self.tally
        )

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """The bodies of a feed of tenders and, after each, its entries; of a news feed the headlines alone."""
        if told := self.options.get("expected"):
            ranges = {days: (told[days][0], told[days][1]) for days in ("weekday", "weekend")}
            self.expected = Expected(**ranges, because=told["because"])  # type: ignore[misc]  # one class, many feeds
        if not self.address:
            self.tally.lose("no address: set url in the feed's block")
            return
        head = await self._head(window)
        for _ in range(MOST_PASSES):
            if head.status == 304:
                break
            pages: list[Page] = []
            async for document in self._pass(head, window, pages):
                yield document
            again = await self._head_again(head) if len(pages) > 1 and not self.tally.losses else head
            if again is head or await self._page(again) == pages[0]:
                break
            head = again
        else:
            self.tally.lose(f"{self.address}: changed each of the {MOST_PASSES} times its pages were read")
        for document in self.entries.withdrawn(self.archive):
            for one in self._listed(document):
                yield one
        if head.status == 200 and not self.tally.listed and self.expected.weekday[0] > 0:
            self.tally.lose(f"no entry at all, though {self.expected.because}")
        if not self.tally.losses:
            self.tally.promise(len(self.tally.listed))

    async def _pass(self, head: Response, window: Window, pages: list[Page]) -> AsyncIterator[RawDocument]:
        """Walk the pages once, from this first answer on; those that could be read are added to `pages`."""
        response, visited = head, {self.address}
        while True:
            if not self.entries.news:
                yield self.entries.document(response.url, response.url, "feed", response.body)
            page = await self._page(response)
            if page is None:
                return
            repeated = any(page.entries == other.entries for other in pages if page.entries)
            pages.append(page)
            for document in self.entries.of(page, response.url):
                for one in self._listed(document):
                    yield one
            following = self._next(page, response.url, visited, window, repeated=repeated)
            if following is None:
                return
            visited.add(following)
            response = await self.fetcher.get(Request(following, headers={"Accept": ACCEPT}), accept={200})

    async def _head(self, window: Window) -> Response:
        """The first page, or 304 where nothing has changed since all of it was stored."""
        settings = self._settings()
        known = self.archive.validator(self.address)
        if known is not None and (known.settings != settings or known.since > window.since):
            known = None
        conditions = _conditions(known.etag, known.last_modified) if known else {}
        response = await self._conditional(conditions)
        etag, modified = _header(response, "ETag"), _header(response, "Last-Modified")
        if response.status == 200 and (etag or modified):
            self.validators = [
                Validator(url=self.address, etag=etag, last_modified=modified, settings=settings, since=window.since)
            ]
        return response

    async def _head_again(self, head: Response) -> Response:
        """The first page as it is after the others were read: the same answer where it has not changed."""
        response = await self._conditional(_conditions(_header(head, "ETag"), _header(head, "Last-Modified")))
        if response.status == 304 or response.body == head.body:
            return head
        self.validators = []  # the next night asks for all of it
        return response

    async def _conditional(self, conditions: Mapping[str, str]) -> Response:
        request = Request(self.address, headers={"Accept": ACCEPT, **conditions})
        return await self.fetcher.get(request, accept={200, 304} if conditions else {200})

    def _settings(self) -> str:
        written = json.dumps([LAYOUT, self.options], sort_keys=True, default=str)
        return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()

    async def _page(self, response: Response) -> Page | None:
        try:
            kind = _header(response, "Content-Type") or ""
            page = await split_apart(response.body, url=response.url, content_type=kind)
        except FormatError as error:
            self.tally.lose(f"{response.url}: {error}")
            return None
        for loss in page.losses:
            self.tally.lose(f"{response.url}: {loss}")
        for note in page.notes:
            self.tally.note(f"{response.url}: {note}")
        return page

    def _listed(self, document: RawDocument) -> Iterator[RawDocument]:
        self.tally.listed.add(document.source_id)
        if self.archive.holds(document):
            self.tally.stored.add(document.source_id)
        else:
            yield document

    def _next(self, page: Page, base: str, visited: set[str], window: Window, *, repeated: bool) -> str | None:
        """The next page's address; None where there is none or every entry of this one is older than the window."""
        if page.next is None:
            return None
        found = ages(page.entries)
        if found and found[0] and found[-1] < window.since.isoformat():
            return None
        fault = None
        if page.next in visited or repeated:
            fault = "its pages lead in a circle"
        elif urlsplit(page.next)[:2] != urlsplit(base)[:2]:
            fault = "its next page lies on another host"
        elif len(visited) >= MOST_PAGES:
            fault = f"it has more than {MOST_PAGES} pages"
        if fault is None:
            return page.next
        self.tally.lose(f"{base}: {fault}, so that older entries may be missing")
        return None


def _conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})


def _header(response: Response, name: str) -> str | None:
    found = (response.headers.get(name) or b"").decode("latin-1").strip()
    return found if found and len(found) <= 1000 and found.isprintable() else None
