"""The market's notices as eForms XML, written from the eForms field list."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from demo.market import Market, Notice

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_EFORMS = "http://data.europa.eu/p27/eforms-ubl-"
CAC, CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
EXT = f"{_UBL}CommonExtensionComponents-2"
EFAC, EFBC = f"{_EFORMS}extension-aggregate-components/1", f"{_EFORMS}extension-basic-components/1"
EFEXT = f"{_EFORMS}extensions/1"
_SPACES = {"cac": CAC, "cbc": CBC, "ext": EXT, "efac": EFAC, "efbc": EFBC, "efext": EFEXT}
_ROOTS = {"planning": "PriorInformationNotice", "competition": "ContractNotice"}
_LISTS = {"planning": "planning", "competition": "competition", "award": "result", "intent": "dir-awa-pre"}
_TYPES = {"planning": "pin-only", "competition": "cn-standard", "award": "can-standard", "intent": "veat"}
_NATIONAL = {"N4", "N16", "N29"}


def uuid(kind: str, id_: str) -> str:
    """A UUID that is the same in every run."""
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{kind}/{id_}"))


def procedure(market: Market, notice: Notice) -> str:
    """The procedure a notice belongs to: a change belongs to that of the notice it changes."""
    first = market.notice(notice.changes) if notice.changes else None
    return procedure(market, first) if first is not None else uuid("procedure", notice.id)


def xml(market: Market, notice: Notice, *, publication: str | None = None) -> bytes:
    """The notice as UBL 2.3 with the eForms extension; `publication` is the number TED adds when it publishes."""
    name = _ROOTS.get(notice.kind, "ContractAwardNotice")
    space = f"{_UBL}{name}-2"
    root = etree.Element(f"{{{space}}}{name}", nsmap={None: space, **_SPACES})  # type: ignore[dict-item]  # lxml takes None for the default
    _extension(root, market, notice, publication)
    _cbc(root, "UBLVersionID", "2.3")
    _cbc(root, "CustomizationID", _customization(notice))
    _cbc(root, "ID", notice.id if notice.retro else uuid("notice", notice.id), schemeName="notice-id")
    _cbc(root, "ContractFolderID", notice.id if notice.retro else procedure(market, notice))
    _cbc(root, "IssueDate", f"{notice.issued:%Y-%m-%d}{_zone(notice.issued)}")
    _cbc(root, "IssueTime", f"{notice.issued:%H:%M:%S}{_zone(notice.issued)}")
    _cbc(root, "VersionID", "01")
    _cbc(root, "RegulatoryDomain", "other" if notice.subtype in _NATIONAL else "32014L0024")
    _cbc(root, "NoticeTypeCode", _TYPES[notice.kind], listName=_LISTS[notice.kind])
    _cbc(root, "NoticeLanguageCode", notice.language)
    party = _cac(root, "ContractingParty", "Party")
    _cbc(_cac(party, "PartyIdentification"), "ID", "ORG-0001", schemeName="organization")
    if notice.kind != "planning":
        _cbc(_cac(root, "TenderingProcess"), "ProcedureCode", "open", listName="procurement-procedure-type")
    _project(root, notice, notice.title, notice.cpv, notice.value)
    lots = notice.lots or (None,)
    for number, lot in enumerate(lots, start=0 if notice.retro or not notice.lots else 1):
        element = _cac(root, "ProcurementProjectLot")
        _cbc(element, "ID", f"LOT-{number:04}", schemeName="Part" if notice.kind == "planning" else "Lot")
        _terms(element, notice)
        _process(element, market, notice)
        if lot is None:
            _project(element, notice, notice.title, notice.cpv, notice.value)
        else:
            _project(element, notice, lot.title, (lot.cpv,), lot.value)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _extension(root: etree._Element, market: Market, notice: Notice, publication: str | None) -> None:
    content = etree.SubElement(root, f"{{{EXT}}}UBLExtensions")
    content = etree.SubElement(content, f"{{{EXT}}}UBLExtension")
    content = etree.SubElement(content, f"{{{EXT}}}ExtensionContent")
    eforms = etree.SubElement(content, f"{{{EFEXT}}}EformsExtension")
    if notice.changes:
        changes = _efac(eforms, "Changes")
        changed = market.notice(notice.changes)
        reference = notice.changes if changed is None or changed.retro else f"{uuid('notice', changed.id)}-01"
        _efbc(changes, "ChangedNoticeIdentifier", reference)
        change = _efac(changes, "Change")
        _efbc(change, "ChangeDescription", notice.reason, languageID=notice.language)
        _efbc(_efac(change, "ChangedSection"), "ChangedSectionIdentifier", "PROJECT")
        reason = _efac(changes, "ChangeReason")
        _cbc(reason, "ReasonCode", "cancel" if notice.cancel else "update-add", listName="change-corr-justification")
    if notice.winners or notice.none:
        _results(eforms, notice)
    _cbc(_efac(eforms, "NoticeSubType"), "SubTypeCode", notice.subtype, listName="notice-subtype")
    organisations = _efac(eforms, "Organizations")
    buyer = market.buyers[notice.buyer]
    for number, (name, orgnr) in enumerate([(buyer.name, buyer.orgnr), *_firms(notice)], start=1):
        company = _efac(_efac(organisations, "Organization"), "Company")
        _cbc(_cac(company, "PartyIdentification"), "ID", f"ORG-{number:04}", schemeName="organization")
        _cbc(_cac(company, "PartyName"), "Name", name, languageID=notice.language)
        address = _cac(company, "PostalAddress")
        _cbc(address, "CityName", "Ranvik")
        _cbc(address, "CountrySubentityCode", "NO071", listName="nuts-lvl3")
        _cbc(_cac(address, "Country"), "IdentificationCode", "NOR", listName="country")
        if orgnr:
            _cbc(_cac(company, "PartyLegalEntity"), "CompanyID", orgnr)
    if publication:
        published = _efac(eforms, "Publication")
        _efbc(published, "NoticePublicationID", publication, schemeName="ojs-notice-id")
        _efbc(published, "PublicationDate", f"{notice.published:%Y-%m-%d}Z")


def _firms(notice: Notice) -> list[tuple[str, str]]:
    winners = [pair for winner in notice.winners for pair in zip(winner.names, winner.orgnrs, strict=True)]
    return [*winners, *((name, "") for name in notice.losers)]


def _results(eforms: etree._Element, notice: Notice) -> None:
    block = _efac(eforms, "NoticeResult")
    result = _efac(block, "LotResult")
    _cbc(result, "ID", "RES-0001", schemeName="result")
    _cbc(result, "TenderResultCode", "clos-nw" if notice.none else "selec-w", listName="winner-selection-status")
    parties = [winner.names for winner in notice.winners] + [(name,) for name in notice.losers]
    for number in range(1, len(parties) + 1):
        _cbc(_efac(result, "LotTender"), "ID", f"TEN-{number:04}", schemeName="tender")
    if notice.tenders is not None:
        statistics = _efac(result, "ReceivedSubmissionsStatistics")
        _efbc(statistics, "StatisticsCode", "tenders", listName="received-submission-type")
        _efbc(statistics, "StatisticsNumeric", str(notice.tenders))
    _cbc(_efac(result, "TenderLot"), "ID", "LOT-0000", schemeName="Lot")
    organisation = 2
    for number, names in enumerate(parties, start=1):
        winner = notice.winners[number - 1] if number <= len(notice.winners) else None
        tender = _efac(block, "LotTender")
        _cbc(tender, "ID", f"TEN-{number:04}", schemeName="tender")
        if winner is not None and winner.amount is not None:
            _cbc(_cac(tender, "LegalMonetaryTotal"), "PayableAmount", str(winner.amount), currencyID="NOK")
        _cbc(_efac(tender, "TenderingParty"), "ID", f"TPA-{number:04}", schemeName="tendering-party")
        _cbc(_efac(tender, "TenderLot"), "ID", "LOT-0000", schemeName="Lot")
        if winner is not None:
            contract = _efac(block, "SettledContract")
            _cbc(contract, "ID", f"CON-{number:04}", schemeName="contract")
            _cbc(contract, "IssueDate", f"{notice.issued:%Y-%m-%d}+01:00")
            _cbc(_efac(contract, "LotTender"), "ID", f"TEN-{number:04}", schemeName="tender")
        party = _efac(block, "TenderingParty")
        _cbc(party, "ID", f"TPA-{number:04}", schemeName="tendering-party")
        for position in range(len(names)):
            tenderer = _efac(party, "Tenderer")
            _cbc(tenderer, "ID", f"ORG-{organisation:04}", schemeName="organization")
            if winner is not None and winner.lead is not None:
                _efbc(tenderer, "GroupLeadIndicator", str(position == winner.lead).lower())
            organisation += 1


def _project(parent: etree._Element, notice: Notice, title: str, cpv: tuple[str, ...], value: int | None) -> None:
    project = _cac(parent, "ProcurementProject")
    _cbc(project, "ID", f"{notice.id}-sak")
    _cbc(project, "Name", title, languageID=notice.language)
    _cbc(project, "Description", notice.text, languageID=notice.language)
    nature = "works" if cpv and cpv[0].startswith("45") else "services"
    _cbc(project, "ProcurementTypeCode", nature, listName="contract-nature")
    if value is not None:
        _cbc(_cac(project, "RequestedTenderTotal"), "EstimatedOverallContractAmount", str(value), currencyID="NOK")
    for position, code in enumerate(cpv):
        kind = "MainCommodityClassification" if position == 0 else "AdditionalCommodityClassification"
        _cbc(_cac(project, kind), "ItemClassificationCode", code, listName="cpv")
    for place in notice.nuts:
        address = _cac(_cac(project, "RealizedLocation"), "Address")
        if place == "anyw":
            _cbc(address, "Region", place)
        else:
            _cbc(address, "CountrySubentityCode", place, listName="nuts-lvl3")
        _cbc(_cac(address, "Country"), "IdentificationCode", "NOR", listName="country")


def _terms(element: etree._Element, notice: Notice) -> None:
    terms = _cac(element, "TenderingTerms")
    if notice.certificates:
        extension = etree.SubElement(terms, f"{{{EXT}}}UBLExtensions")
        extension = etree.SubElement(
            etree.SubElement(extension, f"{{{EXT}}}UBLExtension"), f"{{{EXT}}}ExtensionContent"
        )
        eforms = etree.SubElement(extension, f"{{{EFEXT}}}EformsExtension")
        for certificate in notice.certificates:
            criterion = _efac(eforms, "SelectionCriteria")
            _cbc(criterion, "TendererRequirementTypeCode", "tp-abil", listName="selection-criterion")
            _cbc(criterion, "Description", f"Leverandøren skal ha {certificate}.", languageID=notice.language)
    if notice.kind == "competition" and not notice.cancel:
        reference = _cac(terms, "CallForTendersDocumentReference")
        _cbc(reference, "ID", "DOC-1")
        _cbc(reference, "DocumentType", "non-restricted-document")
        address = f"https://kgv.example.no/{notice.id}"
        _cbc(_cac(reference, "Attachment", "ExternalReference"), "URI", address)
        _cbc(_cac(terms, "TenderRecipientParty"), "EndpointID", f"{address}/tilbud")


def _process(element: etree._Element, market: Market, notice: Notice) -> None:
    if notice.deadline is None and not notice.framework and not notice.previous:
        return
    process = _cac(element, "TenderingProcess")
    if notice.previous:
        before = market.notice(notice.previous)
        reference = uuid("notice", before.id) if before is not None else notice.previous
        _cbc(_cac(process, "NoticeDocumentReference"), "ID", f"{reference}-01", schemeName="notice-id-ref")
    if notice.deadline is not None:
        period = _cac(process, "TenderSubmissionDeadlinePeriod")
        _cbc(period, "EndDate", f"{notice.deadline:%Y-%m-%d}{_zone(notice.deadline)}")
        _cbc(period, "EndTime", f"{notice.deadline:%H:%M:%S}{_zone(notice.deadline)}")
    system = _cac(process, "ContractingSystem")
    code = "fa-wo-rc" if notice.framework else "none"
    _cbc(system, "ContractingSystemTypeCode", code, listName="framework-agreement")


def _customization(notice: Notice) -> str:
    if notice.retro:
        return "eforms-sdk-1.7#urn:fdc:anskaffelser.no:2023:eforms:eu"
    if notice.subtype.startswith("E"):
        return "eforms-sdk-1.13#extended#urn:fdc:anskaffelser.no:2026:eforms:national-e"
    domain = "national" if notice.subtype in _NATIONAL else "eu"
    return f"eforms-sdk-1.13#extended#urn:fdc:anskaffelser.no:2023:eforms:{domain}"


def _zone(moment: datetime) -> str:
    written = f"{moment:%z}"
    return f"{written[:3]}:{written[3:]}"


def _cbc(parent: etree._Element, name: str, text: str, **attributes: str) -> etree._Element:
    return _leaf(parent, CBC, name, text, attributes)


def _efbc(parent: etree._Element, name: str, text: str, **attributes: str) -> etree._Element:
    return _leaf(parent, EFBC, name, text, attributes)


def _leaf(parent: etree._Element, space: str, name: str, text: str, attributes: dict[str, str]) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}", attributes)
    element.text = text
    return element


def _cac(parent: etree._Element, *names: str) -> etree._Element:
    for name in names:
        parent = etree.SubElement(parent, f"{{{CAC}}}{name}")
    return parent


def _efac(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{EFAC}}}{name}")
