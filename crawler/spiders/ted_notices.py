"""TED's notice site: the eForms XML behind the search, as far as the site lets it be had (contract TED 1.7, 1.8)."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from crawler.spiders.fetch import Fetcher, FetchError, ForbiddenError, NotFoundError
from crawler.verdict import Tally
from model.raw import RawDocument

REFUSING: Final = frozenset({202, 403, 405})
"""Statuses by which the site's gateway turns a client away; 202 comes with a challenge made for browsers."""

IN_A_ROW: Final = 3
"""Refusals after which the site is left alone for the night: it means the client, not the notice."""


class Notices:
    """Fetches XML one by one, at most so many a night; what cannot be had is told and left for another night."""

    def __init__(self, url: str, fetcher: Fetcher, tally: Tally, *, source: str, most: int) -> None:
        self._url = url
        self._fetcher = fetcher
        self._tally = tally
        self._source = source
        self._most = most

    async def documents(self, numbers: Sequence[str], now: datetime) -> AsyncIterator[RawDocument]:
        """
        The XML of these notices, in order, as eForms documents.

        That the site refuses it costs details, not notices: it is a note. What breaks on the way is a loss.
        """
        got, in_a_row, reasons = 0, 0, Counter[str]()
        for number in numbers[: self._most]:
            if in_a_row == IN_A_ROW:
                break
            try:
                response = await self._fetcher.get(self._request(number), accept=REFUSING | {200})
            except NotFoundError:
                reasons["not there yet"] += 1
                continue
            except ForbiddenError as error:
                reasons[str(error)] += 1
                break
            except FetchError as error:
                self._tally.lose(str(error))
                in_a_row += 1
                continue
            reason = refusal(response)
            if reason:
                reasons[f"refused by the site: {reason}"] += 1
                in_a_row += 1
                continue
            got, in_a_row = got + 1, 0
            yield RawDocument(
                source=self._source,
                source_id=number,
                url=response.url,
                format="eforms",
                body=response.body,
                fetched_at=now,
            )
        self._tell(len(numbers) - got, reasons)

    def _request(self, number: str) -> Request:
        address = f"{self._url}/en/notice/{quote(number, safe='')}/xml"
        return Request(address, headers={"Accept": "application/xml"})  # Scrapy's own Accept is a browser's

    def _tell(self, missing: int, reasons: Counter[str]) -> None:
        if missing:
            why = "; ".join(reason for reason, _ in reasons.most_common(3)) or f"at most {self._most} are asked for"
            self._tally.note(
                f"{missing} notices are known by their search fields alone, their XML is asked for again on later "
                f"nights ({why})"
            )


def refusal(response: Response) -> str | None:
    """Why this is not the notice's XML but the gateway turning us away; None where it may be XML."""
    action = (response.headers.get("x-amzn-waf-action") or b"").decode("latin-1")[:40]
    if action or response.status in REFUSING:
        return f"HTTP {response.status}{f', {action}' if action else ''}"
    start = response.body[:200].lstrip().lower()
    if not start:
        return "an empty answer"
    return "a web page in place of XML" if start.startswith((b"<!doctype html", b"<html")) else None
