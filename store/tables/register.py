"""The table of what the company register says of the organisations we know."""

from sqlalchemy import Column, ForeignKey, String, Table

from store.columns import Utc, Words, metadata

register_entry = Table(
    "register_entry",
    metadata,
    Column("orgnr", String(9), primary_key=True),
    Column("content", Words),  # the RegisterEntry as JSON; NULL where the register has none
    Column("absent", String(16)),  # why it has none: unknown, removed
    Column("archive_id", ForeignKey("raw_document.id", ondelete="SET NULL")),
    Column("fetched_at", Utc, nullable=False, index=True),  # when it was last asked
    Column("changed_at", Utc),  # when the register last told of a change
)
"""Each organisation as the register last gave it; earlier answers stay in the archive."""
