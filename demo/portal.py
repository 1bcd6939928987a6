"""The loopback portal: a real HTTP server that answers as Doffin does, traps included, and worse on request."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo import doffin, eforms
from demo.market import Market, Notice

KEY = "demo-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong. `rate_limit` is (requests let through, refusals after them); pages count from 1."""

    cap: int = 1000
    cap_style: str = "400"  # or "empty"
    rate_limit: tuple[int, int] = (0, 0)
    retry_after: str = "seconds"  # or "date"
    control_characters: bool = False
    status_500_on_page: int | None = None
    truncate_on_page: int | None = None
    html_200: bool = False
    total_mismatch: bool = False
    filter_ignored: bool = False
    silent_zero: bool = False
    missing_download: frozenset[str] = frozenset()
    robots: str = "allow"  # or "disallow", "500"


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
            self._route()
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

    def _route(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if parts.path == "/robots.txt":
            self._robots()
        elif self._limited():
            return
        elif parts.path == "/public/v2/search" and self._keyed():
            self._search_v2(parse_qs(parts.query))
        elif parts.path.startswith("/public/v2/download/") and self._keyed():
            self._download(parts.path.rpartition("/")[2])
        elif parts.path == "/webclient/api/v2/search-api/search" and self.command == "POST":
            self._search_web(json.loads(body))
        elif parts.path.startswith("/webclient/api/v2/notices-api/notices/"):
            self._detail(parts.path.rpartition("/")[2])
        elif not parts.path.startswith("/public/"):
            self._json(404, {"statusCode": 404, "message": "Resource not found"})

    def _robots(self) -> None:
        kind = self.served.faults.robots
        if kind == "500":
            self._send(500, b"", "text/plain")
        else:
            rule = "Disallow: /" if kind == "disallow" else "Disallow:"
            self._send(200, f"User-agent: *\n{rule}\n".encode(), "text/plain")

    def _limited(self) -> bool:
        faults, portal = self.served.faults, self.served
        through, refusals = faults.rate_limit
        asked = sum(one.path != "/robots.txt" for one in portal.requests)
        if asked < through or portal.refused >= refusals:
            return False
        portal.refused += 1
        wait = "1" if faults.retry_after == "seconds" else formatdate(time.time() + 2, usegmt=True)
        answer = {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."}
        self._json(429, answer, {"Retry-After": wait})
        return True

    def _keyed(self) -> bool:
        if self.headers.get("Ocp-Apim-Subscription-Key") == KEY:
            return True
        self._json(401, {"statusCode": 401, "message": "Access denied due to missing subscription key."})
        return False

    def _search_v2(self, query: dict[str, list[str]]) -> None:
        wanted = list(self.served.market.notices)
        types = query.get("type", [])
        if any(one not in doffin.TYPES.values() for one in types):
            self._json(400, {"reason": f"No enum constant no.dfo.dof.notices.domain.elements.NoticeType.{types[0]}"})
            return
        since, until = _date(query.get("issueDateFrom")), _date(query.get("issueDateTo"))
        if not self.served.faults.filter_ignored:
            wanted = [one for one in wanted if _between(one.issued.date(), since, until)]
        for code in query.get("cpvCode", []):
            wanted = [one for one in wanted if _under(one, code)]
        newest_first = query.get("sortBy", ["PUBLICATION_DATE_DESC"])[0] != "PUBLICATION_DATE_ASC"
        wanted.sort(key=lambda one: (one.published, one.id), reverse=newest_first)
        asked = len(self.served.requests)
        page, size = int(query.get("page", ["1"])[0]), int(query.get("numHitsPerPage", ["15"])[0])
        self._page(wanted, page, size, lambda one: doffin.v2_hit(self.served.market, one, asked))

    def _search_web(self, asked: dict[str, Any]) -> None:
        wanted = list(self.served.market.notices)
        facets = asked.get("facets", {})
        span = facets.get("publicationDate", {})
        since, until = _date([span.get("from") or ""]), _date([span.get("to") or ""])
        if not self.served.faults.filter_ignored:
            wanted = [one for one in wanted if _between(one.published, since, until)]
        for code in facets.get("cpvCodesId", {}).get("checkedItems", []):
            wanted = [one for one in wanted if _under(one, code)]
        newest_first = asked.get("sortBy") != "PUBLICATION_DATE_ASC"
        wanted.sort(key=lambda one: (one.published, one.id), reverse=newest_first)
        page, size = int(asked.get("page", 1)), int(asked.get("numHitsPerPage", 15))
        self._page(wanted, page, size, lambda one: doffin.web_hit(self.served.market, one))

    def _page(self, wanted: list[Notice], page: int, size: int, hit: Any) -> None:
        faults = self.served.faults
        if page < 1:
            self._json(400, {"reason": "page must be 1 or more"})
            return
        if faults.html_200:
            self._send(200, b"<html><body>Vedlikehold</body></html>", "text/html")
            return
        if faults.status_500_on_page == page:
            self._send(500, b"", "text/plain")
            return
        beyond = page * size > faults.cap
        if beyond and faults.cap_style == "400":
            reason = f"Unable to access more than the top {faults.cap} hits, please lower either the page"
            self._json(400, {"reason": reason})
            return
        found = [] if faults.silent_zero else wanted
        hits = [] if beyond else [hit(one) for one in found[(page - 1) * size : page * size]]
        total = len(found) + (3 if faults.total_mismatch else 0)
        answer = {"numHitsTotal": total, "numHitsAccessible": min(total, faults.cap), "hits": hits}
        body = json.dumps(answer, ensure_ascii=False).encode()
        if faults.control_characters:
            body = body.replace(b'"description": "', b'"description": "\x01\x0b')
        if faults.truncate_on_page == page:
            self._send(200, body, "application/json", cut=len(body) // 2)
            return
        self._send(200, body, "application/json")

    def _download(self, id_: str) -> None:
        notice = self.served.market.notice(id_)
        if notice is None or id_ in self.served.faults.missing_download:
            self._json(404, {"statusCode": 404, "message": "Resource not found"})
            return
        self._send(200, eforms.xml(self.served.market, notice), "application/octet-stream")

    def _detail(self, id_: str) -> None:
        notice = self.served.market.notice(id_)
        if notice is None or id_ in self.served.faults.missing_download:
            self._json(404, {"statusCode": 404, "message": "Resource not found"})
            return
        self._json(200, doffin.web_detail(self.served.market, notice))

    def _json(self, status: int, answer: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(answer, ensure_ascii=False).encode(), "application/json", headers=headers)

    def _send(
        self, status: int, body: bytes, kind: str, *, headers: dict[str, str] | None = None, cut: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.wfile.flush()
            self.close_connection = True


def _date(values: list[str] | None) -> date | None:
    """A date filter; anything but YYYY-MM-DD is dropped without a word, as the real one does."""
    try:
        return date.fromisoformat(values[0]) if values and len(values[0]) == len("2026-11-23") else None
    except ValueError:
        return None


def _between(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until + timedelta(0))


def _under(notice: Notice, code: str) -> bool:
    if len(code) != 8 or not code.isdigit():
        return False
    return any(code in doffin.ancestors(one) for one in (*notice.cpv, *(lot.cpv for lot in notice.lots)))
