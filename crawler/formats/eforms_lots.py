"""Lots, parts and groups of an eForms notice, each from the record gathered for it."""

from collections import Counter
from typing import Final

from crawler.formats.eforms_times import day, deadline, instant
from crawler.formats.eforms_values import Doubts, codes, money, number, nuts, text, web
from crawler.formats.eforms_walk import Record
from model.cpv import Cpv
from model.notice import Criterion, Lot, LotKind, Period, Place
from model.text import Text

WHOLE: Final = "LOT-0000"
"""The id of the one lot of a notice without lots; eForms' own id for a procedure that is not divided."""

_KINDS: Final = {kind.value: kind for kind in LotKind}


def lots_of(notice: Record, doubts: Doubts) -> tuple[Lot, ...]:
    """The lots in the notice's order; one made of the notice's own fields where it has nothing one can bid for."""
    groups = {group.get("id"): group.get("lots", []) for group in notice.get("groups", ())}
    earlier = previous(notice)
    seen: Counter[str] = Counter()
    lots = []
    for record in notice.get("lots", ()):
        scheme, raw = record.get("id") or ("", WHOLE)
        seen[raw] += 1
        if seen[raw] > 1:
            doubts.add(f"Delkontrakt {raw[:20]!r} står flere ganger i kunngjøringen")
        name = raw if seen[raw] == 1 else f"{raw}#{seen[raw]}"
        kind = _KINDS.get(scheme, LotKind.LOT)
        lots.append(_lot(record, name, kind, previous(record) or earlier, tuple(groups.get(raw, ())), doubts))
    if all(lot.kind is LotKind.GROUP for lot in lots):
        lots.insert(0, _lot(notice, WHOLE, LotKind.LOT, earlier, (), doubts))
    return tuple(lots)


def _lot(
    record: Record, name: str, kind: LotKind, earlier: tuple[str, ...], grouped: tuple[str, ...], doubts: Doubts
) -> Lot:
    get = record.get
    systems = {list_: code for list_, code in get("systems", ()) if code != "none"}
    return Lot(
        id=name,
        kind=kind,
        reference=record.get("reference"),
        title=text(get("title")),
        description=text(get("description")),
        note=text(get("note")),
        cpv=cpv(record, doubts),
        nature=record.get("nature"),
        places=places(record, doubts),
        value=money(record.get("value"), doubts, "Anslått verdi"),
        framework_maximum=money(record.get("framework_maximum"), doubts, "Rammeavtalens øvre verdi"),
        duration=_duration(record),
        renewals=number(record.get("renewals")),
        options=text(get("options")),
        deadline=deadline(record.get("deadline"), doubts, "Tilbudsfrist"),
        request_deadline=deadline(record.get("request_deadline"), doubts, "Frist for å be om å delta"),
        interest_deadline=deadline(record.get("interest_deadline"), doubts, "Frist for å melde interesse"),
        questions_by=deadline(record.get("questions_by"), doubts, "Frist for spørsmål"),
        opening=instant(record.get("opening_day"), record.get("opening_time")),
        framework=systems.get("framework-agreement"),
        dps=systems.get("dps-usage"),
        max_participants=number(record.get("max_participants")),
        reserved=next((code for list_, code in get("requirements", ()) if _reserves(list_, code)), None),
        selection=tuple(_selection(one) for one in get("selection", ()) if one.get("usage") != "n-used"),
        award=tuple(_award(one) for one in get("award", ())),
        documents_url=web(_documents(record), doubts, "Konkurransegrunnlag"),
        submission_url=web(record.get("submission"), doubts, "Innlevering"),
        languages=tuple(dict.fromkeys(get("languages", ()))),
        guarantee=text(get("guarantee")),
        previous=earlier,
        grouped=grouped,
    )


def cpv(record: Record, doubts: Doubts) -> tuple[Cpv, ...]:
    """The main code, then the additional ones."""
    return codes([*record.get("cpv", ()), *record.get("cpv_more", ())], doubts)


def places(record: Record, doubts: Doubts) -> tuple[Place, ...]:
    """Places of performance, each once."""
    found = [
        Place(
            nuts=nuts(one.get("nuts"), doubts),
            anywhere=one.get("anywhere"),
            country=one.get("country"),
            city=one.get("city"),
            text=text(one.get("text")).best or None,
        )
        for one in record.get("places", ())
    ]
    return tuple(place for place in dict.fromkeys(found) if place != Place())


def previous(record: Record) -> tuple[str, ...]:
    """Earlier notices referred to (BT-125), a version written apart put behind its notice: `uuid-01`."""
    found = []
    for one in record.get("previous", ()):
        reference, version = one.get("id"), one.get("version")
        if reference:
            found.append(f"{reference}-{version}" if version else reference)
    return tuple(dict.fromkeys(found))


def _duration(record: Record) -> Period | None:
    unit, length = record.get("duration") or (None, None)
    start, end = day(record.get("start")), day(record.get("end"))
    code = record.get("duration_code")
    if length is None and start is None and end is None and code is None:
        return None
    return Period(length=number(length), unit=unit or None, start=start, end=end, code=code)


def _reserves(list_: str, code: str) -> bool:
    return list_ == "reserved-procurement" and code != "none"


def _selection(record: Record) -> Criterion:
    return Criterion(
        code=record.get("code") or record.get("code_before"),
        name=text(record.get("name")),
        description=text(record.get("description")),
    )


def _award(record: Record) -> Criterion:
    weight = None
    for one in record.get("numbers", ()):
        list_, _ = one.get("kind") or ("", "")
        if list_ in {"number-weight", ""}:  # number-fixed and number-threshold are no weights
            weight = weight or one.get("number")
    return Criterion(
        code=record.get("code"),
        name=text(record.get("name")),
        description=text(record.get("description")),
        weight=weight,
    )


def _documents(record: Record) -> str | None:
    open_: list[str] = []
    closed: list[str] = []
    for one in record.get("documents", ()):
        address = one.get("address")
        if address:
            (closed if one.get("kind") == "restricted-document" else open_).append(address)
    return next(iter([*open_, *closed]), None)


def all_words(title: Text, lots: tuple[Lot, ...]) -> list[str]:
    """Titles and descriptions of notice and lots, to be looked over as a whole."""
    texts = [title, *(lot.title for lot in lots), *(lot.description for lot in lots)]
    return [words for one in texts for _, words in one.versions]
