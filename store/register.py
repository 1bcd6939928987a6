"""The company register's entries: whom we know, what it says of them, and whom to ask again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select, update

from model.register import RegisterEntry
from store import content
from store.columns import clean
from store.tables.members import member
from store.tables.notices import notice, notice_organisation
from store.tables.register import register_entry
from store.upsert import insert_or_replace

FRESH: Final = timedelta(hours=24)
"""An answer younger than this is not asked for again by hand."""

_AT_ONCE = 500  # numbers in one IN (…): SQLite's older bound on variables is 999


class Absence(StrEnum):
    """Why the register has no entry under a number."""

    UNKNOWN = "unknown"  # it has never heard of it
    REMOVED = "removed"  # it had it and may not show it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What the register said of a number when it was last asked: an entry, or why there is none."""

    orgnr: str
    entry: RegisterEntry | None
    absent: Absence | None
    fetched_at: datetime
    changed_at: datetime | None = None


def record(connection: Connection, entry: RegisterEntry, *, fetched_at: datetime, archive_id: int | None) -> bool:
    """
    Make this the current entry of its number, unless a newer answer stands; whether that changed what is known.

    The document a standing entry was read from may be read again, later and better: that keeps its day.
    """
    table = register_entry.c
    before = connection.execute(select(register_entry).where(table.orgnr == entry.orgnr)).one_or_none()
    if before is not None and fetched_at < before.fetched_at:
        if archive_id is None or archive_id != before.archive_id:
            return False
        fetched_at = before.fetched_at
    written = content.REGISTER_ENTRY.dump_json(entry, exclude_defaults=True).decode("utf-8")
    values = {
        "content": written,
        "absent": None,
        "archive_id": archive_id,
        "fetched_at": fetched_at,
    }
    insert_or_replace(connection, register_entry, {"orgnr": entry.orgnr}, values)
    return before is None or before.content != clean(written)


def record_absence(connection: Connection, orgnr: str, absent: Absence, at: datetime) -> None:
    """Note that the register has nothing under a number. What it had said before stays in the archive alone."""
    values = {"content": None, "absent": absent.value, "archive_id": None, "fetched_at": at}
    insert_or_replace(connection, register_entry, {"orgnr": orgnr}, values)


def record_changes(connection: Connection, changes: Mapping[str, datetime]) -> None:
    """Note when the register told of changes; numbers never asked for are passed over."""
    table = register_entry.c
    for orgnr, at in sorted(changes.items()):
        later = or_(table.changed_at.is_(None), table.changed_at < at)
        connection.execute(update(register_entry).where(table.orgnr == orgnr, later).values(changed_at=at))


def look_up(connection: Connection, orgnrs: Collection[str]) -> dict[str, Registered]:
    """What the register said of these numbers; those never asked for are missing."""
    found: dict[str, Registered] = {}
    numbers = sorted(set(orgnrs))
    for start in range(0, len(numbers), _AT_ONCE):
        query = select(register_entry).where(register_entry.c.orgnr.in_(numbers[start : start + _AT_ONCE]))
        found |= {row.orgnr: _registered(row) for row in connection.execute(query)}
    return found


def entry(connection: Connection, orgnr: str) -> RegisterEntry | None:
    """The current entry of a number, or None."""
    found = look_up(connection, [orgnr]).get(orgnr)
    return found.entry if found else None


def stale(connection: Connection, orgnrs: Collection[str], *, before: datetime) -> list[str]:
    """
    Those of these numbers to ask for: never asked first, then told of as changed since, then last asked before a time.

    The longest waiting come first in each group, so that a bound on a night's questions passes nobody over for ever.
    """
    known = look_up(connection, orgnrs)
    never = sorted(set(orgnrs) - known.keys())
    changed = [one for one in known.values() if one.changed_at is not None and one.changed_at > one.fetched_at]
    old = [one for one in known.values() if one.fetched_at < before]
    waiting = [one.orgnr for group in (changed, old) for one in sorted(group, key=lambda one: one.fetched_at)]
    return list(dict.fromkeys([*never, *waiting]))


def of_interest(connection: Connection, *, since: datetime) -> list[str]:
    """The numbers we know: of members, then of buyers and winners in notices first seen or changed since a time."""
    members = select(member.c.orgnr).where(member.c.orgnr.is_not(None)).order_by(member.c.orgnr)
    named = (
        select(notice_organisation.c.orgnr)
        .join(notice, notice.c.key == notice_organisation.c.notice)
        .where(
            notice_organisation.c.orgnr.is_not(None),
            notice_organisation.c.role.in_(["buyer", "winner"]),
            notice.c.changed_at >= since,
        )
        .distinct()
        .order_by(notice_organisation.c.orgnr)
    )
    found = [*connection.execute(members).scalars(), *connection.execute(named).scalars()]
    return list(dict.fromkeys(found))


def troubles(connection: Connection, orgnrs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of these numbers those with something to know of: bankruptcy, winding up, deletion, or nothing registered."""
    found: dict[str, tuple[str, ...]] = {}
    for orgnr, one in look_up(connection, orgnrs).items():
        if one.entry is None:
            found[orgnr] = ("finnes ikke i Enhetsregisteret",)
        elif one.entry.troubles:
            found[orgnr] = one.entry.troubles
    return found


def _registered(row: Row[Any]) -> Registered:
    return Registered(
        orgnr=row.orgnr,
        entry=None if row.content is None else content.REGISTER_ENTRY.validate_json(row.content),
        absent=None if row.absent is None else Absence(row.absent),
        fetched_at=row.fetched_at,
        changed_at=row.changed_at,
    )
