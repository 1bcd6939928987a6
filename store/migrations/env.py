"""What Alembic runs: the migrations, on the connection and in the transaction that store.database opened."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from store import tables
from store.columns import metadata

for module in iter_modules(tables.__path__, f"{tables.__name__}."):
    import_module(module.name)  # for the tables it adds to the metadata


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
