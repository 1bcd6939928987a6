"""What a change changed, in words for members: one line per field, old and new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from digest.norwegian import OSLO, day, together
from digest.week import Changed
from model.closing import WHOLE
from model.difference import Field, FieldChange
from model.form import FormType
from model.notice import Notice
from store.closures import Ending
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
    if change.field in _DEADLINES:
        before, after = _times(change.before, change.after)
    else:
        before, after = change.before or "", change.after or ""
    return line(stored, what, before, after or "ikke oppgitt")


def _times(*limits: str | None) -> list[str]:
    """Time limits as people read them: the days, and the hours as well where the day is the same."""
    told = [_local(limit) for limit in limits]
    same = len({moment.date() if isinstance(moment, datetime) else moment for moment in told}) < len(told)
    return [_spoken(moment, hour=same) for moment in told]


def _local(limit: str | None) -> date | None:
    if limit is None:
        return None
    return datetime.fromisoformat(limit).astimezone(OSLO) if "T" in limit else date.fromisoformat(limit)


def _spoken(moment: date | None, *, hour: bool) -> str:
    if moment is None:
        return ""
    words = f"{day(moment, year=True)}"
    return f"{words} kl.\u00a0{moment:%H.%M}" if hour and isinstance(moment, datetime) else words


def ended(stored: StoredNotice, endings: Sequence[Ending], by: Notice) -> Changed:
    """That a later notice of the procedure called the notice off, or told who won; of which lots where not of all."""
    lots = {lot.id: lot.title.best or lot.id for lot in stored.notice.biddable}
    named = [lots[one.lot] for one in endings if one.lot in lots]
    whole = len(lots) == 1 or any(one.lot == WHOLE for one in endings) or len(named) == len(lots)
    of = "" if whole or not named else f" ({together(named[:MOST])})"
    if endings[0].form is FormType.RESULT:
        who = winners(by)
        return line(stored, f"Vunnet av {who}{of}" if who else f"Tildelt{of}")
    return line(stored, f"{WORDS[Field.CANCELLED]}{of}")


def winners(notice: Notice) -> str:
    """Who won, consortia as one, three at most; "" where the notice names nobody."""
    names = [
        together([tenderer.organisation.name for tenderer in tender.party.tenderers])
        for result in notice.results
        for tender in result.winners
        if tender.party is not None and tender.party.tenderers
    ]
    return ", ".join(list(dict.fromkeys(names))[:3])
