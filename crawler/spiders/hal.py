"""HAL paging as Enhetsregisteret does it: `_embedded`, `page`, and a cap on how far pages reach."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.spiders.fetch import Fetcher, FetchError, as_json

REACH: Final = 10_000
"""(page + 1) * size may not be larger; the register answers 400 beyond."""


class RefusedError(FetchError):
    """The register complains of the question itself (400)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalPage:
    """The objects of one page, and how many all pages hold together; an empty result has no `_embedded` at all."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    pages: int


async def pages(
    fetcher: Fetcher, url: str, parameters: Mapping[str, str], *, size: int, headers: Mapping[str, str]
) -> AsyncIterator[HalPage]:
    """
    The pages of a question in order, as far as the cap lets them be reached: whoever wants more asks on from there.

    Raises FetchError.
    """
    number, last = 0, 0
    while number <= last and (number + 1) * size <= REACH:
        asked = urlencode({**parameters, "size": size, "page": number}, safe=",:")
        page = read(await fetcher.get(Request(f"{url}?{asked}", headers=dict(headers))))
        yield page
        number, last = number + 1, page.pages - 1


def read(response: Response) -> HalPage:
    """One page. Raises RefusedError for a complaint, FetchError for what is no page."""
    answer = as_json(response)
    if response.status != 200:
        raise RefusedError(f"{response.url}: HTTP {response.status} {_complaint(answer)}".strip())
    page = answer.get("page")
    embedded = answer.get("_embedded", {})
    if not (isinstance(page, dict) and isinstance(embedded, dict)):
        raise FetchError(f"{response.url}: the answer is no page of a list")
    lists = [value for value in embedded.values() if isinstance(value, list)]
    rows = [row for value in lists[:1] for row in value if isinstance(row, dict)]
    return HalPage(
        rows=rows, total=_number(page, "totalElements", response), pages=_number(page, "totalPages", response)
    )


def _number(page: Mapping[str, Any], name: str, response: Response) -> int:
    value = page.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FetchError(f"{response.url}: the answer does not say {name}")
    return value


def _complaint(answer: Mapping[str, Any]) -> str:
    return str(answer.get("feilmelding") or answer.get("message") or "")[:200]
