"""A feed's entries as documents: of each name the newest, with dates that can be believed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from crawler.formats.feed_identity import names, web_address
from crawler.formats.feed_page import Entry, Page
from crawler.formats.html_text import one_line
from crawler.spiders.source import Archive
from crawler.verdict import Tally
from model.raw import RawDocument

LAYOUT: Final = 1
"""How entries are written into documents; another number makes every feed be read anew though it has not changed."""

FUTURE: Final = timedelta(days=2)
"""How far ahead of the run's clock an entry's date is believed: zones are mistaken, years are not."""

_OF_THE_FEED: Final = ("language", "form", "forms", "nuts", "currency", "fields")


class FeedEntries:
    """What a walk over a feed has met, page by page; `options` is the feed's block."""

    def __init__(self, *, source: str, address: str, options: Mapping[str, Any], now: datetime, tally: Tally) -> None:
        self._source = source
        self._address = address
        self._options = options
        self._now = now
        self._tally = tally
        self._newest: dict[str, str] = {}
        self._gone: list[Entry] = []

    @property
    def news(self) -> bool:
        """Whether the feed is one of market news."""
        return self._options.get("kind") == "news"

    def of(self, page: Page, base: str) -> Iterator[RawDocument]:
        """Documents of the page's entries that are newer than what was met under their names before."""
        self._gone.extend(page.gone)
        for name, entry in self._named(page, base).items():
            if name in self._newest and age(entry) <= self._newest[name]:
                continue
            if not one_line(entry.title) or (self.news and not web_address(entry.link)):
                self._tally.note(f"{name[:120]}: an entry without title or web address was left out")
                continue
            self._newest[name] = age(entry)
            yield self._written(name, entry)

    def withdrawn(self, archive: Archive) -> Iterator[RawDocument]:
        """Documents of the entries that are gone, where they were met before and nothing newer is told of them."""
        for entry in self._gone:
            structured = archive.has(entry.guid, "codice")
            known = structured or entry.guid in self._newest or archive.has(entry.guid, "feed-entry")
            if self.news or not known or age(entry) <= self._newest.get(entry.guid, ""):
                continue
            self._newest[entry.guid] = age(entry)
            if structured and entry.xml is not None:
                yield self.document(entry.guid, self._address, "codice", entry.xml.encode("utf-8", "replace"))
            else:
                told = {"entry": {"gone": True, "updated": entry.updated}}
                yield self.document(entry.guid, self._address, "feed-entry", _json(told))

    def document(self, source_id: str, url: str, format_: str, body: bytes) -> RawDocument:
        """A document of this feed."""
        return RawDocument(
            source=self._source, source_id=source_id, url=url, format=format_, body=body, fetched_at=self._now
        )

    def _named(self, page: Page, base: str) -> dict[str, Entry]:
        linked = (replace(entry, link=urljoin(base, entry.link)) for entry in page.entries)
        found: dict[str, Entry] = {}
        for name, entry in names(self._source, map(self._believed, linked)):
            if name in found:
                self._tally.note(f"several entries are called {name[:120]}; the newest counts")
            if name not in found or age(entry) > age(found[name]):
                found[name] = entry
        return found

    def _believed(self, entry: Entry) -> Entry:
        """The entry without dates that lie ahead: one of 2099 would be the newest for as long as anybody asks."""
        published, updated = (_unless_later(moment, self._now + FUTURE) for moment in (entry.published, entry.updated))
        if (published, updated) == (entry.published, entry.updated):
            return entry
        self._tally.note(f"{(entry.guid or entry.link)[:120]}: dated {age(entry)}, which is not believed")
        return replace(entry, published=published, updated=updated)

    def _written(self, name: str, entry: Entry) -> RawDocument:
        if self.news:
            publisher = self._options.get("credit") or urlsplit(self._address).hostname
            told = {"title": entry.title, "link": entry.link, "publisher": publisher, "published": age(entry) or None}
            return self.document(name, entry.link, "feed-news", _json(told))
        if entry.xml is not None:
            return self.document(name, entry.link, "codice", entry.xml.encode("utf-8", "replace"))
        feed = {key: self._options[key] for key in _OF_THE_FEED if key in self._options}
        kept = {key: getattr(entry, key) for key in ("title", "link", "summary", "published", "updated")}
        return self.document(name, entry.link, "feed-entry", _json({"feed": feed, "entry": kept}))


def age(entry: Entry) -> str:
    """What entries are compared by; ISO times in UTC sort as they follow each other."""
    return entry.updated or entry.published or ""


def ages(entries: Iterable[Entry]) -> list[str]:
    """The ages of entries, oldest first."""
    return sorted(map(age, entries))


def _unless_later(moment: str | None, latest: datetime) -> str | None:
    return None if moment is not None and datetime.fromisoformat(moment) > latest else moment


def _json(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8", "replace")
