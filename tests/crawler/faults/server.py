"""One server for one scenario: it hands out the same notices in its source's shape, and fails as the scenario says."""

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.crawler.faults.answers import Asked, Plain
from tests.crawler.faults.kinds import SIZE, Kind
from tests.crawler.faults.scenarios import broken, page_of, visible

KEY_HEADERS = ("Ocp-Apim-Subscription-Key", "Authorization", "Cookie")
CAP = 10


@dataclass
class Server:
    """A running server: `other` is the address of one that must not be asked, or must not be given a key."""

    kind: Kind
    scenario: str
    night: int
    other: str = ""
    url: str = ""
    pages: int = 0
    paths: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)  # seconds between a refusal and the next request
    keys: list[str] = field(default_factory=list)
    again: Counter[str] = field(default_factory=Counter)
    refused_at: float | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, body: bytes) -> Plain:
        """What is sent for a request."""
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return self._robots()
        asked = self.kind.asked(method, parts, body)
        if asked is None:
            return Plain(status=302 if parts.path == "/again" else 404, headers={"Location": "/again"})
        refusal = self._refusal()
        if refusal is not None:
            return refusal
        return self._document(asked.item) if asked.item else self._list(asked, path)

    def _robots(self) -> Plain:
        if self.scenario == "robots_5xx":
            return Plain(status=503)
        rule = "Disallow: /" if self.scenario == "robots_disallow" else "Disallow:"
        return Plain(body=f"User-agent: *\n{rule}\n".encode(), kind="text/plain")

    def _refusal(self) -> Plain | None:
        if not self.scenario.startswith("s429_retry_after") or len(self.paths) != 3:
            return None
        self.refused_at = time.monotonic()
        wait = "1" if self.scenario.endswith("seconds") else formatdate(time.time() + 2, usegmt=True)
        return Plain(status=429, headers={"Retry-After": wait})

    def _document(self, id_: str) -> Plain:
        missing = (self.scenario == "index_lag" and self.night == 1) or self.scenario == "detail_404_for_one"
        if missing and id_ == visible("ok", 1, 0)[5].id:
            return Plain(status=404)
        found = [item for item in visible(self.scenario, self.night, 0) if item.id == id_]
        found += [item for item in visible(self.scenario, self.night, 1) if item.id == id_]
        return Plain(body=self._renamed(self.kind.document(found[0]))) if found else Plain(status=404)

    def _renamed(self, body: bytes) -> bytes:
        """A source that calls its deadline something else from the second night on."""
        if self.scenario == "schema_drift_field" and self.night > 1 and self.kind.deadline:
            return body.replace(self.kind.deadline, b'"fristForTilbud"')
        return body

    def _list(self, asked: Asked, path: str) -> Plain:
        items = visible(self.scenario, self.night, self.pages)
        self.pages += 1
        if self.scenario != "filter_ignored":
            items = [item for item in items if asked.since <= item.day <= asked.until]
        if asked.oldest_first:
            items = items[::-1]
        number = asked.page or 1
        if self.scenario == "capped_at_100" and number * SIZE > CAP:
            status, body = self.kind.beyond(CAP)
            return Plain(status=status, body=body)
        total = len(items) + (3 if self.scenario == "total_mismatch" else 0)
        body = self.kind.listing(asked, page_of(self.scenario, items, number), total, number * SIZE < len(items))
        body = self._renamed(body)
        name = f"{number} {asked.oldest_first} {asked.since}"
        self.again[name] += 1
        return broken(self.scenario, asked, self.again[name] - 1, body, self.other.format(path=path))


@contextmanager
def serve(server: Server, certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    """Run the server on a free port of the loopback interface, over TLS where a certificate and its key are given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.respond()

        def do_POST(self) -> None:
            self.respond()

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with server.lock:
                if server.refused_at is not None:
                    server.waited.append(time.monotonic() - server.refused_at)
                    server.refused_at = None
                server.keys += [name for name in KEY_HEADERS if self.headers.get(name)]
                answer = server.answer(self.command, self.path, body)
                server.paths.append(self.path)
            try:
                answer.send(self)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that hang up are the point
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        scheme = "https"
    server.url = f"{scheme}://127.0.0.1:{listener.server_address[1]}"
    threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
