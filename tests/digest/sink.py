"""A mail server on loopback that does what a test wants, and counts what it was given."""

import asyncio
import contextlib
import ipaddress
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TAKEN = "250 2.0.0 Ok: queued as 7F"
DROP = "drop"
"""In place of an answer: the connection is closed without one."""


@dataclass
class Letter:
    """A message as the server took it."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message_id(self) -> str:
        head = self.content.partition(b"\r\n\r\n")[0].split(b"\r\n")
        return next(line for line in head if line.lower().startswith(b"message-id:")).decode().partition(":")[2].strip()


@dataclass
class Sink:
    """
    Its answers, by recipient where a test gives them: to RCPT and to the message, each used once in order.

    `answered` counts the messages whose 250 was put on the wire; `taken` holds all that were received whole.
    """

    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, list[str]] = field(default_factory=dict)
    mail: list[str] = field(default_factory=list)
    greeting: list[str] = field(default_factory=list)
    slow: float = 0
    taken: list[Letter] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 Ok"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answers = self.rcpt.get(address, [])
        if answers:
            answer = answers.pop(0)
            if answer == DROP:
                _abort(server)
            return answer
        envelope.rcpt_tos.append(address)
        return "250 Ok"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        recipient = envelope.rcpt_tos[0]
        answer = (self.data.get(recipient) or [TAKEN]).pop(0)
        content = envelope.content or b""
        if answer in {TAKEN, DROP}:
            whole = content if isinstance(content, bytes) else content.encode()
            self.taken.append(Letter(envelope.mail_from or "", recipient, whole))
        if self.slow:
            await asyncio.sleep(self.slow)
        if answer == DROP:
            _abort(server)
        elif answer == TAKEN:
            self.answered[recipient] += 1
        return answer

    def recipients(self) -> list[str]:
        return [letter.recipient for letter in self.taken]


def _abort(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


class _Scripted(SMTP):
    """Drops the connection in the middle of a message where `drops` says so, or greets with what the sink says."""

    drops: int = 0

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not type(self).drops:
            await super().smtp_DATA(arg)
            return
        type(self).drops -= 1
        await self.push("354 Go on")
        await self._reader.read(20)
        _abort(self)

    async def push(self, status: Any) -> None:
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await super().push(status)

    def connection_made(self, transport: Any) -> None:
        sink = self.event_handler
        sink.sessions += 1
        if sink.greeting:
            transport.write(f"{sink.greeting.pop(0)}\r\n".encode())
            transport.close()
            self.transport = transport
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.session is not None:
            super().connection_lost(error)


@contextlib.contextmanager
def listening(sink: Sink, *, mid_drops: int = 0, **options: Any) -> Iterator[Sink]:
    """Have the sink listen for as long as the block runs."""
    server = type("Server", (_Scripted,), {"drops": mid_drops})

    class _Controller(Controller):
        def factory(self) -> SMTP:
            made: SMTP = server(self.handler, **self.SMTP_kwargs)
            return made

    controller = _Controller(sink, hostname="127.0.0.1", port=0, ready_timeout=10, **options)
    controller.port = _free_port()
    controller.start()
    sink.port, sink.sessions = controller.port, 0  # the controller looks in once itself
    try:
        yield sink
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def password(wanted: str) -> Callable[..., AuthResult]:
    """An authenticator for one password."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == wanted.encode(), handled=False)

    return check


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate of its own making, and the file that says to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "server.pem", folder / "server.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context, pem
