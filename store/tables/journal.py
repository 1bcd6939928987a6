"""The table of who saw and did what, and when."""

from sqlalchemy import Column, Integer, Table

from store.columns import Utc, Words, metadata

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    Column("who", Words, nullable=False, index=True),
    Column("act", Words, nullable=False),  # saw, released, answered …
    Column("subject", Words, nullable=False, index=True),  # what it was done to: `collaboration:7`
    Column("detail", Words, nullable=False),
)
"""Rows are added, never changed."""
