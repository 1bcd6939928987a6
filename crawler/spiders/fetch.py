"""Fetching with patience: attempts, Retry-After in both its forms, and what an answer is worth."""

import asyncio
import email.utils
import json
import random
import re
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

TRANSIENT = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
_TRY_AGAIN = re.compile(r"try again in (\d{1,5}) second", re.IGNORECASE)


class FetchError(Exception):
    """A request that brought nothing usable after all attempts; the message says what came instead."""


class NotFoundError(FetchError):
    """The source says it has no such document (404, 410)."""


class ForbiddenError(FetchError):
    """The source's robots.txt forbids the request, so it was not made."""


class Fetcher:
    """Makes one spider's requests, one after the other, and counts them."""

    def __init__(self, spider: Spider, *, attempts: int, longest_wait: float) -> None:
        self._spider = spider
        self._attempts = attempts
        self._longest_wait = longest_wait
        self.requests = 0

    async def get(self, request: Request) -> Response:
        """
        The answer to a request, status 200 or 400 (an API's own complaint); transient faults are tried again.

        Raises NotFoundError, ForbiddenError, FetchError.
        """
        fault = "no attempt made"
        for attempt in range(self._attempts):
            self.requests += 1
            try:
                response: Response = await self._engine.download_async(request.replace(dont_filter=True))
            except IgnoreRequest as error:
                raise ForbiddenError(f"{request.url}: robots.txt forbids it ({error})") from None
            except Exception as error:  # noqa: BLE001 - whatever the network or the server's bytes raise is one fault
                fault = f"{type(error).__name__}: {str(error)[:200]}"
                wait = backoff(attempt)
            else:
                if response.status in {200, 400}:
                    return response
                if response.status in {404, 410}:
                    raise NotFoundError(f"{request.url}: {response.status}")
                fault = f"HTTP {response.status} {_told(response)}".strip()
                if response.status not in TRANSIENT:
                    break
                wait = retry_after(response, datetime.now(UTC)) or backoff(attempt)
            if wait > self._longest_wait:
                fault = f"{fault}; it asks to wait {wait:.0f} s"
                break
            if attempt + 1 < self._attempts:
                self._spider.logger.info("%s: %s; again in %.1f s", request.url, fault, wait)
                await asyncio.sleep(wait)
        raise FetchError(f"{request.url}: {fault}")

    @property
    def _engine(self) -> Any:
        return self._spider.crawler.engine


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
    """The JSON object of an answer; raw control characters in strings are let through. Raises FetchError."""
    try:
        value = json.loads(response.body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        kind = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
        raise FetchError(f"{response.url}: not JSON but {kind[:60]}, {len(response.body)} bytes") from None
    if not isinstance(value, dict):
        raise FetchError(f"{response.url}: a JSON object was expected, not a {type(value).__name__}")
    return value


def _told(response: Response) -> str:
    try:
        answer = as_json(response)
    except FetchError:
        return ""
    return str(answer.get("message") or answer.get("reason") or "")[:200]
