"""Tables of those who receive letters, of the private addresses of feeds, and of the installation's own secrets."""

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from store.columns import Utc, Words, metadata

recipient = Table(
    "recipient",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member", Words, nullable=False),
    Column("email", Words, nullable=False),  # lower case
    Column("source", Words, nullable=False),  # where the consent comes from
    Column("consented_at", Utc, nullable=False),
    Column("unsubscribed_at", Utc),
    Column("unsubscribed_by", Words),
    Column("held_at", Utc),
    Column("held_because", Words),  # what its mail server said
    UniqueConstraint("member", "email"),
)
"""Who receives a member's letters, and by whose consent. Rows are never taken away: a no has to be remembered."""

feed_address = Table(
    "feed_address",
    metadata,
    Column("secret", Words, primary_key=True),
    Column("member", Words, nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("revoked_at", Utc),
)
"""The unguessable part of the addresses of a member's feed and calendar."""

secret = Table(
    "secret",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
    Column("made_at", Utc, nullable=False),
)
"""Keys the installation made for itself."""
