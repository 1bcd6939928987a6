"""Names that may join, predecessors, closed lots, tests set aside, proposals of sameness and decisions on them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("decision", "proposal", "notice_closing", "notice_predecessor")


def upgrade() -> None:
    for table, column in (("notice_predecessor", "identifier"), ("notice_closing", "lot_id")):
        op.create_table(
            table,
            sa.Column("notice", sa.Text(), nullable=False),
            sa.Column(column, sa.Text(), nullable=False),
            sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=f"fk_{table}_notice_notice", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("notice", column, name=f"pk_{table}"),
        )
    op.create_index("ix_notice_predecessor_identifier", "notice_predecessor", ["identifier"])
    op.create_table(
        "proposal",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name="pk_proposal"),
    )
    op.create_index("ix_proposal_second", "proposal", ["second"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_first", "decision", ["first"])
    op.create_index("ix_decision_second", "decision", ["second"])
    op.add_column("notice", sa.Column("set_aside", sa.Text()))
    op.execute(sa.text("UPDATE notice SET fold_hash = ''"))  # each is folded anew once the tables are up to date


def downgrade() -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_column("set_aside")
    for table in TABLES:
        op.drop_table(table)
    op.execute(sa.text("UPDATE notice SET fold_hash = ''"))
