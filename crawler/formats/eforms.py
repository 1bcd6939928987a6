"""
eForms UBL XML, as TED and Doffin publish it, into notices.

One parser for both: the table of fields (eforms_table) says where each business term stands, one walk gathers them,
and eforms_lots, eforms_results, eforms_parties and eforms_form make the vocabulary of what was gathered. Contract:
eForms SDK fields 1.3 to 1.16 and eForms-NO, EU and national.
"""

import re
from collections import Counter
from datetime import datetime
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from crawler.formats import eforms_walk
from crawler.formats.eforms_form import change_of, form_of
from crawler.formats.eforms_ignored import CODES, IGNORED
from crawler.formats.eforms_lots import all_words, cpv, lots_of, places
from crawler.formats.eforms_parties import named, organisations
from crawler.formats.eforms_results import results_of
from crawler.formats.eforms_table import NOTICE, ROOTS
from crawler.formats.eforms_times import day, instant
from crawler.formats.eforms_values import Doubts, money, number, text, twice_encoded
from crawler.formats.eforms_walk import Record, gather
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.money import Money
from model.notice import Notice

LARGEST: Final = 32 * 1024 * 1024
"""Bytes. The largest real notice known (652 lots) has under 10 MiB."""

_FAULTS: Final = {
    code: name.removeprefix("ERR_").lower().replace("_", " ")
    for name, code in vars(etree.ErrorTypes).items()
    if name.startswith("ERR_")
}
OLDER: Final = "the older format TED_EXPORT (before eForms), which is kept and not read"
"""Why a document of TED's schema before 2023 makes no notice: nothing is wrong with it."""

