"""Tables of letters, of the mails that carry them, and of what they told."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from store.columns import Packed, Utc, Words, metadata

letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("member", Words, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("subject", Words, nullable=False),
    Column("content", Packed, nullable=False),  # the Letter as JSON
    Column("built_at", Utc, nullable=False),
    Column("edits", Words),  # JSON: what a person changed, applied whenever the draft is built
    UniqueConstraint("kind", "member", "first_day", "last_day"),
)
"""Letters, one per kind, reader and period."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey("letter.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("idempotency_key", String(64), nullable=False, unique=True),
    Column("recipient", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("message", Packed, nullable=False),
    Column("html", Packed, nullable=False),
    Column("text", Packed, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("reason", Words),  # why it failed, bounced or is in doubt
    Column("changed_at", Utc, nullable=False),
    Column("doubts", Integer, nullable=False, server_default="0"),  # how often nobody knew whether it went
)
"""One mail to one recipient, byte for byte, and how far it has come."""

shown = Table(
    "shown",
    metadata,
    Column("letter_id", ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True),
    Column("notice", Words, primary_key=True),  # a name of the notice, as known when the letter was made
    Column("at", Utc, nullable=False),
)
"""Which notices a letter told its reader of."""

bounce = Table(
    "bounce",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="SET NULL"), index=True),
    Column("report", String(64), nullable=False, unique=True),  # SHA-256 of the report, so that none counts twice
    Column("recipient", Words, nullable=False),
    Column("kind", String(4), nullable=False),  # hard or soft
    Column("status", Words, nullable=False),  # as RFC 3463 has it: 5.1.1
    Column("reason", Words, nullable=False),
    Column("at", Utc, nullable=False),
)
"""What mail servers reported afterwards of mails they had taken (RFC 3464)."""
