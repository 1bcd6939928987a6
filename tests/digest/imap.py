"""A mailbox by IMAP over TLS on loopback, of as much of the protocol as reading bounces takes."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.digest.sink import certificate


@dataclass
class Mailbox:
    """Messages numbered from 1, and which of them were seen."""

    messages: list[bytes]
    password: str
    seen: set[int] = field(default_factory=set)
    logins: int = 0

    def answer(self, command: str, words: str) -> bytes:
        """Untagged answers; raises PermissionError for a wrong password."""
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command == "LOGIN":
            self.logins += 1
            if words.rsplit(maxsplit=1)[-1].strip('"') != self.password:
                raise PermissionError
        if command == "SELECT":
            return b"* %d EXISTS\r\n" % len(self.messages)
        if command == "UID":
            return self._uid(words)
        return b""

    def _uid(self, words: str) -> bytes:
        inner, _, rest = words.partition(" ")
        if inner == "SEARCH":
            unseen = [number for number in range(1, len(self.messages) + 1) if number not in self.seen]
            return f"* SEARCH {' '.join(map(str, unseen))}\r\n".encode()
        number = int(re.match(r"\d+", rest)[0])  # type: ignore[index]  # our own client's words
        if inner == "STORE":
            self.seen.add(number)
            return b""
        body = self.messages[number - 1]
        return b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (number, number, len(body), body)


@contextmanager
def serving(box: Mailbox, folder: Path) -> Iterator[tuple[Mailbox, int, Path]]:
    """Serve the mailbox; yields it, its port, and the certificate to trust."""
    context, trusted = certificate(folder)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.request.do_handshake()
                self._talk()

        def _talk(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, command, words = [*line.decode().strip().split(" ", 2), ""][:3]
                try:
                    self.wfile.write(box.answer(command, words))
                    self.wfile.write(f"{tag} OK done\r\n".encode())
                except PermissionError:
                    self.wfile.write(f"{tag} NO wrong\r\n".encode())
                if command == "LOGOUT":
                    return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True

        def get_request(self) -> Any:
            plain, address = super().get_request()
            return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield box, server.server_address[1], trusted
        finally:
            server.shutdown()
            thread.join()
