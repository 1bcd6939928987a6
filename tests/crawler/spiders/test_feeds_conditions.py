"""When a feed is asked only for what has changed: never where "not modified" could hide an entry."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.spiders.feeds import FeedsSpider
from crawler.spiders.source import NothingKept
from crawler.spiders.window import Window
from model.raw import RawDocument
from model.validator import Validator

URL = "https://k.example/feed.xml"
WINDOW = Window(since=date(2026, 11, 10), until=date(2026, 11, 17))
ENTRY = b"<item><title>Ny kai</title><guid>1</guid></item>"
NEXT = b'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="?page=2"/>'


def answer(url: str, *parts: bytes, etag: str = '"2"', status: int = 200) -> Response:
    body = b"" if status == 304 else b"<rss><channel>" + b"".join(parts) + b"</channel></rss>"
    return Response(url, status=status, body=body, headers={"ETag": etag})


@dataclass
class Server:
    """Answers in turn, and remembers what it was asked."""

    answers: list[Response]
    asked: list[Request] = field(default_factory=list)

    async def get(self, request: Request, *, accept: Collection[int]) -> Response:
        self.asked.append(request)
        response = self.answers.pop(0)
        assert response.status in accept
        return response

    @property
    def conditions(self) -> list[bool]:
        return ["If-None-Match" in request.headers for request in self.asked]


class Kept(NothingKept):
    """An archive that remembers one validator."""

    def __init__(self, known: Validator) -> None:
        self.known = known

    def validator(self, url: str) -> Validator | None:  # noqa: ARG002 - the protocol's signature
        return self.known


def a_spider(server: Server, **options: Any) -> FeedsSpider:
    spider = FeedsSpider(source="feeds.k")
    spider.settings = Settings({"FEEDS_URL": URL, "FEEDS_OPTIONS": options})
    spider._fetcher = server  # type: ignore[assignment]  # what a spider needs of a fetcher
    return spider


def crawl(spider: FeedsSpider) -> list[RawDocument]:
    async def run() -> list[RawDocument]:
        return [document async for document in spider.documents(WINDOW)]

    return asyncio.run(run())


def remembered(**options: Any) -> Validator:
    settings = a_spider(Server([]), **options)._settings()
    return Validator(url=URL, etag='"1"', last_modified=None, settings=settings, since=WINDOW.since)


def test_not_modified_is_complete_and_nothing_new() -> None:
    server = Server([answer(URL, status=304)])
    spider = a_spider(server)
    spider.archive = Kept(remembered())

    assert crawl(spider) == []
    assert server.conditions == [True]
    assert (spider.tally.promised, spider.tally.losses) == (0, [])


@pytest.mark.parametrize(
    ("known", "options"),
    [
        (remembered(), {"nuts": ["NO071"]}),
        (replace(remembered(), since=date(2026, 11, 11)), {}),
        (replace(remembered(), etag=None), {}),
    ],
    ids=["read otherwise", "asked for more", "nothing to compare"],
)
def test_a_feed_is_asked_for_whole_where_its_answer_may_mean_more(known: Validator, options: dict[str, Any]) -> None:
    server = Server([answer(URL, ENTRY)])
    spider = a_spider(server, **options)
    spider.archive = Kept(known)

    documents = crawl(spider)

    assert server.conditions == [False]
    assert [document.format for document in documents] == ["feed", "feed-entry"]
    assert [validator.etag for validator in spider.validators] == ['"2"']


def test_pages_that_did_not_shift_are_read_once() -> None:
    server = Server([answer(URL, NEXT, ENTRY), answer(f"{URL}?page=2"), answer(URL, status=304)])

    spider = a_spider(server)
    crawl(spider)

    assert server.conditions == [False, False, True]
    assert len(spider.validators) == 1


def test_pages_that_shift_are_read_again_and_what_was_remembered_is_forgotten() -> None:
    later = ENTRY.replace(b"1<", b"2<")
    shifted = answer(URL, NEXT, later, ENTRY, etag='"3"')
    server = Server([
        answer(URL, NEXT, ENTRY), answer(f"{URL}?page=2"), shifted, answer(f"{URL}?page=2"), answer(URL, status=304),
    ])  # fmt: skip

    spider = a_spider(server)
    documents = crawl(spider)

    assert [document.source_id for document in documents if document.format == "feed-entry"] == ["1", "2"]
    assert spider.validators == []
    assert spider.tally.losses == []


def test_pages_that_never_hold_still_are_a_loss() -> None:
    heads = [answer(URL, NEXT, ENTRY.replace(b"1<", f"{number}<".encode())) for number in range(4)]
    turns = [one for head in heads for one in (head, answer(f"{URL}?page=2"))]

    spider = a_spider(Server(turns))
    crawl(spider)

    assert "changed each of the 3 times" in spider.tally.losses[0]
