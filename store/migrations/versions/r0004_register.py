"""The company register's entries."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("orgnr", sa.String(length=9), nullable=False),
        sa.Column("content", sa.Text()),
        sa.Column("absent", sa.String(length=16)),
        sa.Column("archive_id", sa.Integer()),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["archive_id"],
            ["raw_document.id"],
            name="fk_register_entry_archive_id_raw_document",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("orgnr", name="pk_register_entry"),
    )
    op.create_index("ix_register_entry_fetched_at", "register_entry", ["fetched_at"])


def downgrade() -> None:
    op.drop_table("register_entry")
