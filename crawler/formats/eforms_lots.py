"""Lots, parts and groups of an eForms notice, and the project fields that notice and lots share."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from crawler.formats.eforms_values import (
    Doubts,
    children,
    codes,
    date_of,
    deadline,
    descend,
    extension,
    moment,
    money,
    number,
    text_of,
    texts,
    words,
)
from model.cpv import Cpv
from model.money import Money
from model.notice import Criterion, Lot, LotKind, Period, Place
from model.nuts import Nuts
from model.text import Text

NONE = {"none", "no", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    title: Text
    description: Text
    note: Text
    reference: str | None
    nature: str | None
    cpv: tuple[Cpv, ...]
    places: tuple[Place, ...]
    value: Money | None
    maximum: Money | None
    duration: Period | None
    renewals: int | None
    options: Text


def project_of(element: etree._Element | None, doubts: Doubts) -> Project:
    total = descend(element, "RequestedTenderTotal")
    extra = descend(element, "ContractExtension")
    return Project(
        title=texts(element, "Name"),
        description=texts(element, "Description"),
        note=texts(element, "Note"),
        reference=text_of(element, "ID"),
        nature=text_of(element, "ProcurementTypeCode"),
        cpv=codes(element, doubts),
        places=_places(element, doubts),
        value=money(descend(total, "EstimatedOverallContractAmount"), doubts, "Anslått verdi"),
        maximum=money(descend(extension(total), "FrameworkMaximumAmount"), doubts, "Rammeavtalens tak"),
        duration=_period(descend(element, "PlannedPeriod")),
        renewals=number(descend(extra, "MaximumNumberNumeric")),
        options=texts(extra, "OptionsDescription"),
    )


def lots_of(root: etree._Element, doubts: Doubts) -> tuple[Lot, ...]:
    return tuple(lot_of(one, doubts) for one in children(root, "ProcurementProjectLot"))


def lot_of(element: etree._Element, doubts: Doubts) -> Lot:
    project = project_of(descend(element, "ProcurementProject"), doubts)
    process, terms = descend(element, "TenderingProcess"), descend(element, "TenderingTerms")
    id_element = descend(element, "ID")
    scheme = id_element.get("schemeName") if id_element is not None else None
    systems = {}
    for one in children(process, "ContractingSystem"):
        code = descend(one, "ContractingSystemTypeCode")
        if code is not None:
            systems[code.get("listName")] = _real(words(code))
    opening = descend(process, "OpenTenderEvent")
    opened = moment(descend(opening, "OccurrenceDate"), descend(opening, "OccurrenceTime"))
    return Lot(
        id=words(id_element) or "LOT-0000",
        kind=LotKind(scheme) if scheme in set(LotKind) else LotKind.LOT,
        reference=project.reference,
        title=project.title,
        description=project.description,
        note=project.note,
        cpv=project.cpv,
        nature=project.nature,
        places=project.places,
        value=project.value,
        framework_maximum=project.maximum,
        duration=project.duration,
        renewals=project.renewals,
        options=project.options,
        deadline=deadline(descend(process, "TenderSubmissionDeadlinePeriod"), doubts, "Tilbudsfrist"),
        request_deadline=deadline(
            descend(process, "ParticipationRequestReceptionPeriod"), doubts, "Frist for forespørsel"
        ),
        interest_deadline=deadline(
            descend(extension(process), "InterestExpressionReceptionPeriod"), doubts, "Frist for interesse"
        ),
        questions_by=deadline(descend(process, "AdditionalInformationRequestPeriod"), doubts, "Frist for spørsmål"),
        opening=opened.at if opened else None,
        framework=systems.get("framework-agreement"),
        dps=systems.get("dps-usage"),
        max_participants=number(descend(process, "FrameworkAgreement", "MaximumOperatorQuantity")),
        reserved=_reserved(terms),
        selection=_selection(terms),
        award=_award(terms),
        documents_url=_documents(terms, doubts),
        submission_url=web(text_of(terms, "TenderRecipientParty", "EndpointID"), doubts),
        languages=tuple(filter(None, (text_of(one, "ID") for one in children(terms, "Language")))),
        guarantee=texts(descend(terms, "RequiredFinancialGuarantee"), "Description"),
        previous=tuple(filter(None, (text_of(one, "ID") for one in children(process, "NoticeDocumentReference")))),
        grouped=_grouped(element),
    )


def whole(notice_fields: Project) -> Lot:
    """The one lot of a notice without lots, made of the notice's own fields."""
    return Lot(
        id="LOT-0000",
        title=notice_fields.title,
        description=notice_fields.description,
        cpv=notice_fields.cpv,
        nature=notice_fields.nature,
        places=notice_fields.places,
        value=notice_fields.value,
        framework_maximum=notice_fields.maximum,
        duration=notice_fields.duration,
    )


