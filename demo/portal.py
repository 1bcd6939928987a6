"""
The loopback portal: a real HTTP server that answers as the sources do, traps included, and worse on request.

To add a source's site: a module `demo/<source>_site.py` with `answer(market, faults, question)`, one line in SITES.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from demo import brreg_site, doffin_site, feeds_site, ocds_site, ted_site
from demo.market import Market
from demo.site import Answer, Faults, Question, as_json

Site = Callable[[Market, Faults, Question], Answer | None]

SITES: Final[tuple[Site, ...]] = (
    doffin_site.answer,
    feeds_site.answer,
    ted_site.answer,
    ocds_site.answer,
    brreg_site.answer,
)
"""Who is asked for a path, in order; the first to know it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came and when it was answered (time.monotonic)."""

    start: float
    end: float
    method: str
    path: str
    query: str
    headers: dict[str, str]


@dataclass
class Portal:
    """The running server: where it is and what it was asked."""

    url: str
    market: Market
    faults: Faults
    requests: list[Asked] = field(default_factory=list)
    max_in_flight: int = 0
    in_flight: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def serve(market: Market, faults: Faults | None = None) -> Iterator[Portal]:
    """Serve the market on a free port of the loopback interface for as long as the block runs."""
    portal = Portal(url="", market=market, faults=faults or Faults())

    class Bound(_Handler):
        served = portal

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
    portal.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: Portal
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # header and body are two writes; together they would wait for the client

    def do_GET(self) -> None:
        """Answer."""
        self._timed()

    def do_POST(self) -> None:
        """Answer."""
        self._timed()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing; `requests` remembers."""

    def _timed(self) -> None:
        portal, start = self.served, time.monotonic()
        with portal.lock:
            portal.in_flight += 1
            portal.max_in_flight = max(portal.max_in_flight, portal.in_flight)
        try:
            self._send(self._answer())
        finally:
            parts = urlsplit(self.path)
            with portal.lock:
                portal.in_flight -= 1
                portal.requests.append(
                    Asked(
                        start=start,
                        end=time.monotonic(),
                        method=self.command,
                        path=parts.path,
                        query=parts.query,
                        headers=dict(self.headers),
                    )
                )

    def _answer(self) -> Answer:
        portal, parts = self.served, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if parts.path == "/robots.txt":
            return _robots(portal.faults)
        refusal = self._limited()
        if refusal is not None:
            return refusal
        question = Question(
            method=self.command,
            path=parts.path,
            query=parse_qs(parts.query),
            headers={name.title(): value for name, value in self.headers.items()},
            body=body,
            asked=len(portal.requests),
            again=sum((one.path, one.query) == (parts.path, parts.query) for one in portal.requests),
        )
        answers = (site(portal.market, portal.faults, question) for site in SITES)
        found = next((answer for answer in answers if answer is not None), None)
        return found or as_json(404, {"statusCode": 404, "message": "Resource not found"})

    def _limited(self) -> Answer | None:
        faults, portal = self.served.faults, self.served
        through, refusals = faults.rate_limit
        asked = sum(one.path != "/robots.txt" for one in portal.requests)
        if asked < through or portal.refused >= refusals:
            return None
        portal.refused += 1
        wait = "1" if faults.retry_after == "seconds" else formatdate(time.time() + 2, usegmt=True)
        answer = {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."}
        return as_json(429, answer, {"Retry-After": wait})

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status != 304:  # not modified: neither a body nor what describes one
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])
        if answer.cut is not None:
            self.wfile.flush()
            self.close_connection = True


def _robots(faults: Faults) -> Answer:
    if faults.robots == "500":
        return Answer(status=500, kind="text/plain")
    rule = "Disallow: /" if faults.robots == "disallow" else "Disallow:"
    return Answer(body=f"User-agent: *\n{rule}\n".encode(), kind="text/plain")
