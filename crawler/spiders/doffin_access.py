"""The two ways into Doffin behind one interface: the public API v2 with a key, the open web interface without."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.spiders.fetch import Fetcher, FetchError, as_json
from crawler.spiders.window import PAGE_SIZE, Hit, Page, Window
from model.raw import RawDocument

_REACH = re.compile(r"top (\d{2,6}) hits", re.IGNORECASE)
_FACETS = (
    "cpvCodesLabel", "cpvCodesId", "type", "status", "contractNature", "procurementStrategicLabels", "location",
    "buyer", "winner",
)  # fmt: skip
_UNORDERED = ("allTypes", "cpvCodes", "locationId")


class Access:
    """What both ways share: `path` is where they live, `detail` the format of the document behind a hit."""

    name = ""
    detail = ""
    leads_in = timedelta(0)

    def __init__(self, url: str, fetcher: Fetcher, source: str) -> None:
        self.url = url
        self.fetcher = fetcher
        self.source = source

    async def page(self, window: Window, number: int, *, oldest_first: bool) -> Page:
        """One page of hits. Raises FetchError where the answer is none."""
        response = await self.fetcher.get(self.search(window, number, oldest_first=oldest_first))
        answer = as_json(response)
        if response.status == 400:
            reason = str(answer.get("reason") or answer.get("message") or "")
            reach = _REACH.search(reason)
            if reach is None or number == 1:
                raise FetchError(f"{response.url}: refused: {reason[:200] or 'no reason given'}")
            return Page(total=0, hits=(), reach=int(reach[1]))
        total, hits = answer.get("numHitsTotal"), answer.get("hits")
        if not isinstance(total, int) or isinstance(total, bool) or not isinstance(hits, list):
            raise FetchError(f"{response.url}: the answer has no numHitsTotal and hits")
        whole = [hit for hit in hits if isinstance(hit, dict) and isinstance(hit.get("id"), str) and hit["id"]]
        if len(whole) < len(hits):
            raise FetchError(f"{response.url}: {len(hits) - len(whole)} hits without an id")
        if len({hit["id"] for hit in whole}) > total:
            raise FetchError(f"{response.url}: {len(whole)} hits on a page, though it says that it has {total}")
        return Page(total=total, hits=whole)

    def search(self, window: Window, number: int, *, oldest_first: bool) -> Request:
        """The request for a page."""
        raise NotImplementedError

    def document(self, source_id: str) -> Request:
        """The request for the document behind a hit."""
        raise NotImplementedError

    def number_of(self, hit: Hit) -> str:
        """The Doffin id."""
        return str(hit["id"])

    def day_of(self, hit: Hit) -> date | None:
        """The day this way filters by."""
        raise NotImplementedError

    def listed(self, hit: Hit, now: datetime) -> RawDocument:
        """The hit as a document: its arrays sorted, since their order changes between two answers and means nothing."""
        body: dict[str, Any] = dict(hit)
        for name in _UNORDERED:
            if isinstance(body.get(name), list):
                body[name] = sorted(body[name], key=str)
        written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
        return self._document(hit, "doffin-hit", f"{self.url}/#{self.number_of(hit)}", written, now)

    def detailed(self, hit: Hit, response: Response, now: datetime) -> RawDocument:
        """The answer to `document` as it came."""
        return self._document(hit, self.detail, response.url, response.body, now)

    def _document(self, hit: Hit, format_: str, url: str, body: bytes, now: datetime) -> RawDocument:
        number = self.number_of(hit)
        return RawDocument(source=self.source, source_id=number, url=url, format=format_, body=body, fetched_at=now)


class PublicApi(Access):
    """Public API v2: filters by issue date alone, and publication trails it by up to a week."""

    name = "public API v2"
    detail = "eforms"
    leads_in = timedelta(days=7)

    def __init__(self, url: str, fetcher: Fetcher, source: str, *, key: str) -> None:
        super().__init__(url, fetcher, source)
        self._headers = {"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"}

    def search(self, window: Window, number: int, *, oldest_first: bool) -> Request:
        """Parameters as the contract names them: an unknown one would be ignored and return everything."""
        parameters = {
            "numHitsPerPage": PAGE_SIZE,
            "page": number,
            "sortBy": "PUBLICATION_DATE_ASC" if oldest_first else "PUBLICATION_DATE_DESC",
            "issueDateFrom": window.since.isoformat(),
            "issueDateTo": window.until.isoformat(),
        }
        if window.branch:
            parameters["cpvCode"] = window.branch
        return Request(f"{self.url}/public/v2/search?{urlencode(parameters)}", headers=self._headers)

    def document(self, source_id: str) -> Request:
        """The eForms XML."""
        return Request(f"{self.url}/public/v2/download/{quote(source_id, safe='')}", headers=self._headers)

    def day_of(self, hit: Hit) -> date | None:
        """The issue date."""
        return _day(hit.get("issueDate"))


class WebClient(Access):
    """The open interface behind doffin.no: filters by publication date; CPV and winners are in the details alone."""

    name = "web client"
    detail = "doffin-detail"

    def search(self, window: Window, number: int, *, oldest_first: bool) -> Request:
        """The body as the site's own client sends it."""
        facets: dict[str, Any] = {name: {"checkedItems": []} for name in _FACETS}
        facets["cpvCodesId"] = {"checkedItems": [window.branch] if window.branch else []}
        facets["publicationDate"] = {"from": window.since.isoformat(), "to": window.until.isoformat()}
        body = {
            "numHitsPerPage": PAGE_SIZE,
            "page": number,
            "searchString": "",
            "sortBy": "PUBLICATION_DATE_ASC" if oldest_first else "PUBLICATION_DATE_DESC",
            "facets": facets,
        }
        return Request(
            f"{self.url}/webclient/api/v2/search-api/search",
            method="POST",
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            body=json.dumps(body),
        )

    def document(self, source_id: str) -> Request:
        """The notice's details."""
        address = f"{self.url}/webclient/api/v2/notices-api/notices/{quote(source_id, safe='')}"
        return Request(address, headers={"Accept": "application/json"})

    def day_of(self, hit: Hit) -> date | None:
        """The publication date."""
        return _day(hit.get("publicationDate"))


def _day(value: object) -> date | None:
    if not isinstance(value, str) or len(value) < len("2026-11-23"):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC).date() if "T" in value else date.fromisoformat(value[:10])
    except ValueError:
        return None


def divisions() -> Sequence[str]:
    """CPV's divisions as codes of eight digits, for days with more notices than can be reached."""
    numbers = (
        "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 "
        "50 51 55 60 63 64 65 66 70 71 72 73 75 76 77 79 80 85 90 92 98"
    )
    return tuple(f"{number}000000" for number in numbers.split())
