"""Recipients with consent, private addresses, secrets, judgements taken back, edited drafts, doubts and bounces."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("bounce", "secret", "feed_address", "recipient")


def upgrade() -> None:
    op.create_table(
        "recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True)),
        sa.Column("unsubscribed_by", sa.Text()),
        sa.Column("held_at", sa.DateTime(timezone=True)),
        sa.Column("held_because", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("member", "email", name="uq_recipient_member_email"),
    )
    op.create_table(
        "feed_address",
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("secret", name="pk_feed_address"),
    )
    op.create_index("ix_feed_address_member", "feed_address", ["member"])
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )
    _create_bounce()
    op.add_column("judgement", sa.Column("undoes", sa.Integer()))
    op.create_index("ix_judgement_undoes", "judgement", ["undoes"])
    op.add_column("letter", sa.Column("edits", sa.Text()))
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))


def _create_bounce() -> None:
    op.create_table(
        "bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer()),
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_bounce_outbox_id_outbox", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_bounce"),
        sa.UniqueConstraint("report", name="uq_bounce_report"),
    )
    op.create_index("ix_bounce_outbox_id", "bounce", ["outbox_id"])


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.drop_column("doubts")
    with op.batch_alter_table("letter") as batch:
        batch.drop_column("edits")
    op.execute(sa.text("DELETE FROM judgement WHERE undoes IS NOT NULL"))  # no word on a notice by themselves
    op.drop_index("ix_judgement_undoes", "judgement")
    with op.batch_alter_table("judgement") as batch:
        batch.drop_column("undoes")
    for table in TABLES:
        op.drop_table(table)
