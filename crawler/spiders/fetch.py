"""Fetching with patience: attempts, Retry-After in both its forms, and what an answer is worth."""

import asyncio
import email.utils
import json
import math
import random
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.addresses import AddressError, authority, check
from crawler.spiders.gates import through

ANSWERS: Final = frozenset({200, 400})
"""Statuses that are an answer: what was asked for, or an API's own complaint."""

TRANSIENT: Final = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS: Final = 5
PLAIN_HEADERS: Final = frozenset({"accept", "accept-language", "content-type", "user-agent"})
"""What may go along to another host: never a key, a cookie or a password."""

_IGNORED: Final = {"Forbidden by robots.txt": "robots.txt forbids it, or cannot be had"}
_TRY_AGAIN = re.compile(r"try again in (\d{1,5}) second", re.IGNORECASE)


class FetchError(Exception):
    """A request that brought nothing usable after all attempts; the message says what came instead."""


class NotFoundError(FetchError):
    """The source says it has no such document: 404 never or not yet, 410 no longer."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class ForbiddenError(FetchError):
    """The request was not made: robots.txt forbids it, or the address is none to be asked."""


class Fetcher:
    """
    Makes one spider's requests, one after the other, and counts them.

    `busy` are statuses beyond TRANSIENT by which this source says "too many requests", each with the seconds to wait
    where it does not say how long. `trusted` are authorities that may be asked though they are not public.
    """

    def __init__(
        self,
        spider: Spider,
        *,
        attempts: int,
        longest_wait: float,
        trusted: Collection[str] = (),
        busy: Mapping[int, float] | None = None,
    ) -> None:
        self._spider = spider
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._trusted = frozenset(trusted)
        self._busy = busy or {}
        self.requests = 0

    async def get(self, request: Request, *, accept: Collection[int] = ANSWERS) -> Response:
        """
        The answer to a request, its status one of `accept`; transient faults are tried again, redirects followed.

        Every address on the way is checked first. Raises NotFoundError, ForbiddenError, FetchError.
        """
        fault = "no attempt made"
        for attempt in range(self._attempts):
            try:
                response = await self._followed(request)
            except FetchError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever the network or the server's bytes raise is one fault
                fault = f"{type(error).__name__}: {str(error)[:200]}"
                wait = backoff(attempt)
            else:
                if response.status in accept:
                    return response
                if response.status in {404, 410}:
                    raise NotFoundError(f"{request.url}: {response.status}", status=response.status)
                fault = f"HTTP {response.status} {_told(response)}".strip()
                if response.status not in TRANSIENT and response.status not in self._busy:
                    break
                wait = retry_after(response, datetime.now(UTC)) or self._busy.get(response.status) or backoff(attempt)
            if wait > self._longest_wait:
                fault = f"{fault}; it asks to wait {wait:.0f} s"
                break
            if attempt + 1 < self._attempts:
                self._spider.logger.info("%s: %s; again in %.1f s", request.url, fault, wait)
                await asyncio.sleep(wait)
        raise FetchError(f"{request.url}: {fault}")

    async def _followed(self, request: Request) -> Response:
        """The answer at the end of a chain of redirects; keys stay behind where it leads to another host."""
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._once(request)
            target = response.headers.get("Location")
            if response.status not in REDIRECTS or target is None:
                return response
            request = redirected(request, response.status, response.urljoin(target.decode("latin-1").strip()))
        raise FetchError(f"{request.url}: more than {MOST_REDIRECTS} redirects")

    async def _once(self, request: Request) -> Response:
        try:
            check(request.url, self._trusted)
            async with through(authority(request.url), self, self._spider.settings.getfloat("DOWNLOAD_DELAY")):
                self.requests += 1
                response: Response = await self._engine.download_async(request.replace(dont_filter=True))
        except AddressError as error:
            raise ForbiddenError(f"not asked: {error}") from None
        except IgnoreRequest as error:
            raise ForbiddenError(f"{request.url}: {_IGNORED.get(str(error), error)}") from None
        return response

    @property
    def _engine(self) -> Any:
        return self._spider.crawler.engine


def redirected(request: Request, status: int, url: str) -> Request:
    """The request that follows a redirect (RFC 9110 15.4); to another authority it carries no header but plain ones."""
    kept = dict(request.headers)
    if authority(url) != authority(request.url):
        kept = {name: value for name, value in kept.items() if name.decode("latin-1").lower() in PLAIN_HEADERS}
    if status in {307, 308}:
        return Request(url, method=request.method, headers=kept, body=request.body)
    return Request(
        url, headers={name: value for name, value in kept.items() if not name.lower().startswith(b"content-")}
    )


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds the answer asks us to wait: Retry-After as seconds or as an HTTP date, or the gateway's own words."""
    header = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if header.isascii() and header.isdigit():
        return float(header)
    if header:
        try:
            when = email.utils.parsedate_to_datetime(header)
        except ValueError:
            when = now
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds()) or 1.0
    told = _TRY_AGAIN.search(response.body[:500].decode("utf-8", "replace"))
    return float(told[1]) if told else None


def backoff(attempt: int) -> float:
    """1, 2, 4 … seconds with up to a quarter more, so that many clients do not come back at once."""
    return float(2**attempt * (1 + random.random() / 4))  # noqa: S311 - no secret depends on it


def as_json(response: Response) -> dict[str, Any]:
    """
    The JSON object of an answer; raw control characters in strings are let through.

    Raises FetchError, also where its own counts are numbers no JSON has (NaN, 1e999).
    """
    try:
        value = json.loads(response.body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        kind = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
        raise FetchError(f"{response.url}: not JSON but {kind[:60]}, {len(response.body)} bytes") from None
    if not isinstance(value, dict):
        raise FetchError(f"{response.url}: a JSON object was expected, not a {type(value).__name__}")
    for name, found in value.items():
        if isinstance(found, float) and not math.isfinite(found):
            raise FetchError(f"{response.url}: {name[:40]} is {found}, which is no number")
    return value


def _told(response: Response) -> str:
    try:
        answer = as_json(response)
    except FetchError:
        return ""
    return str(answer.get("message") or answer.get("reason") or "")[:200]
