"""What a request is and what is sent back, well or badly."""

import gzip
import socket
import struct
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A notice of the server's: its number and the day it was published."""

    number: int
    day: str  # YYYY-MM-DD

    @property
    def id(self) -> str:
        return f"2026-2{self.number:05}"

    @property
    def title(self) -> str:
        return f"Vedlikehold av stålbro nummer {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: `page` counts from 1 for a list, `item` is the number of a notice asked for alone."""

    page: int | None = None
    item: str | None = None
    oldest_first: bool = False
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """An ordinary answer."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(self.status)
        for name, value in {"Content-Type": self.kind, "Content-Length": str(len(self.body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body)


class Truncated(Plain):
    """Half of what Content-Length promises."""

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", self.kind)
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body[: len(self.body) // 2])
        handler.close_connection = True


class ChunkedCut(Plain):
    """A chunk that is announced and never ends."""

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", self.kind)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(f"{len(self.body) + 100:x}\r\n".encode() + self.body)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True


class Dripping(Plain):
    """A byte now and then, for longer than anyone should wait."""

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", self.kind)
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        for position in range(60):
            handler.wfile.write(self.body[position : position + 1])
            time.sleep(0.2)


class Endless(Plain):
    """More than anyone should read."""

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", self.kind)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b" " * 2**20)
        handler.close_connection = True


class HugeHeader(Plain):
    """A header of a megabyte."""

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("X-Padding", "x" * 2**20)
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)


def zipped(body: bytes, *, keep: float = 1.0) -> Plain:
    """The body in gzip, of which a share is kept."""
    packed = gzip.compress(body)
    return Plain(body=packed[: int(len(packed) * keep)], headers={"Content-Encoding": "gzip"})


def bomb(megabytes: int) -> Plain:
    """A small body that unpacks to a large one."""
    return zipped(b" " * (megabytes * 2**20))
