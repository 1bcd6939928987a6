"""
Entries of Spain's PLACSP: Atom around CODICE (UBL), with lots, status, deadline and outcome, as notices.

Contract: "Formato de sindicación y reutilización de datos sobre licitaciones", v1.10 (2024-09-17).
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.etree import _Element as Element

from crawler.formats.doffin_common import unique
from crawler.formats.errors import FormatError
from crawler.formats.feed_entry import WITHDRAWN, version
from crawler.formats.feed_identity import web_address
from crawler.formats.origin import Origin
from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Deadline, Lot, Notice, Period, Place
from model.nuts import Nuts
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text

LARGEST: Final = 8 * 1024 * 1024
MADRID: Final = ZoneInfo("Europe/Madrid")

STATES: Final = {
    "PRE": FormType.PLANNING,  # anuncio previo
    "PUB": FormType.COMPETITION,  # en plazo
    "EV": FormType.COMPETITION,  # pendiente de adjudicación: the deadline is past
    "ADJ": FormType.RESULT,  # adjudicada
    "RES": FormType.RESULT,  # resuelta
    "ANUL": FormType.CANCELLATION,  # anulada
}
"""ContractFolderStatusCode -> the stage."""

NATURES: Final = {"1": "supplies", "2": "services", "3": "works"}
UNITS: Final = {"DAY": "DAY", "MON": "MONTH", "ANN": "YEAR"}

_PARSER: Final = etree.XMLParser(
    resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False, collect_ids=False
)
_BUYER: Final = re.compile(r"Órgano de Contratación:\s*([^;]{1,300})")
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of an archived entry or deleted-entry. Raises FormatError alone, on any bytes."""
    root = _root(body)
    if etree.QName(root).localname == "deleted-entry":
        return (_deleted(root, origin),)
    folder = root.find("{*}ContractFolderStatus")
    if folder is None:
        raise FormatError("an entry without a ContractFolderStatus")
    title = _text(root, "title") or _text(folder, "ProcurementProject/Name")
    if not title:
        raise FormatError("an entry without a title")
    warnings: list[str] = []
    updated = _text(root, "updated")
    lots = _lots(folder, title, warnings)
    project = folder.find("{*}ProcurementProject")
    return (
        Notice(
            source=origin.source,
            source_id=origin.source_id,
            version=version(updated) or 1,
            form_type=_form(folder, warnings),
            notice_type=_text(folder, "ContractFolderStatusCode") or None,
            title=Text.plain(title),
            buyers=_buyers(root, folder),
            nature=NATURES.get(_text(folder, "ProcurementProject/TypeCode")),
            cpv=_codes(project, warnings),
            places=_places(project, warnings),
            value=_money(project, "BudgetAmount/EstimatedOverallContractAmount", warnings)
            or _money(project, "BudgetAmount/TaxExclusiveAmount", warnings),
            procedure_type=_text(folder, "TenderingProcess/ProcedureCode") or None,
            published=_day(updated),
            lots=lots,
            results=tuple(_results(folder, warnings)),
            url=next((web_address(link.get("href") or "") for link in root.findall("{*}link")), "") or None,
            warnings=unique(warnings),
        ),
    )


def _root(body: bytes) -> Element:
    if len(body) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB")
    try:
        root = etree.fromstring(body, _PARSER)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise FormatError("not well-formed XML") from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise FormatError("the document declares a DOCTYPE, which no entry needs")
    if etree.QName(root).localname not in {"entry", "deleted-entry"}:
        raise FormatError("neither an entry nor a deleted-entry")
    return root


def _deleted(root: Element, origin: Origin) -> Notice:
    return Notice(
        source=origin.source,
        source_id=origin.source_id,
        version=version(root.get("when")) or 1,
        form_type=FormType.CANCELLATION,
        title=Text.plain(WITHDRAWN),
        published=_day(root.get("when") or ""),
        lots=(Lot(id="LOT-0000"),),
        url=web_address(origin.source_id) or None,
    )


def _find(element: Element | None, path: str) -> Iterator[Element]:
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return iter([] if element is None else element.findall(steps))


def _text(element: Element | None, path: str) -> str:
    return next((" ".join((found.text or "").split()) for found in _find(element, path) if found.text), "")


def _form(folder: Element, warnings: list[str]) -> FormType:
    code = _text(folder, "ContractFolderStatusCode")
    if code not in STATES:
        warnings.append(f"Ukjent status {code[:20]!r}")
    return STATES.get(code, FormType.UNKNOWN)


