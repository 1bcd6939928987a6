"""Doffin's spider."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from crawler.spiders.doffin_access import Access, PublicApi, WebClient, divisions
from crawler.spiders.fetch import FetchError, NotFoundError
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.window import Hit, Walk, Window
from model.raw import RawDocument

CAP = 1000
"""Hits that can be reached in one window; 100 has been observed too, and is found out on the way."""


class DoffinSpider(SourceSpider):
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
    url = "https://api.doffin.no"
    title = "Doffin"
    credit = "Data: Doffin/DFØ"
    expected: ClassVar = Expected(
        weekday=(20, 120), weekend=(0, 10), because="32-75 notices per publishing day, 99 at most, to Aug 2026"
    )

    @cached_property
    def access(self) -> Access:
        """The public API where a key is set, else the site's own interface."""
        if self.key:
            return PublicApi(self.base_url, self.fetcher, self.source, key=self.key)
        return WebClient(self.base_url, self.fetcher, self.source)

    @property
    def access_name(self) -> str:
        """Which of the two."""
        return self.access.name

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """Hits, each followed by the document behind it unless both are kept already."""
        wide = replace(window, since=window.since - self.access.leads_in)
        walk = Walk(self.access, self.tally, branches=divisions(), cap=CAP)
        async for hit in walk.hits(wide):
            async for document in self._of(hit):
                yield document
        if self.tally.promised == 0 and not self.tally.losses and wide.working_days >= 2:
            self.tally.lose(f"{wide}: no notice at all, though {self.expected.because}")

    async def _of(self, hit: Hit) -> AsyncIterator[RawDocument]:
        listed = self.access.listed(hit, self.now())
        if self.archive.has(listed.source_id, self.access.detail) and self.archive.holds(listed):
            self.tally.stored.add(listed.source_id)
            return
        yield listed
        try:
            response = await self.fetcher.get(self.access.document(listed.source_id))
        except NotFoundError:
            self.tally.note(f"{listed.source_id} is listed but not to be had yet; asked for again tomorrow")
        except FetchError as error:
            self.tally.lose(str(error))
        else:
            yield self.access.detailed(hit, response, self.now())
