"""The tables of the first night."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "shown",
    "outbox",
    "notice_version",
    "notice_reference",
    "notice_organisation",
    "notice_identifier",
    "notice_cpv",
    "notice_address",
    "matched_member",
    "match",
    "lot",
    "raw_document",
    "notice",
    "member",
    "matched_notice",
    "letter",
    "judgement",
    "cursor",
    "crawl",
)
"""In the order in which they can be dropped."""


def upgrade() -> None:
    op.create_table(
        "crawl",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("promised", sa.Integer()),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_crawl"),
    )
    op.create_index("ix_crawl_source_ended", "crawl", ["source", "ended"])
    op.create_table(
        "cursor",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_cursor"),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("opinion", sa.String(length=16), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
    )
    op.create_index("ix_judgement_member_notice", "judgement", ["member", "notice"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("kind", "member", "first_day", "last_day", name="uq_letter_kind_member_first_day_last_day"),
    )
    op.create_table(
        "matched_notice",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("scorer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("notice", name="pk_matched_notice"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text()),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("procedure_id", sa.Text()),
        sa.Column("form_type", sa.String(length=16), nullable=False),
        sa.Column("subtype", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("dispatched", sa.DateTime(timezone=True)),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("value", sa.String()),
        sa.Column("currency", sa.String(length=3)),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.Text()),
        sa.Column("fold_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_notice"),
    )
    op.create_index("ix_notice_changed_at", "notice", ["changed_at"])
    op.create_index("ix_notice_closes_at", "notice", ["closes_at"])
    op.create_index("ix_notice_first_seen", "notice", ["first_seen"])
    op.create_index("ix_notice_procedure_id", "notice", ["procedure_id"])
    op.create_index("ix_notice_published", "notice", ["published"])
    op.create_index("ix_notice_superseded_by", "notice", ["superseded_by"])
    op.create_table(
        "raw_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_raw_document"),
        sa.UniqueConstraint(
            "source", "source_id", "format", "sha256", name="uq_raw_document_source_source_id_format_sha256"
        ),
    )
    op.create_index("ix_raw_document_state", "raw_document", ["state"])
    op.create_table(
        "lot",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("value", sa.String()),
        sa.Column("currency", sa.String(length=3)),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name="fk_lot_notice_notice", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice", "position", name="pk_lot"),
    )
    op.create_table(
        "match",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("scorer", sa.Text(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("excluded", sa.Text()),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("profile_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_match_member_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member", "notice", "lot", name="pk_match"),
    )
    op.create_index("ix_match_member_score", "match", ["member", "score"])
    op.create_index("ix_match_notice", "match", ["notice"])
    op.create_table(
        "matched_member",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("profile_hash", sa.String(length=64), nullable=False),
        sa.Column("scorer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_matched_member_member_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member", name="pk_matched_member"),
    )
    op.create_table(
        "notice_address",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name="fk_notice_address_notice_notice", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice", "position", name="pk_notice_address"),
    )
    op.create_table(
        "notice_cpv",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name="fk_notice_cpv_notice_notice", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice", "code", name="pk_notice_cpv"),
    )
    op.create_index("ix_notice_cpv_code", "notice_cpv", ["code"])
    op.create_table(
        "notice_identifier",
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice"], ["notice.key"], name="fk_notice_identifier_notice_notice", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("identifier", "notice", name="pk_notice_identifier"),
    )
    op.create_index("ix_notice_identifier_notice", "notice_identifier", ["notice"])
    op.create_index("ix_notice_identifier_number", "notice_identifier", ["number"])
    op.create_table(
        "notice_organisation",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("lot_id", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text()),
        sa.ForeignKeyConstraint(
            ["notice"], ["notice.key"], name="fk_notice_organisation_notice_notice", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice", "position", name="pk_notice_organisation"),
    )
    op.create_index("ix_notice_organisation_orgnr", "notice_organisation", ["orgnr"])
    op.create_table(
        "notice_reference",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice"], ["notice.key"], name="fk_notice_reference_notice_notice", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice", "identifier", name="pk_notice_reference"),
    )
    op.create_index("ix_notice_reference_identifier", "notice_reference", ["identifier"])
    op.create_table(
        "notice_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("archive_id", sa.Integer()),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["archive_id"], ["raw_document.id"], name="fk_notice_version_archive_id_raw_document"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_version"),
        sa.UniqueConstraint("slot", "content_hash", name="uq_notice_version_slot_content_hash"),
    )
    op.create_index("ix_notice_version_archive_id", "notice_version", ["archive_id"])
    op.create_index("ix_notice_version_notice", "notice_version", ["notice"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("html", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_outbox_letter_id_letter", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("idempotency_key", name="uq_outbox_idempotency_key"),
    )
    op.create_index("ix_outbox_letter_id", "outbox", ["letter_id"])
    op.create_index("ix_outbox_state", "outbox", ["state"])
    op.create_table(
        "shown",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_shown_letter_id_letter", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("letter_id", "notice", name="pk_shown"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
