"""TED's Search API v3: pages of a search (contract TED 1.1 to 1.6), and walking them until nothing more comes."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from scrapy import Request

from crawler.spiders import ted_query
from crawler.spiders.fetch import ANSWERS, Fetcher, FetchError, as_json
from crawler.spiders.window import Hit, Window, inside, undated
from crawler.verdict import Tally

FIELDS: Final = (
    "publication-number", "publication-date", "dispatch-date", "notice-identifier", "notice-version",
    "procedure-identifier", "notice-type", "notice-subtype", "form-type", "official-language", "notice-title",
    "title-proc", "description-proc", "identifier-lot", "title-lot", "description-lot", "buyer-name",
    "buyer-identifier", "buyer-country", "classification-cpv", "main-classification-lot", "contract-nature-main-proc",
    "place-of-performance", "deadline-receipt-tender-date-lot", "deadline-receipt-tender-time-lot",
    "deadline-receipt-request-date-lot", "deadline-receipt-request-time-lot", "estimated-value-proc",
    "estimated-value-cur-proc", "estimated-value-lot", "estimated-value-cur-lot", "framework-agreement-lot",
    "procedure-type", "document-url-lot", "submission-url-lot", "change-notice-version-identifier",
    "change-reason-code", "change-reason-description", "change-description", "winner-selection-status",
)  # fmt: skip
"""What is asked for of each notice: 40 fields, so that a full page stays within MOST_VALUES."""

PAGE_SIZE: Final = 250
MOST_VALUES: Final = 10_000
"""Fields times notices in one answer."""

_TOKEN_GONE: Final = frozenset({"EXPIRED_ITERATION_TOKEN", "INVALID_ITERATION_TOKEN"})
_NEEDED: Final = frozenset({"publication-number"}) | ted_query.FIELDS
_NUMBER: Final = re.compile(r"0*(\d{1,8}-\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: how many notices the search has in all, those on this page, and the token for the next."""

    total: int
    hits: Sequence[Hit]
    token: str | None
    timed_out: bool


class TokenError(FetchError):
    """The search no longer knows the token: told with 400 and a type, or, for an invalid one, with 500 alone."""


