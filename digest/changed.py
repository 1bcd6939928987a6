"""What a change changed, in words for members: one line per field, old and new."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from digest.norwegian import OSLO
from digest.week import Changed
from model.difference import Field, FieldChange
from store.notices import StoredNotice

MOST: Final = 6
"""Lines a notice gets; a change of hundreds of lots is told by its first."""

WORDS: Final[Mapping[Field, str]] = {
    Field.CANCELLED: "Avlyst",
    Field.TITLE: "Ny tittel",
    Field.DEADLINE: "Fristen er flyttet",
    Field.REQUEST_DEADLINE: "Fristen for å be om å delta er flyttet",
    Field.INTEREST_DEADLINE: "Fristen for å melde interesse er flyttet",
    Field.VALUE: "Ny verdi",
    Field.CPV: "Nye CPV-koder",
    Field.DOCUMENTS: "Dokumentene har fått ny adresse",
    Field.LOT_ADDED: "Ny delkontrakt",
    Field.LOT_REMOVED: "Delkontrakten er tatt ut:",
}

_DEADLINES: Final = frozenset({Field.DEADLINE, Field.REQUEST_DEADLINE, Field.INTEREST_DEADLINE})
_BARE: Final = frozenset({Field.CANCELLED, Field.DOCUMENTS})  # their values say nothing to a reader


def lines(stored: StoredNotice, changes: Iterable[FieldChange]) -> list[Changed]:
    """A line for each change of the notice; the same words for several lots once."""
    found = [_line(stored, one) for one in changes]
    return list(dict.fromkeys(found))[:MOST]


def line(stored: StoredNotice, what: str, before: str = "", after: str = "") -> Changed:
    """What became of the notice."""
    notice = stored.notice
    return Changed(key=stored.key, title=notice.title.best, href=notice.url, what=what, before=before, after=after)


def _line(stored: StoredNotice, change: FieldChange) -> Changed:
    what = WORDS[change.field]
    if change.field in _BARE:
        return line(stored, what)
    if change.field is Field.LOT_REMOVED:
        return line(stored, what, after=change.before or "")
    before, after = (_shown(change.field, value) for value in (change.before, change.after))
    return line(stored, what, before, after or "ikke oppgitt")


def _shown(field: Field, value: str | None) -> str:
    if value is None:
        return ""
    if field in _DEADLINES and "T" in value:
        return datetime.fromisoformat(value).astimezone(OSLO).date().isoformat()
    return value
