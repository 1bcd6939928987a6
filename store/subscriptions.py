"""Subscriptions: who receives letters, by whose consent, and who does not want them any more or cannot be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select, update

from model.member import Member
from store.outbox import withhold
from store.tables.recipients import recipient as table
from store.upsert import insert_or_keep

PROFILE: Final = "the member's profile"
"""Source of a consent where the profile does not name another (`consent` of a contact)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who receives, or received, the letters of a member: `number` stands in the links of its letters."""

    number: int
    member: str
    email: str
    source: str
    consented_at: datetime
    unsubscribed_at: datetime | None
    unsubscribed_by: str | None
    held_at: datetime | None
    held_because: str | None

    @property
    def receives(self) -> bool:
        """Whether letters go there: neither unsubscribed nor held after a bounce."""
        return self.unsubscribed_at is None and self.held_at is None


def normal(email: str) -> str:
    """The one spelling of an address by which it is known."""
    return email.strip().lower()


def register(connection: Connection, members: Iterable[Member], at: datetime) -> None:
    """
    Know the contacts of these members; one that is known keeps its time and its no.

    It keeps its source too, unless the profile has come to say more than that it stands in it.
    """
    for member in members:
        for contact in member.contacts:
            known = know(connection, member.id, contact.email, contact.consent or PROFILE, at)
            if contact.consent and known.source == PROFILE:
                named = update(table).where(table.c.id == known.number).values(source=contact.consent)
                connection.execute(named)


def know(connection: Connection, member: str, email: str, source: str, at: datetime) -> Recipient:
    """The recipient of this reader's letters at this address; kept with the source of its consent if it is new."""
    identity = {"member": member, "email": normal(email)}
    insert_or_keep(connection, table, identity, {"source": source, "consented_at": at})
    row = connection.execute(select(table).filter_by(**identity)).one()
    return _recipient(row)


def find(connection: Connection, member: str, email: str) -> Recipient | None:
    """The recipient of this reader's letters at this address, or None."""
    query = select(table).where(table.c.member == member, table.c.email == normal(email))
    row = connection.execute(query).one_or_none()
    return None if row is None else _recipient(row)


def of(connection: Connection, number: int) -> Recipient | None:
    """The recipient of a number, or None."""
    row = connection.execute(select(table).where(table.c.id == number)).one_or_none()
    return None if row is None else _recipient(row)


def recipients(connection: Connection, *, member: str | None = None) -> list[Recipient]:
    """All recipients, or one member's, whether they receive letters or not, by member and address."""
    query = select(table).order_by(table.c.member, table.c.email)
    if member is not None:
        query = query.where(table.c.member == member)
    return [_recipient(row) for row in connection.execute(query)]


def refusing(connection: Connection) -> frozenset[tuple[str, str]]:
    """Members and addresses to which no letter goes: unsubscribed, or held after a bounce."""
    query = select(table.c.member, table.c.email).where(
        or_(table.c.unsubscribed_at.is_not(None), table.c.held_at.is_not(None))
    )
    return frozenset((row.member, row.email) for row in connection.execute(query))


def unsubscribe(connection: Connection, number: int, at: datetime, by: str = "link") -> Recipient:
    """
    Stop a recipient's letters; what waits for it in the outbox is withheld. Stopped twice, the first time counts.

    `by` is `link`, `one-click` (RFC 8058), or who did it. Raises KeyError for a number nobody has.
    """
    stop = {"unsubscribed_at": at, "unsubscribed_by": by}
    connection.execute(update(table).where(table.c.id == number, table.c.unsubscribed_at.is_(None)).values(stop))
    withhold(connection, at)
    return _there(connection, number)


def resubscribe(connection: Connection, number: int, at: datetime, source: str) -> Recipient:
    """
    Take a no back: a new consent, with where it comes from. One who receives letters already stays as it is.

    Raises KeyError for a number nobody has.
    """
    again = {"unsubscribed_at": None, "unsubscribed_by": None, "source": source, "consented_at": at}
    connection.execute(update(table).where(table.c.id == number, table.c.unsubscribed_at.is_not(None)).values(again))
    return _there(connection, number)


def hold(connection: Connection, email: str, because: str, at: datetime) -> None:
    """Send nothing more to an address until the leader has looked; held twice, the first time counts."""
    held = {"held_at": at, "held_because": because}
    here = (table.c.email == normal(email), table.c.held_at.is_(None))
    connection.execute(update(table).where(*here).values(held))
    withhold(connection, at)


def clear(connection: Connection, email: str) -> int:
    """Let letters go to an address again; returns for how many readers it was held."""
    here = (table.c.email == normal(email), table.c.held_at.is_not(None))
    cleared = update(table).where(*here).values(held_at=None, held_because=None).returning(table.c.id)
    return len(connection.execute(cleared).all())


def _there(connection: Connection, number: int) -> Recipient:
    found = of(connection, number)
    if found is None:
        raise KeyError(number)
    return found


def _recipient(row: Row[Any]) -> Recipient:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Recipient(number=values.pop("id"), **values)