class Search:
    """Asks for pages; a field the search no longer knows is left out from then on, and told."""

    def __init__(self, url: str, fetcher: Fetcher, tally: Tally) -> None:
        self._address = f"{url}/v3/notices/search"
        self._fetcher = fetcher
        self._tally = tally
        self._fields = list(FIELDS)

    async def page(self, query: str, token: str | None) -> Page:
        """The first page, or the one a token stands for. Raises FetchError where the answer is none, TokenError."""
        accept = ANSWERS if token is None else ANSWERS | {500}
        while True:
            response = await self._fetcher.get(self._request(query, token), accept=accept)
            if response.status == 500:
                raise TokenError(f"{response.url}: HTTP 500 to an iteration token")
            answer = as_json(response)
            if response.status == 200:
                return _page(response.url, answer)
            unknown = self._unknown(answer)
            if unknown is None:
                kind = TokenError if _error(answer).get("type") in _TOKEN_GONE else FetchError
                raise kind(f"{response.url}: refused: {_complaint(answer)}")
            self._fields.remove(unknown)
            self._tally.note(f"TED no longer knows the field {unknown}; it is left out (contract TED 1.6)")

    def _request(self, query: str, token: str | None) -> Request:
        body: dict[str, Any] = {
            "query": query,
            "fields": self._fields,
            "limit": min(PAGE_SIZE, MOST_VALUES // len(self._fields)),
            "scope": "ALL",  # the others leave results out
            "paginationMode": "ITERATION",
            "onlyLatestVersions": False,
        }
        if token is not None:
            body["iterationNextToken"] = token
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return Request(self._address, method="POST", headers=headers, body=json.dumps(body))

    def _unknown(self, answer: dict[str, Any]) -> str | None:
        """The field the search complains of, where we can do without it."""
        error = _error(answer)
        name = None
        if error.get("type") == "QUERY_UNKNOWN_FIELD":
            name = error.get("fieldName")
        elif error.get("type") == "UNSUPPORTED_VALUE" and error.get("parameterName") == "fields":
            name = error.get("unsupportedValue")
        return name if isinstance(name, str) and name in self._fields and name not in _NEEDED else None


class Iteration:
    """One walk through a search: every notice once, and every doubt in the tally."""

    def __init__(self, search: Search, tally: Tally) -> None:
        self._search = search
        self._tally = tally

    async def hits(self, window: Window, query: str) -> AsyncIterator[Hit]:
        """
        The notices of the window, each once.

        A walk whose token is lost, or that ends with another number than it was promised, is begun anew: once, and
        then it is a loss. A page that cannot be had after all attempts is one at once. Raises FetchError where not even
        the first page can be had, FilterIgnoredError for days nobody asked for.
        """
        known: set[str] = set()
        for again in (True, False):
            walk = _Walk(self._search, window, query)
            async for hit in walk.hits():
                if number_of(hit) not in known:
                    known.add(number_of(hit))
                    self._tally.list(number_of(hit), day_of(hit))
                    yield hit
            if again and walk.faults and not walk.ended:
                for fault in walk.faults:
                    self._tally.note(f"{window}: {fault}; the search was begun anew")
                continue
            self._tally.promise(walk.total)
            for fault in walk.faults:
                self._tally.lose(f"{window}: {fault}")
            return


class _Walk:
    """
    The pages of one search from its first to its empty last.

    `faults` tells why they cannot be all; `ended` that a page could not be had, so that another walk is of no use.
    """

    def __init__(self, search: Search, window: Window, query: str) -> None:
        self._search = search
        self._window = window
        self._query = query
        self._received: set[str] = set()
        self.total = 0
        self.faults: list[str] = []
        self.ended = False

    async def hits(self) -> AsyncIterator[Hit]:
        page = await self._search.page(self._query, None)
        self.total = page.total
        while self._goes_on(page):
            told = undated(inside(self._window, map(day_of, page.hits)))
            if told:
                self._fault(told)
            for hit in page.hits:
                self._received.add(number_of(hit))
                yield hit
            if page.token is None:
                break
            try:
                page = await self._search.page(self._query, page.token)
            except FetchError as error:
                self.ended = not isinstance(error, TokenError)
                self.faults.append(f"after {len(self._received)} notices: {error}")
                return
        if len(self._received) != self.total and not self.faults:
            self.faults.append(f"{len(self._received)} notices came of {self.total} promised")

    def _goes_on(self, page: Page) -> bool:
        """Whether the page holds something new; the token says nothing, for it is filled after the last page too."""
        if page.timed_out:
            self._fault("the search timed out, its answers are partial")
        if not page.hits:
            return False
        if page.total != self.total:
            self._fault(f"the total changed from {self.total} to {page.total} on the way")
        if not {number_of(hit) for hit in page.hits} - self._received:
            self._fault("a page brought nothing new: the search goes in circles")
            return False
        return len(self._received) <= self.total + PAGE_SIZE

    def _fault(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)


def number_of(hit: Hit) -> str:
    """The publication number, without leading zeros."""
    raw = str(hit["publication-number"])
    match = _NUMBER.fullmatch(raw)
    return match[1] if match else raw


def day_of(hit: Hit) -> date | None:
    """The day of publication, which the query asks by; its offset aside."""
    raw = hit.get("publication-date")
    try:
        return date.fromisoformat(str(raw[0] if isinstance(raw, list) and raw else raw)[:10])
    except ValueError:
        return None


def _page(url: str, answer: dict[str, Any]) -> Page:
    total, hits, token = answer.get("totalNoticeCount"), answer.get("notices"), answer.get("iterationNextToken")
    if not isinstance(total, int) or isinstance(total, bool) or not isinstance(hits, list):
        raise FetchError(f"{url}: the answer has no totalNoticeCount and notices")
    whole = [hit for hit in hits if isinstance(hit, dict) and _named(hit)]
    if len(whole) < len(hits):
        raise FetchError(f"{url}: {len(hits) - len(whole)} notices without a publication number")
    if len({hit["publication-number"] for hit in whole}) > total:
        raise FetchError(f"{url}: {len(whole)} notices on a page, though it says that it has {total}")
    return Page(
        total=total,
        hits=whole,
        token=token if isinstance(token, str) and token else None,
        timed_out=answer.get("timedOut") is True,
    )


def _named(hit: Hit) -> bool:
    number = hit.get("publication-number")
    return isinstance(number, str) and 0 < len(number) <= 40


def _error(answer: dict[str, Any]) -> dict[str, Any]:
    error = answer.get("error")
    return error if isinstance(error, dict) else {}


def _complaint(answer: dict[str, Any]) -> str:
    type_ = str(_error(answer).get("type") or "")
    told = " ".join(str(answer.get("message") or "no reason given").split())[:200]
    return f"{type_}: {told}" if type_ else told