def _lots(folder: Element, title: str, warnings: list[str]) -> tuple[Lot, ...]:
    project = folder.find("{*}ProcurementProject")
    whole = Lot(
        id="LOT-0000",
        reference=_text(folder, "ContractFolderID") or None,
        title=Text.plain(title),
        cpv=_codes(project, warnings),
        nature=NATURES.get(_text(project, "TypeCode")),
        places=_places(project, warnings),
        value=_money(project, "BudgetAmount/EstimatedOverallContractAmount", warnings),
        duration=_duration(project),
        deadline=_deadline(folder, warnings),
    )
    found = []
    for number, lot in enumerate(_find(folder, "ProcurementProjectLot"), start=1):
        inner = lot.find("{*}ProcurementProject")
        found.append(
            Lot(
                id=_text(lot, "ID") or str(number),
                title=Text.plain(_text(inner, "Name") or title),
                cpv=_codes(inner, warnings) or whole.cpv,
                nature=whole.nature,
                places=_places(inner, warnings) or whole.places,
                value=_money(inner, "BudgetAmount/TaxExclusiveAmount", warnings),
                duration=_duration(inner) or whole.duration,
                deadline=whole.deadline,
            )
        )
    found.sort(key=lambda one: (int(one.id) if _NUMBER.fullmatch(one.id) else 10**9, one.id))
    return tuple({one.id: one for one in found}.values()) or (whole,)


def _buyers(root: Element, folder: Element) -> tuple[Organisation, ...]:
    party = next(_find(folder, "LocatedContractingParty/Party"), None)
    name = _text(party, "PartyName/Name")
    if not name:
        told = _BUYER.search(_text(root, "summary"))
        name = told[1].strip() if told else ""
    ids = {one.get("schemeName"): (one.text or "").strip() for one in _find(party, "PartyIdentification/ID")}
    return (
        (Organisation(name=name, raw_id=ids.get("NIF") or next(iter(ids.values()), None), country="ESP"),)
        if name
        else ()
    )


def _codes(project: Element | None, warnings: list[str]) -> tuple[Cpv, ...]:
    found = []
    for code in _find(project, "RequiredCommodityClassification/ItemClassificationCode"):
        try:
            found.append(Cpv.parse(code.text or ""))
        except ValueError:
            warnings.append(f"CPV {(code.text or '')[:20]!r} er ingen kode")
    return tuple(dict.fromkeys(found))


def _places(project: Element | None, warnings: list[str]) -> tuple[Place, ...]:
    found = []
    for location in _find(project, "RealizedLocation"):
        code, city = _text(location, "CountrySubentityCode"), _text(location, "Address/CityName") or None
        try:
            found.append(Place(nuts=Nuts.parse(code) if code else None, city=city, country="ESP"))
        except ValueError:
            warnings.append(f"Stedet {code[:20]!r} er ingen NUTS-kode")
    return tuple(dict.fromkeys(found))


def _money(element: Element | None, path: str, warnings: list[str]) -> Money | None:
    for found in _find(element, path):
        try:
            money = Money(Decimal((found.text or "").strip()), found.get("currencyID") or "EUR")
        except (InvalidOperation, ValueError):
            warnings.append(f"Beløpet {(found.text or '')[:30]!r} kan ikke leses")
            continue
        return money if 0 < money.amount < Decimal(10) ** 14 else None
    return None


def _duration(project: Element | None) -> Period | None:
    for measure in _find(project, "PlannedPeriod/DurationMeasure"):
        unit, length = UNITS.get(measure.get("unitCode") or ""), (measure.text or "").strip()
        if unit and _NUMBER.fullmatch(length):
            return Period(length=int(length), unit=unit)
    return None


def _deadline(folder: Element, warnings: list[str]) -> Deadline | None:
    period = "TenderingProcess/TenderSubmissionDeadlinePeriod"
    day, hour = _text(folder, f"{period}/EndDate"), _text(folder, f"{period}/EndTime")
    if not day:
        return None
    try:
        on = date.fromisoformat(day[:10])
        local = datetime.combine(on, time.fromisoformat(hour[:8])) if hour else None
        end = local or datetime.combine(on + timedelta(days=1), time(0)) - timedelta(minutes=1)
        at = end.replace(tzinfo=MADRID).astimezone(UTC)
    except (ValueError, OverflowError):
        warnings.append(f"Fristen {day[:20]!r} {hour[:20]!r} kan ikke leses")
        return None
    if not 1990 <= at.year <= 2099:
        warnings.append(f"Fristen {day[:20]!r} er ikke en trolig dato")
        return None
    return Deadline(at=at, date_only=local is None)


def _day(moment: str) -> date | None:
    try:
        return datetime.fromisoformat(moment).astimezone(MADRID).date()
    except (ValueError, OverflowError):
        return None


def _results(folder: Element, warnings: list[str]) -> Iterator[LotResult]:
    for number, result in enumerate(_find(folder, "TenderResult"), start=1):
        received = _text(result, "ReceivedTenderQuantity")
        firms = tuple(
            Tenderer(organisation=Organisation(name=name, raw_id=_text(party, "PartyIdentification/ID") or None))
            for party in _find(result, "WinningParty")
            if (name := _text(party, "PartyName/Name"))
        )
        lot = _text(result, "AwardedTenderedProject/ProcurementProjectLotID") or None
        tender = Tender(
            id=str(number),
            lot_id=lot,
            winner=True,
            value=_money(result, "AwardedTenderedProject/LegalMonetaryTotal/TaxExclusiveAmount", warnings),
            party=TenderingParty(id=str(number), tenderers=firms),
            award_date=_day(_text(result, "AwardDate")),
        )
        yield LotResult(
            lot_id=lot,
            tenders_received=int(received) if _NUMBER.fullmatch(received) else None,
            tenders=(tender,) if firms else (),
        )
