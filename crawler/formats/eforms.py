"""eForms UBL XML, as TED and Doffin publish it, into notices (contracts: eForms SDK fields 1.3 to 1.14, eForms-NO)."""

import re

from lxml import etree

from crawler.formats.eforms_lots import lots_of, project_of, whole
from crawler.formats.eforms_parties import buyers, organisations
from crawler.formats.eforms_results import results_of
from crawler.formats.eforms_values import (
    Doubts,
    attribute,
    child,
    children,
    date_of,
    descend,
    extension,
    moment,
    money,
    text_of,
    texts,
    words,
)
from crawler.formats.eforms_values import number as eforms_number
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.form import BY_LIST_NAME, FormType, of_subtype
from model.notice import Change, Notice
from model.result import LotResult

ROOTS = {"PriorInformationNotice", "ContractNotice", "ContractAwardNotice", "BusinessRegistrationInformationNotice"}
LARGEST = 32 * 1024 * 1024
_PUBLICATION = re.compile(r"0*(\d{1,8})-(20\d\d)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_INTENT = re.compile(r"intensjonskunngj|\bveat\b", re.IGNORECASE)


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice in an eForms document. Raises FormatError alone, on any bytes."""
    root = parse(body)
    doubts = Doubts()
    try:
        return (_notice(root, origin, doubts),)
    except RecursionError:
        raise FormatError("the document is nested too deeply") from None


def parse(body: bytes) -> etree._Element:
    """The root element of a document that may come from anywhere: no DTD, no entities, no recovery, size capped."""
    if len(body) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB")
    if not body.strip():
        raise FormatError("the document is empty")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise FormatError(f"not well-formed XML: {str(error)[:200]}") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise FormatError("the document declares a DOCTYPE, which no notice needs")
    name = etree.QName(root).localname
    if name not in ROOTS:
        raise FormatError(f"the root element is {name[:80]!r}, not a notice of eForms")
    return root


def _notice(root: etree._Element, origin: Origin, doubts: Doubts) -> Notice:
    ext = extension(root)
    known = organisations(ext)
    project = project_of(child(root, "ProcurementProject"), doubts)
    process, terms = child(root, "TenderingProcess"), child(root, "TenderingTerms")
    subtype = text_of(ext, "NoticeSubType", "SubTypeCode")
    results = results_of(ext, known, doubts)
    change = _change(ext)
    publication = _publication(ext)
    number = text_of(root, "ID")
    dispatched = moment(child(root, "IssueDate"), child(root, "IssueTime"))
    lots = lots_of(root, doubts) or (whole(project),)
    distribution = child(terms, "LotDistribution")
    return Notice(
        source=origin.source,
        source_id=origin.source_id,
        notice_uuid=number.lower() if number and _UUID.fullmatch(number) else None,
        version=_version(text_of(root, "VersionID")),
        procedure_id=text_of(root, "ContractFolderID"),
        publication_number=publication,
        form_type=_form(root, subtype, project.title.best, results, change),
        subtype=subtype,
        notice_type=text_of(root, "NoticeTypeCode"),
        customization=text_of(root, "CustomizationID"),
        legal_basis=text_of(root, "RegulatoryDomain"),
        language=text_of(root, "NoticeLanguageCode"),
        title=project.title,
        description=project.description,
        note=project.note,
        buyers=buyers(root, known),
        nature=project.nature,
        cpv=project.cpv,
        places=project.places,
        value=project.value,
        framework_maximum=project.maximum,
        total_awarded=money(descend(ext, "NoticeResult", "TotalAmount"), doubts, "Samlet verdi"),
        procedure_type=text_of(process, "ProcedureCode"),
        max_lots_submitted=eforms_number(child(distribution, "MaximumLotsSubmittedNumeric")),
        max_lots_awarded=eforms_number(child(distribution, "MaximumLotsAwardedNumeric")),
        dispatched=dispatched.at if dispatched else None,
        published=date_of(descend(ext, "Publication", "PublicationDate"))
        if publication or origin.source != "ted"
        else None,
        lots=lots,
        change=change,
        results=results,
        url=_page(origin, publication),
        warnings=tuple(doubts.words),
    )


def _form(
    root: etree._Element, subtype: str | None, title: str, results: tuple[LotResult, ...], change: Change | None
) -> FormType:
    form = of_subtype(subtype)
    if form is FormType.UNKNOWN:
        form = BY_LIST_NAME.get(attribute(child(root, "NoticeTypeCode"), "listName") or "", FormType.UNKNOWN)
    if subtype in {"N4", "N29"} and _INTENT.search(title):
        return FormType.INTENT
    if change is not None and "cancel" in change.reasons:
        return FormType.CANCELLATION
    if form is FormType.RESULT and results and all(result.status == "clos-nw" for result in results):
        return FormType.CANCELLATION
    return form


def _change(ext: etree._Element | None) -> Change | None:
    block = child(ext, "Changes")
    if block is None:
        return None
    of = tuple(filter(None, (words(one) for one in children(block, "ChangedNoticeIdentifier"))))
    changes = list(children(block, "Change"))
    reasons = [*children(block, "ChangeReason"), *(one for part in changes for one in children(part, "ChangeReason"))]
    return Change(
        of=of,
        reasons=tuple(filter(None, (text_of(reason, "ReasonCode") for reason in reasons))),
        reason_text=texts(reasons[0], "ReasonDescription") if reasons else Change().reason_text,
        descriptions=tuple(filter(None, (texts(one, "ChangeDescription") for one in changes))),
        sections=tuple(
            filter(
                None,
                (
                    words(i)
                    for c in changes
                    for s in children(c, "ChangedSection")
                    for i in children(s, "ChangedSectionIdentifier")
                ),
            )
        ),
    )


def _publication(ext: etree._Element | None) -> str | None:
    match = _PUBLICATION.fullmatch(text_of(ext, "Publication", "NoticePublicationID") or "")
    return f"{int(match[1])}-{match[2]}" if match else None


def _version(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 1


def _page(origin: Origin, publication: str | None) -> str | None:
    if origin.source == "doffin":
        return f"https://www.doffin.no/notices/{origin.source_id}"
    return f"https://ted.europa.eu/en/notice/-/detail/{publication}" if publication else None
