"""Where bounces come in: a folder (a Maildir, or .eml files), or a mailbox by IMAP over TLS."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from digest.bounces import LARGEST

MOST: Final = 1000
"""Messages looked at in one run, the newest."""


class MailboxError(Exception):
    """The mailbox cannot be read; raised by `from_folder` and `Imap`, with what to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a mailbox is reached."""

    host: str
    port: int = 993
    user: str
    password: str
    mailbox: str = "INBOX"
    ca_file: Path | None = None
    timeout: float = 60


def from_folder(folder: Path) -> Iterator[bytes]:
    """The messages of a Maildir (`new` and `cur`), or the .eml files of a plain folder. Nothing is changed there."""
    if not folder.is_dir():
        raise MailboxError(f"{folder}: there is no such folder; look at [mail.bounces] folder")
    inner = [folder / name for name in ("new", "cur") if (folder / name).is_dir()]
    files = [path for place in inner for path in place.iterdir()] if inner else list(folder.glob("*.eml"))
    whole = [path for path in files if path.is_file() and not path.name.startswith(".")]
    for path in sorted(whole, key=lambda one: (one.stat().st_mtime, one.name))[-MOST:]:
        with path.open("rb") as stream:
            yield stream.read(LARGEST)


class Imap:
    """A mailbox whose unseen messages are read; those that were understood are marked as seen, all others left."""

    def __init__(self, server: imaplib.IMAP4_SSL) -> None:
        self._server = server
        self._numbers: list[str] = []

    def unseen(self) -> Iterator[bytes]:
        """The newest messages nobody has seen, without marking them."""
        _, found = self._server.uid("SEARCH", "UNSEEN")
        self._numbers = (found[0] or b"").decode("ascii").split()[-MOST:]
        for number in self._numbers:
            _, parts = self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
            yield next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def mark(self, understood: list[bool]) -> None:
        """Mark those as seen that were understood, in the order they were given."""
        for number, ours in zip(self._numbers, understood, strict=False):
            if ours:
                self._server.uid("STORE", number, "+FLAGS", r"(\Seen)")


@contextmanager
def opened(account: Account) -> Iterator[Imap]:
    """The mailbox, for as long as the block runs. Raises MailboxError where it cannot be reached or read."""
    where = f"{account.host}:{account.port}"
    context = ssl.create_default_context(cafile=account.ca_file)
    try:
        server = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=account.timeout)
        with server:
            server.login(account.user, account.password)
            answer, words = server.select(f'"{account.mailbox}"')
            if answer != "OK":
                raise MailboxError(f"{where}: {account.mailbox} cannot be opened: {words!r}")
            yield Imap(server)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(f"{where}: the bounces cannot be read: {error}") from None
