"""TED's spider."""

import json
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import ClassVar

from crawler.addresses import authority
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.ted_notices import IN_A_ROW, Notices
from crawler.spiders.ted_query import Reach, expert
from crawler.spiders.ted_search import Iteration, Search, number_of
from crawler.spiders.window import Hit, Window
from model.raw import RawDocument

LISTED, BEHIND = "ted-hit", "eforms"

XML_PER_NIGHT = 500
"""Of the 600 views in six minutes the site grants; at one a second they take eight."""


class TedSpider(SourceSpider):
    """
    TED, Tenders Electronic Daily, the EU's journal of public procurement.

    Publisher
      Publications Office of the European Union
    Access
      Search API v3, anonymous (`url`, api.ted.europa.eu); each notice's XML from ted.europa.eu (`notice_url`)
    Format
      Search hits as JSON, and eForms XML where the site lets it be had
    Licence
      Reuse with attribution, also commercially (Commission Decision 2011/833/EU); metadata CC0
    Quirks
      The iteration token stays filled after the last page: an empty page ends the walk, and what came is counted
      against the total. A date written in another order is answered with 200 and no notice. Fields change without a
      new version. Winners and who tendered together are in the XML alone. The site's gateway turns programs away
      (202, an empty answer): notices are then known by their search fields and their XML is asked for on later nights.
      Of each notice 96 links come along unasked; they are made of its number and not kept.
    History
      2023-10 eForms only. 2024 API v3 replaces v2. 2026-09 the gateway's challenges on XML and packages.
    """

    name = "ted"
    url = "https://api.ted.europa.eu"
    site: ClassVar = "https://ted.europa.eu"
    title = "TED"
    credit = "Data: TED (Tenders Electronic Daily), EUs publikasjonskontor"
    expected: ClassVar = Expected(
        weekday=(5, 400), weekend=(0, 5), because="6,186 Norwegian notices in the year to Aug 2026"
    )

    @property
    def access_name(self) -> str:
        """The one way there is."""
        return "search API v3"

    @property
    def notice_url(self) -> str:
        """
        Where notices' XML is asked for: `notice_url`, else TED's own site beside TED's own API.

        Beside any other `url` it is that `url` itself, so that one address is enough for a replay.
        """
        own = str(self.options.get("notice_url") or "").rstrip("/")
        return own or (self.site if self.base_url == self.url else self.base_url)

    @property
    def trusted(self) -> Collection[str]:
        """The notice site's authority besides the API's."""
        return {*super().trusted, authority(self.notice_url)}

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """Every hit first; then the XML of those that lack it, this window's before those of earlier nights."""
        walk = Iteration(Search(self.base_url, self.fetcher, self.tally), self.tally)
        fresh: list[str] = []
        async for hit in walk.hits(window, expert(window, self._reach())):
            listed = self._listed(hit)
            if self.archive.has(listed.source_id, LISTED) and self.archive.holds(listed):
                self.tally.stored.add(listed.source_id)
            else:
                yield listed
            if not self.archive.has(listed.source_id, BEHIND):
                fresh.append(listed.source_id)
        if self.tally.promised == 0 and window.working_days >= 2:
            self.tally.lose(f"{window}: no notice at all, though {self.expected.because}")
        earlier = [one for one in self.archive.lacking(LISTED, BEHIND) if one not in self.tally.listed]
        most = int(self.options.get("xml_per_night", XML_PER_NIGHT))
        notices = Notices(self.notice_url, self.fetcher, self.tally, source=self.source, most=most)
        async for document in notices.documents([*fresh, *turned(earlier, self.now())], self.now()):
            yield document

    def _reach(self) -> Reach:
        named = {name: tuple(self.options[name]) for name in Reach.__slots__ if name in self.options}
        reach = Reach(**named)
        if reach.neighbours and not reach.branches:
            told = ", ".join(reach.neighbours)
            self.tally.note(f"{told} not read: neither [sources.ted] branches nor a member names a CPV branch")
        return reach

    def _listed(self, hit: Hit) -> RawDocument:
        kept = {name: value for name, value in hit.items() if name != "links"}
        body = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
        number = number_of(hit)
        return RawDocument(
            source=self.source,
            source_id=number,
            url=f"{self.base_url}/v3/notices/search#{number}",
            format=LISTED,
            body=body,
            fetched_at=self.now(),
        )


def turned(numbers: Sequence[str], now: datetime) -> list[str]:
    """The numbers, begun at another place each night, so that a few that are always refused hold up no others."""
    start = now.toordinal() * IN_A_ROW % len(numbers) if numbers else 0
    return [*numbers[start:], *numbers[:start]]
