"""Tables of crawls and of how far each source has been read."""

from sqlalchemy import Column, Date, Index, Integer, String, Table

from store.columns import Utc, Words, metadata

crawl = Table(
    "crawl",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Words, nullable=False),
    Column("access", Words, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("started", Utc, nullable=False),
    Column("ended", Utc, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("promised", Integer),
    *(Column(name, Integer, nullable=False) for name in ("listed", "stored", "new", "refused", "requests")),
    Column("problems", Words, nullable=False),  # JSON list
    Index("ix_crawl_source_ended", "source", "ended"),
)
"""Every crawl with its verdict."""

cursor = Table(
    "cursor",
    metadata,
    Column("source", Words, primary_key=True),
    Column("day", Date, nullable=False),
)
"""Up to which day each source has been read completely."""