_PUBLICATION: Final = re.compile(r"0*(\d{1,8})-(20\d\d)", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DOFFIN: Final = re.compile(r"20\d\d-\d{6}", re.ASCII)
_VERSION: Final = re.compile(r"\d{1,4}", re.ASCII)

PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    recover=False,
    remove_comments=True,
    remove_pis=True,
    remove_blank_text=True,
    collect_ids=False,
)
"""No entities, no DTD, no network, no recovery; depth and text size are held by libxml2's own limits."""


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice in an eForms document. Raises FormatError alone, on any bytes."""
    return (_notice(gather(_root(body), NOTICE, {}), origin),)


def unread(body: bytes) -> Counter[str]:
    """Elements, by path, that this parser neither reads nor ignores with a reason. Raises FormatError like `read`."""
    return eforms_walk.unread(_root(body), NOTICE, IGNORED, CODES)


def _root(body: bytes) -> Element:
    if len(body) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB, which no notice is")
    if not body.strip():
        raise FormatError("the document is empty")
    try:
        root = etree.fromstring(body, PARSER)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"not well-formed XML: {_fault(error)}") from None
    except (ValueError, LookupError):
        raise FormatError("not well-formed XML: an encoding that is not known") from None
    if _misdeclared(body, root.getroottree().docinfo.encoding):
        raise FormatError("the document is UTF-8 and declares another encoding: its letters would be garbled")
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise FormatError("the document declares a DOCTYPE, which no notice needs")
    if root.tag not in ROOTS:
        if str(root.tag).rpartition("}")[2] == "TED_EXPORT":
            raise FormatError(OLDER)
        name = re.sub(r"[^\w.-]", "?", str(root.tag).rpartition("}")[2], flags=re.ASCII)[:60]
        raise FormatError(f"the root element is {name}, not a notice of eForms")
    return root


def _misdeclared(body: bytes, encoding: str | None) -> bool:
    """Whether bytes that can only be UTF-8 were read by a table of single letters, as their declaration wants."""
    if body.isascii() or (encoding or "UTF-8").upper().startswith(("UTF", "UCS")):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fault(error: etree.XMLSyntaxError) -> str:
    """The kind of fault and its line, in libxml2's words and none of the document's."""
    code: int = error.code  # type: ignore[attr-defined]  # the stubs do not know it
    return f"{_FAULTS.get(code, 'unreadable')}, line {error.lineno or 1}"


def _notice(record: Record, origin: Origin) -> Notice:
    dispatched = instant(record.get("issue_day"), record.get("issue_time"))
    doubts = Doubts(dispatched)
    known = organisations(record.get("organisations", ()))
    title = text(record.get("title"))
    lots = lots_of(record, doubts)
    lot_ids = {lot.id for lot in lots} if "lots" in record else None
    results = results_of(record.get("outcome"), lot_ids, known, doubts)
    change = change_of(record)
    publication = _publication(record.get("publication"))
    buyers = named(record.get("buyers", ()), known, doubts)
    if any(map(twice_encoded, [*all_words(title, lots), *(buyer.name for buyer in buyers)])):
        doubts.add("Tegnene ser ut til å være kodet to ganger (som «KjÃ¸p»); teksten er vist som den kom")
    _, notice_type = record.get("notice_type") or ("", None)
    return Notice(
        source=origin.source,
        source_id=origin.source_id,
        notice_uuid=_uuid(record.get("number"), doubts),
        version=_version(record.get("version"), doubts),
        procedure_id=_procedure(record.get("procedure")),
        publication_number=publication,
        form_type=form_of(record, title, lots, results, change, doubts),
        subtype=record.get("subtype"),
        notice_type=notice_type,
        customization=record.get("customization"),
        legal_basis=record.get("legal_basis"),
        language=record.get("language"),
        title=title,
        description=text(record.get("description")),
        note=text(record.get("note")),
        buyers=buyers,
        nature=record.get("nature"),
        cpv=cpv(record, doubts),
        places=places(record, doubts),
        value=money(record.get("value"), doubts, "Anslått verdi"),
        framework_maximum=money(record.get("framework_maximum"), doubts, "Rammeavtalens øvre verdi"),
        total_awarded=_total(record.get("outcome"), doubts),
        procedure_type=record.get("procedure_type"),
        max_lots_submitted=number(record.get("max_lots_submitted")),
        max_lots_awarded=number(record.get("max_lots_awarded")),
        dispatched=dispatched,
        published=day(record.get("published")),
        lots=lots,
        change=change,
        results=results,
        url=_page(origin, publication),
        warnings=_told(doubts, record, dispatched),
    )


def _uuid(raw: str | None, doubts: Doubts) -> str | None:
    """BT-701 in lower case. A converted older notice carries its Doffin id here and has no UUID."""
    if raw is not None and _UUID.fullmatch(raw.lower()):
        return raw.lower()
    if raw is None or not _DOFFIN.fullmatch(raw):
        doubts.add(f"Kunngjøringens id {(raw or '')[:40]!r} er verken UUID eller Doffin-nummer")
    return None


def _version(raw: str | None, doubts: Doubts) -> int:
    if raw is not None and _VERSION.fullmatch(raw) and int(raw):
        return int(raw)
    doubts.add(f"Versjonen {(raw or '')[:20]!r} er ikke et tall; lest som 1")
    return 1


def _procedure(raw: str | None) -> str | None:
    """BT-04; case tells nothing in a UUID. In converted notices it is a Doffin id, its own or the changed notice's."""
    return raw.lower() if raw else None


def _publication(raw: str | None) -> str | None:
    """TED's number without leading zeros. `n.a.` and `2021/S 056-142708` (an EARLIER notice's reference) are none."""
    match = _PUBLICATION.fullmatch(raw) if raw else None
    return f"{int(match[1])}-{match[2]}" if match else None


def _total(outcome: Record | None, doubts: Doubts) -> Money | None:
    return None if outcome is None else money(outcome.get("total"), doubts, "Samlet tildelt verdi")


def _page(origin: Origin, publication: str | None) -> str | None:
    if origin.source == "doffin":
        return f"https://www.doffin.no/notices/{origin.source_id}"
    return f"https://ted.europa.eu/en/notice/-/detail/{publication}" if publication else None


def _told(doubts: Doubts, record: Record, dispatched: datetime | None) -> tuple[str, ...]:
    if dispatched is None:
        doubts.add(f"Datoen kunngjøringen ble sendt, {(record.get('issue_day') or '')[:30]!r}, kan ikke leses")
    return doubts.told()
