"""From a rendered letter to the bytes of a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from digest.headers import Bulk, lines
from digest.render import Rendered, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A calendar beside the letter."""

    name: str
    body: bytes


def message(
    rendered: Rendered,
    *,
    sender: str,
    recipient: str,
    message_id: str,
    date: datetime,
    bulk: Bulk,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """An .eml: text and HTML alternatives in quoted-printable, headers that nothing in a notice can add to."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender)
    mail["To"] = _address(recipient)
    mail["Subject"] = one_line(rendered.subject)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Precedence"] = "bulk"
    mail["List-Id"] = f"{one_line(bulk.cluster)} <klyngeradar.{_domain(sender)}>"
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    # The boundaries are made of the Message-ID, so that the same letter gives the same bytes.
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
    mail.set_boundary(boundary)
    for one in attachments:
        mail.add_attachment(
            one.body, maintype="text", subtype="calendar", filename=one.name, cte="quoted-printable",
            params={"method": "PUBLISH", "charset": "utf-8"},
        )  # fmt: skip
    if attachments:
        mail.set_boundary(f"{boundary}m")
    return lines(bulk, date) + mail.as_bytes()


def message_id(idempotency_key: str, sender: str) -> str:
    """The same for every try to send the same letter to the same recipient."""
    return f"<{idempotency_key[:40]}@{_domain(sender)}>"


def _address(text: str) -> Address:
    name, address = parseaddr(one_line(text))
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    return Address(display_name=name, addr_spec=address)


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
