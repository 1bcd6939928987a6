"""What the tests of notices share: delivering as the crawler does, and the whole current view as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from model.notice import Notice
from store import archive, notices
from store.database import writing
from store.notices import Delivered
from store.tables import notices as tables
from tests.factories import a_document

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)

FIRST = "00000000-0000-4000-8000-000000000001"
SECOND = "00000000-0000-4000-8000-000000000002"


@dataclass(frozen=True)
class Delivery:
    """A document of a format whose bytes are `body`, read as this notice, seen so many days after the start."""

    notice: Notice
    format: str = "eforms"
    body: bytes = b""
    day: int = 0

    @property
    def seen(self) -> datetime:
        return START + timedelta(days=self.day)


def deliver(engine: Engine, *deliveries: Delivery) -> list[Delivered]:
    """Archive each document and deliver its notice, in one transaction."""
    with writing(engine) as connection:
        return [deliver_in(connection, delivery) for delivery in deliveries]


def deliver_in(connection: Connection, delivery: Delivery) -> Delivered:
    notice = delivery.notice
    document = a_document(
        source=notice.source,
        source_id=notice.source_id,
        format=delivery.format,
        body=delivery.body or f"{notice!r} {delivery.format}".encode(),
        fetched_at=delivery.seen,
    )
    kept = archive.keep(connection, document)
    return notices.deliver(connection, kept.id, notice, delivery.seen)


VIEW: Mapping[str, Sequence[str]] = {
    "raw_document": ("id", "state", "fetched_at"),
    "notice_version": ("id", "archive_id", "slot"),
    "notice": (),
    "notice_identifier": (),
    "notice_reference": (),
    "notice_predecessor": (),
    "notice_closing": (),
    "notice_address": (),
    "notice_organisation": (),
    "notice_cpv": (),
    "lot": (),
    "market_notice": (),
    "market_lot": (),
    "market_win": (),
    "market_term": (),
}
"""The tables that are a function of the set of deliveries, with the columns that number rows in order of arrival."""


def snapshot(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the view, sorted, without surrogate numbers."""
    found = {}
    for name, without in VIEW.items():
        table = tables.notice.metadata.tables[name]
        columns = [column for column in table.c if column.name not in without]
        found[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    return found
