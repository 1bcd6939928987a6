"""The post: approved mails handed over one by one, to a folder or to an SMTP server."""

import os
import re
import smtplib
import ssl
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from store import letters
from store.database import reading, writing
from store.outbox import Post as Row

RETRY_MINUTES = 5
MOST_ATTEMPTS = 8
MOST_ERRORS = 5
"""Errors in a row after which a run stops: then it is the server, not the mails."""


class Refused(Exception):  # noqa: N818 - what the server did
    """The server will never take this mail (5xx)."""


class Doubt(Exception):  # noqa: N818 - what we are in
    """The connection broke after the message went out and before the answer came."""


class Post(Protocol):
    """Takes mails over."""

    def deliver(self, mail: letters.Mail, name: str) -> None:
        """Hand one mail over. Raises Refused, Doubt, or OSError and SMTPException where it can be tried again."""

    def close(self) -> None:
        """Let go of what is open."""


@dataclass(slots=True)
class Sent:
    """What came of a run of the post."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def send(engine: Engine, post: Post, *, now: datetime) -> Sent:
    """Send every approved mail that is due: claimed, committed, sent, marked. A mail in doubt is left for a person."""
    sent = Sent()
    errors = 0
    with writing(engine) as connection:
        for parked in letters.park(connection, now):
            sent.problems.append(f"mail {parked} was being sent when a run broke off; look at `digest outbox`")
    with reading(engine) as connection:
        rows = {row.id: row for row in letters.outbox(connection)}
    try:
        while errors < MOST_ERRORS:
            with writing(engine) as connection:
                claimed = letters.claim(connection, now)
            if claimed is None:
                break
            outcome = _one(engine, post, claimed, file_name(rows[claimed.id]), now, sent)
            sent.outcomes[outcome] += 1
            errors = 0 if outcome == "sent" else errors + 1
    finally:
        post.close()
    return sent


def _one(engine: Engine, post: Post, claimed: letters.Claimed, name: str, now: datetime, sent: Sent) -> str:
    outcome, reason = "sent", ""
    try:
        post.deliver(claimed.mail, name)
    except Refused as error:
        outcome, reason = "bounced", str(error)
    except Doubt as error:
        outcome, reason = "ambiguous", str(error)
    except (OSError, smtplib.SMTPException) as error:
        outcome, reason = "failed", str(error)
    with writing(engine) as connection:
        if outcome == "sent":
            letters.mark_sent(connection, claimed.id, now)
            letters.note_seen(connection, claimed.id, now)
        elif outcome == "bounced":
            letters.mark_bounced(connection, claimed.id, reason, now)
        elif outcome == "ambiguous":
            letters.mark_ambiguous(connection, claimed.id, reason, now)
        else:
            wait = timedelta(minutes=RETRY_MINUTES * 2 ** (claimed.attempt - 1))
            retry_at = now + wait if claimed.attempt < MOST_ATTEMPTS else None
            letters.mark_failed(connection, claimed.id, reason, now, retry_at=retry_at)
    if reason:
        sent.problems.append(f"mail {claimed.id} to {claimed.mail.recipient}: {outcome}: {reason}")
    return outcome


def file_name(row: Row) -> str:
    """`fjordstaal-2026-W47`, with the recipient's name where a member has several."""
    year, week, _ = row.first_day.isocalendar()
    local = re.sub(r"[^a-z0-9]+", "-", row.recipient.partition("@")[0].lower()).strip("-")
    return f"{row.member}-{year}-W{week:02}-{local}"


class FolderPost:
    """Writes each mail as .eml, .html and .txt into a folder; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, mail: letters.Mail, name: str) -> None:
        """Write the three files."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for ending, body in ((".html", mail.html.encode()), (".txt", mail.text.encode()), (".eml", mail.message)):
            whole, part = self._folder / f"{name}{ending}", self._folder / f".{name}{ending}.part"
            with part.open("wb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(whole)

    def close(self) -> None:
        """Nothing is open."""


class SmtpPost:
    """One connection per run; encrypted before a password is ever sent."""

    def __init__(self, host: str, port: int, *, user: str | None, password: str | None, starttls: bool) -> None:
        self._host, self._port = host, port
        self._user, self._password, self._starttls = user, password, starttls
        self._server: smtplib.SMTP | None = None

    def deliver(self, mail: letters.Mail, name: str) -> None:
        """Hand the mail to the server, one transaction for its one recipient."""
        del name
        if mail.recipient.endswith(".invalid"):
            raise Refused("the member has no contact; add one to its profile")
        server = self._connected()
        sender = parseaddr(str(message_from_bytes(mail.message, policy=SMTP)["From"]))[1]
        try:
            refused = server.sendmail(sender, [mail.recipient], mail.message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._refuse(code, words)
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            self._refuse(error.smtp_code, error.smtp_error)
        except smtplib.SMTPServerDisconnected as error:
            self._server = None
            raise Doubt(f"the server broke off: {error}") from None
        else:
            if refused:
                raise Refused(str(refused))

    def close(self) -> None:
        """End the session."""
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            server = smtplib.SMTP(self._host, self._port, timeout=60)
            if self._starttls:
                server.starttls(context=ssl.create_default_context())
            if self._user and self._password:
                server.login(self._user, self._password)
            self._server = server
        return self._server

    @staticmethod
    def _refuse(code: int, words: bytes | str) -> None:
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        if code >= 500:
            raise Refused(f"{code} {said}")
        raise OSError(f"{code} {said}")
