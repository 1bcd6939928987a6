"""What a person changed in drafts: kept beside them, and applied whenever they are built."""

from datetime import date

from sqlalchemy import Connection, select, update

from model.letter import Edits
from store import content, letters
from store.tables.letters import letter as table


def change(connection: Connection, number: int, changes: Edits) -> None:
    """
    Keep a change to a draft beside what was changed before; build it again to apply it.

    Raises KeyError for a letter that is not there, ValueError for one that is a draft no more.
    """
    row = connection.execute(select(table.c.edits).where(table.c.id == number)).one_or_none()
    if row is None:
        raise KeyError(number)
    settled = letters.settled(connection, number)
    if settled is not None:
        raise ValueError(f"letter {number} is {settled}; only drafts can be changed")
    before = _read(row.edits)
    after = Edits(
        greeting=changes.greeting if changes.greeting is not None else before.greeting,
        dropped=tuple(dict.fromkeys((*before.dropped, *changes.dropped))),
    )
    written = content.EDITS.dump_json(after).decode("utf-8") if after != Edits() else None
    connection.execute(update(table).where(table.c.id == number).values(edits=written))


def undo(connection: Connection, number: int) -> None:
    """Forget what was changed in a draft; build it again to make it as it would have been."""
    connection.execute(update(table).where(table.c.id == number).values(edits=None))


def of(connection: Connection, kind: str, member: str, first_day: date, last_day: date) -> Edits:
    """What a person changed in the draft of this kind, reader and period; nothing where there is none."""
    here = (table.c.kind == kind, table.c.member == member, table.c.first_day == first_day)
    query = select(table.c.edits).where(*here, table.c.last_day == last_day)
    return _read(connection.execute(query).scalar())


def _read(written: str | None) -> Edits:
    return Edits() if written is None else content.EDITS.validate_json(written)
