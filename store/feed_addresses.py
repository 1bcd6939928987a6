"""Private addresses of a member's feed and calendar: unguessable, one per member, and taken back at any time."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from store.tables.members import member as member_table
from store.tables.recipients import feed_address as table

_BYTES: Final = 24


def of(connection: Connection, member: str, at: datetime) -> str:
    """The secret part of this member's addresses, made now if there is none; in a transaction that may write."""
    query = select(table.c.secret).where(table.c.member == member, table.c.revoked_at.is_(None))
    there = connection.execute(query.order_by(table.c.made_at)).scalars().first()
    if there is not None:
        return str(there)
    made = secrets.token_urlsafe(_BYTES)
    connection.execute(insert(table).values(secret=made, member=member, made_at=at))
    return made


def member(connection: Connection, secret: str) -> str | None:
    """Whose address it is; None for one that was never made, was taken back, or whose member is gone."""
    query = (
        select(table.c.member)
        .join_from(table, member_table, member_table.c.id == table.c.member)
        .where(table.c.secret == secret, table.c.revoked_at.is_(None))
    )
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def revoke(connection: Connection, member: str, at: datetime) -> int:
    """Take a member's addresses back, and return how many; the next one asked for is new."""
    mine = (table.c.member == member, table.c.revoked_at.is_(None))
    return len(connection.execute(update(table).where(*mine).values(revoked_at=at).returning(table.c.secret)).all())
