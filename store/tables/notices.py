"""Tables of the archive, of every reading of its documents, and of the view folded from them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from store.columns import Amount, Packed, Utc, Words, metadata

raw_document = Table(
    "raw_document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Words, nullable=False),
    Column("source_id", Words, nullable=False),
    Column("format", Words, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("url", Words, nullable=False),
    Column("size", Integer, nullable=False),  # bytes before packing
    Column("body", Packed, nullable=False),
    Column("fetched_at", Utc, nullable=False),
    Column("state", String(8), nullable=False, index=True),  # unread, read, refused
    Column("reason", Words),  # why it was refused
    UniqueConstraint("source", "source_id", "format", "sha256"),
)
"""What the sources sent, byte for byte."""

notice_version = Table(
    "notice_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", Words, nullable=False, index=True),  # key of the notice it belongs to now
    Column("archive_id", ForeignKey("raw_document.id"), index=True),
    Column("slot", String(64), nullable=False),  # names document, source number, UUID and version together
    Column("content_hash", String(64), nullable=False),
    Column("content", Packed, nullable=False),  # the Notice as JSON
    Column("stands", Boolean, nullable=False),  # false once another reading of the same document took its place
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    UniqueConstraint("slot", "content_hash"),
)
"""Every distinct reading of every document; rows are added, never removed. The tables below follow from it."""

notice = Table(
    "notice",
    metadata,
    Column("key", Words, primary_key=True),
    Column("content", Words, nullable=False),  # the merged Notice as JSON
    Column("content_hash", String(64), nullable=False),
    Column("source", Words, nullable=False),
    Column("source_id", Words, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("procedure_id", Words, index=True),
    Column("form_type", String(16), nullable=False),
    Column("subtype", Words),
    Column("title", Words, nullable=False),
    Column("published", Date, index=True),
    Column("dispatched", Utc),
    Column("closes_at", Utc, index=True),  # the last of its lots' deadlines; NULL where a lot states none
    Column("value", Amount),
    Column("currency", String(3)),
    Column("sha256", String(64)),  # of the document that gave most of it
    Column("first_seen", Utc, nullable=False, index=True),
    Column("changed_at", Utc, nullable=False, index=True),
    Column("set_aside", Words),  # why it is taken for a test and left out of matching and letters
    Column("superseded_by", Words, index=True),
    Column("fold_hash", String(64), nullable=False),  # of all that is folded, so that nothing is written twice
)
"""What is shown of each notice today, folded from its standing readings (store.fold)."""


def _of_notice() -> Column[str]:
    return Column("notice", ForeignKey("notice.key", ondelete="CASCADE"), primary_key=True)


notice_identifier = Table(
    "notice_identifier",
    metadata,
    Column("identifier", Words, primary_key=True),
    _of_notice(),
    Column("number", Words, nullable=False, index=True),  # as people know it, without the source
    Column("joins", Boolean, nullable=False),  # readings that share it are one notice; others only find it
    Index("ix_notice_identifier_notice", "notice"),
)
"""Every name of a notice, its former keys among them."""

notice_reference = Table(
    "notice_reference",
    metadata,
    _of_notice(),
    Column("identifier", Words, primary_key=True, index=True),
)
"""The notices a change notice says it changes."""

notice_predecessor = Table(
    "notice_predecessor",
    metadata,
    _of_notice(),
    Column("identifier", Words, primary_key=True, index=True),
)
"""The notices a notice builds on: plans (BT-125), and the award whose contract is modified (BT-1501)."""

notice_closing = Table(
    "notice_closing",
    metadata,
    _of_notice(),
    Column("lot_id", Words, primary_key=True),  # "" for every lot
)
"""The lots of its procedure that a result or cancellation ends."""

notice_address = Table(
    "notice_address",
    metadata,
    _of_notice(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("source", Words, nullable=False),
    Column("source_id", Words, nullable=False),
    Column("url", Words),
)
"""Where the current version of a notice was published."""

notice_organisation = Table(
    "notice_organisation",
    metadata,
    _of_notice(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),  # buyer, winner, tenderer, subcontractor
    Column("lot_id", Words),
    Column("name", Words, nullable=False),
    Column("orgnr", Words, index=True),
)
"""Who buys, and who tendered for which lot."""

notice_cpv = Table(
    "notice_cpv",
    metadata,
    _of_notice(),
    Column("code", String(8), primary_key=True, index=True),
)
"""The CPV codes of a notice and its lots, each once."""

lot = Table(
    "lot",
    metadata,
    _of_notice(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("lot_id", Words, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Words, nullable=False),
    Column("deadline", Utc),
    Column("value", Amount),
    Column("currency", String(3)),
)
"""What can be bid for."""

proposal = Table(
    "proposal",
    metadata,
    Column("first", Words, primary_key=True),
    Column("second", Words, primary_key=True, index=True),
    Column("likeness", Float, nullable=False),  # 0 to 100
    Column("reason", Words, nullable=False),
)
"""Pairs of notices, by their keys, that may be the same, as found last."""

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first", Words, nullable=False, index=True),  # names of notices, the smaller first
    Column("second", Words, nullable=False, index=True),
    Column("verdict", String(9), nullable=False),  # same, different, undone
    Column("by", Words, nullable=False),
    Column("at", Utc, nullable=False),
)
"""What people decided of such pairs; rows are added, never changed: the last one of a pair counts."""
