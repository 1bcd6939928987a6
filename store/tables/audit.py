"""Tables by which a source's days are audited, and floods are held back."""

from sqlalchemy import Column, Date, Integer, Table

from store.columns import Utc, Words, metadata

crawl_day = Table(
    "crawl_day",
    metadata,
    Column("source", Words, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("listed", Integer, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("asked_at", Utc, nullable=False),
)
"""What a source had listed for a day when last asked, and how much of it is stored."""

flood = Table(
    "flood",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Words, nullable=False, index=True),
    Column("at", Utc, nullable=False),  # the `first_seen` of what came in it
    Column("count", Integer, nullable=False),
    Column("usual", Integer, nullable=False),
    Column("released_at", Utc),
    Column("released_by", Words),
)
"""Nights on which a source brought far more than it ever does; what came is told to nobody until it is released."""
