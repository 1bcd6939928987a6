"""What a change changed: one line per field, old and new, still to be said in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from digest.catalogue import N_
from digest.week import Changed
from model.closing import WHOLE
from model.difference import DEADLINES, Field, FieldChange
from model.form import FormType
from model.notice import Notice
from store.closures import Ending
from store.notices import StoredNotice

MOST: Final = 6
"""Lines a notice gets; a change of hundreds of lots is told by its first."""

WORDS: Final[Mapping[Field, str]] = {
    Field.CANCELLED: N_("Avlyst"),
    Field.TITLE: N_("Ny tittel"),
    Field.DEADLINE: N_("Fristen er flyttet"),
    Field.REQUEST_DEADLINE: N_("Fristen for å be om å delta er flyttet"),
    Field.INTEREST_DEADLINE: N_("Fristen for å melde interesse er flyttet"),
    Field.VALUE: N_("Ny verdi"),
    Field.CPV: N_("Nye CPV-koder"),
    Field.DOCUMENTS: N_("Dokumentene har fått ny adresse"),
    Field.LOT_ADDED: N_("Ny delkontrakt"),
    Field.LOT_REMOVED: N_("Delkontrakten er tatt ut:"),
}

CHANGED: Final = N_("Endret")
WON: Final = N_("Vunnet av {who}")
AWARDED: Final = N_("Tildelt")

_BARE: Final = frozenset({Field.CANCELLED, Field.DOCUMENTS})  # their values say nothing to a reader


def lines(stored: StoredNotice, changes: Iterable[FieldChange]) -> list[Changed]:
    """A line for each change of the notice; the same words for several lots once."""
    found = [_line(stored, one) for one in changes]
    return list(dict.fromkeys(found))[:MOST]


def line(stored: StoredNotice, what: str) -> Changed:
    """What became of the notice."""
    return Changed(key=stored.key, title=stored.notice.title.best, href=stored.notice.url, what=what)


def _line(stored: StoredNotice, change: FieldChange) -> Changed:
    bare = line(stored, WORDS[change.field])
    if change.field in _BARE:
        return bare
    if change.field is Field.LOT_REMOVED:
        return _with(bare, after=change.before)
    if change.field in DEADLINES:
        return _with(bare, _moment(change.before), _moment(change.after), pair=True)
    return _with(bare, change.before or None, change.after or None, pair=True)


def _with(
    bare: Changed, before: str | date | None = None, after: str | date | None = None, *, pair: bool = False
) -> Changed:
    return Changed(
        key=bare.key, title=bare.title, href=bare.href, what=bare.what, before=before, after=after, pair=pair
    )  # fmt: skip


def _moment(limit: str | None) -> date | None:
    if limit is None:
        return None
    return datetime.fromisoformat(limit) if "T" in limit else date.fromisoformat(limit)


def ended(stored: StoredNotice, endings: Sequence[Ending], by: Notice) -> Changed:
    """That a later notice of the procedure called the notice off, or told who won; of which lots where not of all."""
    lots = {lot.id: lot.title.best or lot.id for lot in stored.notice.biddable}
    named = [lots[one.lot] for one in endings if one.lot in lots]
    whole = len(lots) == 1 or any(one.lot == WHOLE for one in endings) or len(named) == len(lots)
    of = () if whole or not named else tuple(named[:MOST])
    who = winners(by) if endings[0].form is FormType.RESULT else ()
    what = WORDS[Field.CANCELLED] if endings[0].form is not FormType.RESULT else WON if who else AWARDED
    notice = stored.notice
    return Changed(key=stored.key, title=notice.title.best, href=notice.url, what=what, who=who, lots=of)


def winners(notice: Notice) -> tuple[tuple[str, ...], ...]:
    """Who won, the firms of a consortium as one, three at most; none where the notice names nobody."""
    names = [
        tuple(tenderer.organisation.name for tenderer in tender.party.tenderers)
        for result in notice.results
        for tender in result.winners
        if tender.party is not None and tender.party.tenderers
    ]
    return tuple(dict.fromkeys(names))[:3]