def web(address: str | None, doubts: Doubts) -> str | None:
    """An http(s) address, or None; `www.example.no` gets its scheme."""
    if address is None:
        return None
    text = address.strip()
    if text.lower().startswith("www."):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() in {"http", "https"} and parts.netloc:
        return text
    doubts.add("Adresse: bare http og https vises")
    return None


def _real(code: str | None) -> str | None:
    return None if code is None or code.lower() in NONE else code


def _places(element: etree._Element | None, doubts: Doubts) -> tuple[Place, ...]:
    found = []
    for location in children(element, "RealizedLocation"):
        address = descend(location, "Address")
        raw, special = text_of(address, "CountrySubentityCode"), text_of(address, "Region")
        nuts = None
        if raw:
            try:
                nuts = Nuts.parse(raw)
            except ValueError:
                doubts.add(f"Sted: {raw[:20]!r} er ingen NUTS-kode")
        place = Place(
            nuts=nuts,
            anywhere=special,
            country=text_of(address, "Country", "IdentificationCode"),
            city=text_of(address, "CityName"),
            text=texts(location, "Description").best or None,
        )
        if place != Place():
            found.append(place)
    return tuple(dict.fromkeys(found))


def _period(element: etree._Element | None) -> Period | None:
    if element is None:
        return None
    length = descend(element, "DurationMeasure")
    period = Period(
        length=number(length),
        unit=length.get("unitCode") if length is not None else None,
        start=date_of(descend(element, "StartDate")),
        end=date_of(descend(element, "EndDate")),
        code=text_of(element, "DescriptionCode"),
    )
    return None if period == Period() else period


def _reserved(terms: etree._Element | None) -> str | None:
    for request in children(terms, "TendererQualificationRequest"):
        for requirement in children(request, "SpecificTendererRequirement"):
            code = descend(requirement, "TendererRequirementTypeCode")
            if code is not None and code.get("listName") == "reserved-procurement" and _real(words(code)):
                return words(code)
    return None


def _selection(terms: etree._Element | None) -> tuple[Criterion, ...]:
    found = []
    for one in children(extension(terms), "SelectionCriteria"):
        code = text_of(one, "TendererRequirementTypeCode") or text_of(one, "CriterionTypeCode")
        found.append(Criterion(code=code, name=texts(one, "Name"), description=texts(one, "Description")))
    return tuple(found)


def _award(terms: etree._Element | None) -> tuple[Criterion, ...]:
    found = []
    for awarding in children(terms, "AwardingTerms"):
        for group in children(awarding, "AwardingCriterion"):
            for one in children(group, "SubordinateAwardingCriterion"):
                weight = None
                for parameter in children(extension(one), "AwardCriterionParameter"):
                    weight = text_of(parameter, "ParameterNumeric") or weight
                found.append(
                    Criterion(
                        code=text_of(one, "AwardingCriterionTypeCode"),
                        name=texts(one, "Name"),
                        description=texts(one, "Description"),
                        weight=weight,
                    )
                )
    return tuple(found)


def _documents(terms: etree._Element | None, doubts: Doubts) -> str | None:
    found = {}
    for reference in children(terms, "CallForTendersDocumentReference"):
        address = text_of(reference, "Attachment", "ExternalReference", "URI")
        if address:
            found[text_of(reference, "DocumentType")] = address
    return web(found.get("non-restricted-document") or next(iter(found.values()), None), doubts)


def _grouped(element: etree._Element) -> tuple[str, ...]:
    del element
    return ()
