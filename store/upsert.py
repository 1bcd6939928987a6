"""INSERT … ON CONFLICT, which SQLite and PostgreSQL write alike and SQLAlchemy keeps in their dialects."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_keep(connection: Connection, table: Table, identity: Mapping[str, Any], rest: Mapping[str, Any]) -> bool:
    """Insert a row unless one with this identity (the columns of a unique constraint) stands; whether it was new."""
    statement = _insert(connection, table).values(**identity, **rest)
    kept = statement.on_conflict_do_nothing(index_elements=list(identity)).returning(table.c[next(iter(identity))])
    return connection.execute(kept).first() is not None


def insert_or_replace(
    connection: Connection, table: Table, identity: Mapping[str, Any], rest: Mapping[str, Any]
) -> None:
    """Insert a row, or give the row with this identity these values."""
    statement = _insert(connection, table).values(**identity, **rest)
    connection.execute(statement.on_conflict_do_update(index_elements=list(identity), set_=dict(rest)))


def insert_or_replace_all(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    identity: Collection[str],
    keep: Collection[str] = (),
) -> None:
    """Insert many rows of the same columns; a row that stands takes the new values, but in the columns to keep."""
    if not rows:
        return
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in {*identity, *keep}}
    connection.execute(statement.on_conflict_do_update(index_elements=list(identity), set_=changed), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
