"""The validators of conditional requests, remembered only when what they stand for is stored completely."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from model.validator import Validator
from store.tables.feeds import validator as table
from store.upsert import insert_or_replace

_FIELDS = ("url", "etag", "last_modified", "settings", "since")


def known(connection: Connection, source: str) -> dict[str, Validator]:
    """The source's validators by address."""
    rows = connection.execute(select(table).where(table.c.source == source))
    return {row.url: Validator(**{name: getattr(row, name) for name in _FIELDS}) for row in rows}


def remember(connection: Connection, source: str, validators: Iterable[Validator], now: datetime) -> None:
    """Remember validators in place of what was known of their addresses."""
    for one in validators:
        rest = {name: getattr(one, name) for name in _FIELDS if name != "url"}
        insert_or_replace(connection, table, {"source": source, "url": one.url}, {**rest, "at": now})
