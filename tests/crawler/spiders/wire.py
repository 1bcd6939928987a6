"""A spider's requests over real HTTP without Scrapy's reactor, so that many walks fit into one process and a second."""

import asyncio
import http.client
from contextlib import closing
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.spiders.source import SourceSpider
from crawler.verdict import Tally, verdict
from model.raw import RawDocument
from model.verdict import Verdict


@dataclass
class Wire:
    """The part of Scrapy's engine the fetcher uses."""

    asked: list[Request] = field(default_factory=list)

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        parts = urlsplit(request.url)
        headers = {name.decode(): values[0].decode() for name, values in request.headers.items()}
        with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)) as connection:
            connection.request(request.method, parts.path, body=request.body or None, headers=headers)
            with connection.getresponse() as answer:
                body, found = answer.read(), dict(answer.getheaders())
        return TextResponse(request.url, status=answer.status, headers=found, body=body, encoding="utf-8")


def ready(spider: SourceSpider, url: str, **options: Any) -> Wire:
    """Give a spider its settings and a wire in place of Scrapy; one attempt for each request."""
    name = spider.name.upper()
    common = {key: getattr(defaults, key) for key in dir(defaults) if key.isupper()}
    own = {f"{name}_URL": url, f"{name}_OPTIONS": options, "ATTEMPTS": 1}
    spider.settings = Settings(common | own)
    wire = Wire()
    spider.crawler = SimpleNamespace(engine=wire)  # type: ignore[assignment]  # all the fetcher asks of it
    return wire


def walked(spider: SourceSpider) -> list[RawDocument]:
    """Every document of the walk."""

    async def walk() -> list[RawDocument]:
        return [document async for document in spider.start()]

    return asyncio.run(walk())


def outcome(tally: Tally) -> Verdict:
    """The verdict, storing aside."""
    return verdict(tally, stores=False)
