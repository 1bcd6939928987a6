"""Tables of market news, and of what servers said by which unchanged answers are recognised."""

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from store.columns import Utc, Words, metadata

news = Table(
    "news",
    metadata,
    Column("source", Words, primary_key=True),
    Column("source_id", Words, primary_key=True),
    Column("archive_id", ForeignKey("raw_document.id"), nullable=False, index=True),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("publisher", Words, nullable=False),
    Column("published", Utc),
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Index("ix_news_first_seen", "first_seen"),
)
"""Headlines of news feeds; no tenders."""

validator = Table(
    "validator",
    metadata,
    Column("source", Words, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("settings", String(64), nullable=False),  # how the answer was read, as a hash
    Column("since", Date, nullable=False),
    Column("at", Utc, nullable=False),
)
"""ETag and Last-Modified of the answers whose contents are stored completely."""
