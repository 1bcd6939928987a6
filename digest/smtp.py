"""The post by SMTP: one connection for a run, encrypted before a password is said, one transaction for each mail."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NoReturn

from digest.envelope import AboutTo, Deferred, Doubt, Halt, Parcel, Refused, ascii_domain, sender

Tls = Literal["starttls", "implicit", "none"]

MEANT_FOR: Final = "X-Klyngeradar-Meant-For"
"""Header of a mail that was sent to the address of trial runs: whom it was made for."""

PATIENCE: Final = 10
"""How many times longer the last answer is waited for: servers look through a mail before they take it."""

_GREYLISTING: Final = frozenset({450, 451})
_NOBODY: Final = frozenset({550, 551, 553})
_POLICY: Final = re.compile(r"^5\.7\.")
_CLOSING, _TOO_LARGE, _LOGIN_WANTED = 421, 552, 530


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How a server is reached, and what goes on the envelope."""

    host: str
    port: int = 587
    tls: Tls = "starttls"
    ca_file: Path | None = None  # whom to trust instead of the system's authorities
    user: str | None = None
    password: str | None = None
    sender: str = "klyngeradar@localhost"
    bounce: str | None = None
    redirect: str | None = None  # where all mails go on trial runs
    timeout: float = 60


class SmtpPost:
    """Keeps its connection between mails, and makes a new one when the server has closed it."""

    def __init__(self, server: Server) -> None:
        self._to = server
        self._open: smtplib.SMTP | None = None

    def deliver(self, parcel: Parcel, about_to: AboutTo) -> str | None:
        """Hand the mail to the server, one transaction for its one recipient."""
        meant_for = ascii_domain(parcel.mail.recipient)
        recipient = ascii_domain(self._to.redirect or meant_for)
        if recipient.endswith(".invalid"):
            raise Refused("the member has no contact; add one to its profile")
        if not recipient.isascii():
            raise Refused(f"{recipient}: only plain letters can stand before the @ (it would take SMTPUTF8)")
        message = parcel.message
        if self._to.redirect:
            message = f"{MEANT_FOR}: {meant_for}\r\n".encode("ascii", "replace") + message
        envelope_sender = sender(self._to.sender, self._to.bounce, parcel.number)
        server = self._ready(envelope_sender, len(message))
        with self._ended_by_any_fault():
            self._transact(server, recipient, message, about_to)
        return f"sent to {self._to.redirect} instead" if self._to.redirect else None

    def taken(self, parcel: Parcel) -> bool | None:  # noqa: ARG002 - the protocol's
        """A server cannot be asked."""
        return None

    def close(self) -> None:
        """End the session."""
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None

    def _ready(self, envelope_sender: str, size: int) -> smtplib.SMTP:
        """A connection on which a mail was begun; a kept one may have been closed by the server meanwhile."""
        kept = self._open is not None
        try:
            server = self._open or self._connect()
            server.ehlo_or_helo_if_needed()
            code, words = server.mail(envelope_sender, [f"size={size}"] if server.has_extn("size") else [])
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            if kept:
                return self._ready(envelope_sender, size)
            raise Halt(f"the server broke off at once: {error}") from None
        if code == _CLOSING:
            self._drop()
            if kept:
                return self._ready(envelope_sender, size)
        if code >= 500 and code != _TOO_LARGE:
            self._drop()
            raise Halt(f"the server refuses the sender {envelope_sender}: {_said(code, words)}", ours=True)
        if code >= 400:
            self._reset()
            self._refuse(code, words)
        return server

    def _transact(self, server: smtplib.SMTP, recipient: str, message: bytes, about_to: AboutTo) -> None:
        code, words = server.rcpt(recipient)
        if code not in (250, 251):
            self._reset()
            self._refuse(code, words, of_recipient=True)
        code, words = server.docmd("DATA")
        if code != 354:
            self._reset()
            self._refuse(code, words)
        server.send(_stuffed(message))
        about_to()
        try:
            server.send(b".\r\n")
            if server.sock is not None:
                server.sock.settimeout(self._to.timeout * PATIENCE)
            code, words = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._to.timeout)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Doubt(f"all was handed over, and no answer came: {error}") from None
        if code != 250:
            self._refuse(code, words)

    @contextmanager
    def _ended_by_any_fault(self) -> Iterator[None]:
        """Before the last dot a fault means that the mail was not taken, as long as the connection ends with it."""
        try:
            yield
        except (Refused, Deferred, Doubt, Halt):
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Deferred(f"the server broke off: {error}") from None
        except BaseException:
            self._drop()
            raise

    def _connect(self) -> smtplib.SMTP:
        to = self._to
        where = f"{to.host}:{to.port}"
        try:
            if to.tls == "implicit":
                server: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=to.timeout, context=self._context())
            else:
                server = smtplib.SMTP(to.host, to.port, timeout=to.timeout)
            self._open = server
            if server.sock is not None:
                # The last dot is a packet of its own: not held back until the one before it is acknowledged (40 ms).
                server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if to.tls == "starttls":
                server.starttls(context=self._context())
            if to.user and to.password:
                server.login(to.user, to.password)
        except smtplib.SMTPNotSupportedError as error:
            self._drop()
            raise Halt(f"{where}: {error} Nothing is sent unencrypted; see [mail] tls", ours=True) from None
        except ssl.SSLError as error:
            self._drop()
            raise Halt(f"{where}: no safe connection: {error}", ours=True) from None
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            ours = error.smtp_code >= 500
            raise Halt(f"{where}: not let in: {_said(error.smtp_code, error.smtp_error)}", ours=ours) from None
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Halt(f"{where}: cannot be reached: {error}") from None
        return server

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._to.ca_file)

    def _refuse(self, code: int, words: bytes | str, *, of_recipient: bool = False) -> NoReturn:
        said = _said(code, words)
        if code == _CLOSING:
            self._drop()
        if code == _LOGIN_WANTED:
            raise Halt(f"the server wants a login: {said}", ours=True)
        if code >= 500:
            policy = _POLICY.match(said.partition(" ")[2])
            raise Refused(said, unreachable=of_recipient and code in _NOBODY and not policy)
        raise Deferred(said, greylisted=of_recipient and code in _GREYLISTING)

    def _reset(self) -> None:
        """End the transaction and keep the session."""
        try:
            if self._open is not None:
                self._open.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _stuffed(message: bytes) -> bytes:
    """As it goes over the wire: lines end with CRLF, and one that begins with a dot has another before it."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"
