"""Slim tables of the market's facts; every notice is folded anew to fill them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("market_term", "market_win", "market_lot", "market_notice")


def upgrade() -> None:
    _create(
        "market_notice",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("procedure_id", sa.Text(), nullable=False),
        sa.Column("division", sa.String(length=2), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=False),
        sa.Column("counties", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("currency", sa.String(length=3)),
        sa.Column("doubted", sa.Boolean(), nullable=False),
        sa.Column("called_off", sa.Boolean(), nullable=False),
    )
    _create(
        "market_lot",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.Text(), nullable=False),
        sa.Column("tenders", sa.Integer()),
        sa.Column("awarded", sa.Boolean(), nullable=False),
    )
    _create(
        "market_win",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tender", sa.Text(), nullable=False),
        sa.Column("lot_id", sa.Text(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text()),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("tenders", sa.Integer()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("currency", sa.String(length=3)),
    )
    _create(
        "market_term",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("known", sa.String(length=16), nullable=False),
        sa.Column("known_day", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("options", sa.Integer()),
        sa.Column("untold", sa.Boolean(), nullable=False),
        sa.Column("renewable", sa.Boolean(), nullable=False),
        sa.Column("ends_first", sa.Date()),
        sa.Column("over", sa.Date()),
    )
    for table, *columns in (
        ("market_notice", "day"),
        ("market_notice", "procedure_id"),
        ("market_notice", "buyer"),
        ("market_win", "firm"),
        ("market_term", "over"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    op.execute(sa.text("UPDATE notice SET fold_hash = ''"))  # each is folded anew once the tables are up to date


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute(sa.text("UPDATE notice SET fold_hash = ''"))


def _create(table: str, *columns: sa.Column[object]) -> None:
    key = ("notice", "position") if columns[0].name == "position" else ("notice",)
    op.create_table(
        table,
        sa.Column("notice", sa.Text(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["notice"], ["notice.key"], name=f"fk_{table}_notice_notice", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
    )
