"""Tables of joint bids as last judged, of bundles of small notices, and of the teams that people took up."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, String, Table

from store.columns import Utc, Words, metadata

joint_bid = Table(
    "joint_bid",
    metadata,
    Column("notice", Words, primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("promise", Float, nullable=False, index=True),
    Column("planning", Boolean, nullable=False),
    Column("content", Words, nullable=False),  # the JointBid as JSON
    Column("judge", Words, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("cluster_hash", String(64), nullable=False),
    Column("day", Date, nullable=False),  # the day in Oslo it was judged on: days left and "too late" move with it
    Column("first_at", Utc, nullable=False),
    Column("at", Utc, nullable=False),
)
"""What the cluster could make of each open notice; for the leader alone."""

bundle = Table(
    "bundle",
    metadata,
    Column("id", Words, primary_key=True),
    Column("content", Words, nullable=False),  # the Bundle as JSON
    Column("at", Utc, nullable=False),
)
"""Small notices of one buyer, region and period, as found last."""

collaboration = Table(
    "collaboration",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("notice", Words, nullable=False, index=True),  # a name of the notice, as known when it was taken up
    Column("content", Words, nullable=False),  # lot, team, needs, coverage as they stood, as JSON
    Column("stage", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", Words, nullable=False),
    Column("released_at", Utc),
)
"""Teams the leader took up."""

partner = Table(
    "partner",
    metadata,
    Column("collaboration", ForeignKey("collaboration.id", ondelete="CASCADE"), primary_key=True),
    Column("member", Words, primary_key=True, index=True),
    Column("answer", String(8), nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("answered_at", Utc),
    Column("answered_by", Words),
)
"""Who of a released team was asked, and what it said to being named."""

assessment = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collaboration", ForeignKey("collaboration.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("question", Words, nullable=False),
    Column("member", Words),  # None for the leader
    Column("text", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("at", Utc, nullable=False),
)
"""Answers of the self-assessment; rows are added, never changed: the last one of a question and member counts."""
