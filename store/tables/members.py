"""Tables of members, of their matches with notices, and of what people said of these."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table

from store.columns import Utc, Words, metadata

member = Table(
    "member",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("orgnr", Words),
    Column("profile", Words, nullable=False),  # the Member as JSON
    Column("profile_hash", String(64), nullable=False),
)
"""The profiles of the last run."""

match = Table(
    "match",
    metadata,
    Column("member", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("notice", Words, primary_key=True),
    Column("lot", Words, primary_key=True),
    Column("scorer", Words, nullable=False),
    Column("points", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("excluded", Words),
    Column("evidence", Words, nullable=False),  # JSON
    Column("profile_hash", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("first_at", Utc, nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_match_notice", "notice"),
    Index("ix_match_member_score", "member", "score"),
)
"""Lots and members with the evidence between them, as last computed."""

matched_notice = Table(
    "matched_notice",
    metadata,
    Column("notice", Words, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("scorer", Words, nullable=False),
    Column("at", Utc, nullable=False),
)
"""Notices that have met every member, in which state and by which scorer."""

matched_member = Table(
    "matched_member",
    metadata,
    Column("member", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("profile_hash", String(64), nullable=False),
    Column("scorer", Words, nullable=False),
    Column("at", Utc, nullable=False),
)
"""Members that have met every notice, with which profile and by which scorer."""

judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member", Words, nullable=False),
    Column("notice", Words, nullable=False),  # a name of the notice, as known when it was judged
    Column("opinion", String(16), nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Utc, nullable=False),
    Column("why", Words, nullable=False),
    Column("undoes", Integer, index=True),  # the number of the judgement this row takes back
    Index("ix_judgement_member_notice", "member", "notice"),
)
"""What people said of matches; rows are added, never changed."""
