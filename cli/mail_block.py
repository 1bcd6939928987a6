"""The [mail] table of klyngeradar.toml: a server, or a folder where no host is set, and how the post goes."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cli.table import Table

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _plain_address(value: str) -> str:
    local, at, domain = value.strip().rpartition("@")
    if not (local and at and domain) or any(character.isspace() or character in "<>," for character in value.strip()):
        raise ValueError(f"{value!r} is no plain e-mail address")
    return value.strip()


PlainAddress = Annotated[str, AfterValidator(_plain_address)]


class Bounces(Table):
    """Where delivery-status messages come in: a folder (Maildir, or .eml files), or a mailbox by IMAP over TLS."""

    folder: Path | None = None
    host: str | None = None
    port: int = Field(default=993, ge=1, le=65535)
    user: str | None = None
    password: str | None = None
    password_file: Path | None = None
    mailbox: str = "INBOX"
    ca_file: Path | None = None


class Mail(Table):
    """The post: an SMTP server, or a folder of .eml files where no host is set."""

    host: str | None = None
    port: int = Field(default=587, ge=1, le=65535)
    user: str | None = None
    password: str | None = None
    password_file: Path | None = None
    sender: str = Field(default="Klyngeradar <klyngeradar@localhost>", alias="from")
    folder: Path = Path("outbox")
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    starttls: bool | None = None  # as it was written before `tls`: false means none
    ca_file: Path | None = None  # authorities to trust instead of the system's
    timeout: float = Field(default=60, gt=0, le=600)  # seconds for an answer
    redirect: PlainAddress | None = None  # trial runs: every mail goes there
    bounce: PlainAddress | None = None  # where bounces go: bounce+NUMBER@ is what the server is told
    doubt: Literal["resend", "park"] = "resend"
    per_minute: int | None = Field(default=None, ge=1)
    most_errors: int = Field(default=5, ge=1)  # in a row, after which a run stops
    dkim_selector: str | None = None
    dkim_domain: str | None = None
    dkim_key_file: Path | None = None
    bounces: Bounces = Bounces()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.starttls is not None and "tls" in self.model_fields_set:
            raise ValueError("write `tls` or the older `starttls`, not both")
        if self.encryption == "none" and self.user and self.host not in LOOPBACK:
            raise ValueError('a password is never sent unencrypted: write tls = "starttls" or "implicit"')
        named = (self.dkim_selector, self.dkim_domain, self.dkim_key_file)
        if any(named) and not all(named):
            raise ValueError("DKIM takes all three: dkim_selector, dkim_domain, dkim_key_file")
        return self

    @property
    def encryption(self) -> Literal["starttls", "implicit", "none"]:
        """How the connection is encrypted, whichever key says so."""
        return "none" if self.starttls is False else self.tls
