"""Identity: the names by which readings are known to be one notice, and by which people and other notices call it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from model.notice import Notice

LONGEST = 200
"""Characters of a name that are kept as they are; a database index holds no name of thousands."""

_UUID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d{1,4})?", re.ASCII)  # BT-758: with its version
_STAGE = "procedure:"
_DOFFIN = re.compile(r"20\d\d-\d{6}", re.ASCII)
_TED = re.compile(r"0*(\d{1,8})-((?:19|20)\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """
    A name of a notice: `identifier` with its source (`doffin:2026-112542`) or a UUID, `number` as people write it.

    Readings sharing a name that `joins` are one notice. Other names (a TED number printed in a Doffin document, which
    has been seen to name an earlier notice; a procedure's form and day, which twins share) only lead to those that may
    be, and store.kinship judges.
    """

    identifier: str
    number: str
    joins: bool = True


def names(notice: Notice) -> tuple[Name, ...]:
    """Every name the notice gives itself; at least its address at its source, which joins."""
    found = [address(notice.source, notice.source_id)]
    if notice.notice_uuid:
        uuid = short(notice.notice_uuid.strip().lower())
        found.append(Name(f"uuid:{uuid}" if ":" in uuid else uuid, uuid))  # no UUID passes for another's address
    if notice.publication_number:
        ted = address("ted", notice.publication_number)
        if ted not in found:
            found.append(Name(ted.identifier, ted.number, joins=False))
    return (*found, *_stages(notice))


def days(notice: Notice) -> tuple[date, ...]:
    """The days on which the notice says it was sent and published."""
    sent = notice.dispatched.date() if notice.dispatched else None
    return tuple(day for day in dict.fromkeys((sent, notice.published)) if day is not None)


def is_uuid(text: str) -> bool:
    """Whether it is a UUID in lower case; converted notices carry Doffin ids in its place."""
    return _UUID.fullmatch(text) is not None


def is_stage(name: Name) -> bool:
    """Whether the name is that of a procedure's form on a day."""
    return name.identifier.startswith(_STAGE)


def _stages(notice: Notice) -> list[Name]:
    """The procedure, form and day of it; another procedure id than a UUID is too often another notice's number."""
    procedure = (notice.procedure_id or "").strip().lower()
    if not is_uuid(procedure):
        return []
    texts = [f"{_STAGE}{procedure}|{notice.form_type.value}|{day.isoformat()}" for day in days(notice)]
    return [Name(text, text, joins=False) for text in texts]


def address(source: str, source_id: str) -> Name:
    """The name a source gives a notice; TED's numbers without leading zeros."""
    number = short(source_id.strip())
    ted = _TED.fullmatch(number) if source == "ted" else None
    if ted:
        number = f"{ted[1]}-{ted[2]}"
    return Name(f"{short(source)}:{number}", number)


def called(reference: str) -> frozenset[str]:
    """The identifiers that what a notice writes of another (BT-758) can mean: `uuid-01`, a Doffin id, a TED number."""
    text = reference.strip()
    uuid = _UUID.fullmatch(text.lower())
    if uuid:
        return frozenset({uuid[1]})
    found = set()
    if _DOFFIN.fullmatch(text):
        found.add(address("doffin", text).identifier)
    if _TED.fullmatch(text):
        found.add(address("ted", text).identifier)
    return frozenset(found)


def numbers(identifier: str) -> frozenset[str]:
    """The forms in which a number that a person typed may be stored."""
    text = short(identifier.strip())
    ted = _TED.fullmatch(text)
    return frozenset({text, text.lower(), *([f"{ted[1]}-{ted[2]}"] if ted else [])})


def key(names_: Iterable[Name]) -> str:
    """The name a notice goes by in the store: its UUID (the first by alphabet of several), else its first address."""
    joining = [name.identifier for name in names_ if name.joins]
    return min(joining, key=lambda identifier: (":" in identifier, identifier))


def short(name: str) -> str:
    """The name itself, or its beginning and a hash where it is beyond reason long."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST // 2]}…{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:32]}"
