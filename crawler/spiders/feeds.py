"""The spider of feeds, RSS and Atom."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.apart import split_apart
from crawler.formats.errors import FormatError
from crawler.formats.feed_identity import names, web_address
from crawler.formats.feed_page import Entry, Page
from crawler.formats.html_text import one_line
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.window import Window
from model.raw import RawDocument
from model.validator import Validator

MOST_PAGES: Final = 200
LAYOUT: Final = 1
"""How entries are written into documents; another number makes every feed be read anew though it has not changed."""

ACCEPT: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
FUTURE: Final = timedelta(days=2)
"""How far ahead of the run's clock an entry's date is believed: zones are mistaken, years are not."""

_OF_THE_FEED: Final = ("language", "form", "forms", "nuts", "currency", "fields")


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
      name the newest counts. A feed lists what its publisher pleases: what fell out between two nights is not seen.
    History
      2026-11 first version; tried on recorded feeds alone.
    """

    name = "feeds"
    url = ""
    credit = ""
    expected: ClassVar = Expected(weekday=(0, 500), weekend=(0, 500), because="no feed is like another: see its block")

    @property
    def address(self) -> str:
        """The feed's address, as it is written: a slash at its end may matter."""
        return str(self.settings.get("FEEDS_URL") or "")

    @property
    def access_name(self) -> str:
        """What the feed holds."""
        return "news feed" if self._news else "feed"

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """The bodies of a feed of tenders and, after each, its entries; of a news feed the headlines alone."""
        if not self.address:
            self.tally.lose("no address: set url in the feed's block")
            return
        if told := self.options.get("expected"):
            self.expected = Expected(**told)  # type: ignore[misc]  # one class, many feeds
        newest: dict[str, str] = {}
        gone: list[Entry] = []
        address: str | None = self.address
        visited = set[str]()
        while address is not None:
            visited.add(address)
            response = await self._answer(address, window)
            if response.status == 304:
                break
            if not self._news:
                yield self._document(address, address, "feed", response.body)
            page = await self._page(response)
            if page is None:
                break
            gone.extend(page.gone)
            for document in self._entries(page, response.url, newest):
                yield document
            address = self._next(page, response.url, visited, window)
        for document in self._withdrawn(gone, newest):
            yield document
        if not self.tally.losses:
            self.tally.promise(len(self.tally.listed))

    @property
    def _news(self) -> bool:
        return self.options.get("kind") == "news"

    async def _answer(self, address: str, window: Window) -> Response:
        headers = {"Accept": ACCEPT}
        first = address == self.address
        settings = self._settings()
        known = self.archive.validator(address) if first else None
        if known is not None and known.settings == settings and known.since <= window.since:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        conditional = len(headers) > 1
        response = await self.fetcher.get(
            Request(address, headers=headers), accept={200, 304} if conditional else {200}
        )
        etag, modified = _header(response, "ETag"), _header(response, "Last-Modified")
        if first and response.status == 200 and (etag or modified):
            self.validators.append(
                Validator(url=address, etag=etag, last_modified=modified, settings=settings, since=window.since)
            )
        return response

    def _settings(self) -> str:
        written = json.dumps([LAYOUT, self.options], sort_keys=True, default=str)
        return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()

    async def _page(self, response: Response) -> Page | None:
        kind = _header(response, "Content-Type") or ""
        try:
            page = await split_apart(response.body, url=response.url, content_type=kind)
        except FormatError as error:
            self.tally.lose(f"{response.url}: {error}")
            return None
        for loss in page.losses:
            self.tally.lose(f"{response.url}: {loss}")
        for note in page.notes:
            self.tally.note(f"{response.url}: {note}")
        return page

    def _entries(self, page: Page, base: str, newest: dict[str, str]) -> Iterator[RawDocument]:
        """The page's entries that are newer than what the walk has met under their names; `newest` is brought along."""
        every = [replace(entry, link=urljoin(base, entry.link)) for entry in page.entries]
        met: dict[str, Entry] = {}
        for name, entry in names(self.source, map(self._believed, every)):
            if name in met:
                self.tally.note(f"several entries are called {name[:120]}; the newest counts")
            if name not in met or _age(entry) > _age(met[name]):
                met[name] = entry
        for name, entry in met.items():
            if name in newest and _age(entry) <= newest[name]:
                continue
            if not one_line(entry.title) or (self._news and not web_address(entry.link)):
                self.tally.note(f"{name[:120]}: an entry without title or web address was left out")
                continue
            newest[name] = _age(entry)
            yield from self._listed(self._written(name, entry))

    def _written(self, name: str, entry: Entry) -> RawDocument:
        if self._news:
            publisher = self.options.get("credit") or urlsplit(self.address).hostname
            told = {"title": entry.title, "link": entry.link, "publisher": publisher, "published": entry.published}
            return self._document(name, entry.link, "feed-news", _json(told | {"published": _age(entry) or None}))
        if entry.xml is not None:
            return self._document(name, entry.link, "codice", entry.xml.encode("utf-8", "replace"))
        feed = {key: self.options[key] for key in _OF_THE_FEED if key in self.options}
        kept = {key: getattr(entry, key) for key in ("title", "link", "summary", "published", "updated")}
        return self._document(name, entry.link, "feed-entry", _json({"feed": feed, "entry": kept}))

    def _withdrawn(self, gone: list[Entry], newest: dict[str, str]) -> Iterator[RawDocument]:
        """Entries the feed says are gone, where they were met before and nothing newer is told of them."""
        for entry in gone:
            structured = self.archive.has(entry.guid, "codice")
            known = structured or entry.guid in newest or self.archive.has(entry.guid, "feed-entry")
            if self._news or not known or _age(entry) <= newest.get(entry.guid, ""):
                continue
            if structured and entry.xml is not None:
                document = self._document(entry.guid, self.address, "codice", entry.xml.encode("utf-8", "replace"))
            else:
                told = {"entry": {"gone": True, "updated": entry.updated}}
                document = self._document(entry.guid, self.address, "feed-entry", _json(told))
            newest[entry.guid] = _age(entry)
            yield from self._listed(document)

    def _listed(self, document: RawDocument) -> Iterator[RawDocument]:
        self.tally.listed.add(document.source_id)
        if self.archive.holds(document):
            self.tally.stored.add(document.source_id)
        else:
            yield document

    def _believed(self, entry: Entry) -> Entry:
        """The entry without dates that lie ahead: one of 2099 would be the newest for as long as anybody asks."""
        latest = self.now() + FUTURE
        published, updated = (_unless_later(moment, latest) for moment in (entry.published, entry.updated))
        if (published, updated) == (entry.published, entry.updated):
            return entry
        self.tally.note(f"{(entry.guid or entry.link)[:120]}: dated {_age(entry)}, which is not believed")
        return replace(entry, published=published, updated=updated)

    def _next(self, page: Page, base: str, visited: set[str], window: Window) -> str | None:
        """The next page's address; None where there is none or every entry of this one is older than the window."""
        ages = [_age(entry) for entry in page.entries]
        if page.next is None or (all(ages) and max(ages, default="9") < window.since.isoformat()):
            return None
        fault = None
        if page.next in visited:
            fault = "its pages lead in a circle"
        elif urlsplit(page.next)[:2] != urlsplit(base)[:2]:
            fault = "its next page lies on another host"
        elif len(visited) >= MOST_PAGES:
            fault = f"it has more than {MOST_PAGES} pages"
        if fault:
            self.tally.lose(f"{base}: {fault}, so that older entries may be missing")
            return None
        return page.next

    def _document(self, source_id: str, url: str, format_: str, body: bytes) -> RawDocument:
        return RawDocument(
            source=self.source, source_id=source_id, url=url, format=format_, body=body, fetched_at=self.now()
        )


def _age(entry: Entry) -> str:
    """What entries are compared by; ISO times in UTC sort as they follow each other."""
    return entry.updated or entry.published or ""


def _unless_later(moment: str | None, latest: datetime) -> str | None:
    return None if moment is not None and datetime.fromisoformat(moment) > latest else moment


def _header(response: Response, name: str) -> str | None:
    found = (response.headers.get(name) or b"").decode("latin-1").strip()
    return found if found and len(found) <= 1000 and found.isprintable() else None


def _json(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8", "replace")
