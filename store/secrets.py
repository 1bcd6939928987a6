"""Secrets of the installation: keys it makes for itself when they are first asked for, and keeps."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from store.tables.recipients import secret as table
from store.upsert import insert_or_keep

LINKS: Final = "links"
"""The key that signs the links in letters (store.links)."""

_BYTES: Final = 32


def of(connection: Connection, name: str, at: datetime) -> str:
    """The secret of this name, made now if there is none; in a transaction that may write."""
    insert_or_keep(connection, table, {"name": name}, {"value": secrets.token_urlsafe(_BYTES), "made_at": at})
    return str(connection.execute(select(table.c.value).where(table.c.name == name)).scalar_one())
