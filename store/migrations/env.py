"""What Alembic runs: the migrations, on the connection and in the transaction that store.database opened."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from store.columns import metadata
from store.tables import crawls, feeds, letters, members, notices

TABLES = (crawls, feeds, letters, members, notices)  # imported for the tables they add to the metadata


def plain(kind: str, part: Any, autogen_context: Any) -> str | Literal[False]:  # noqa: ARG001 - Alembic's signature
    """Write our column types into a migration as what the database has: a migration must outlive our code."""
    return f"sa.{part.impl!r}" if kind == "type" and isinstance(part, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=plain,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
