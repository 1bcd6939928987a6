"""
The table of fields: where each business term stands in eForms XML, under which name it is gathered, read how.

One line a field: path from the record's own element, name in the record, reader. To read a further field: its line
here, and its use where the record is built (eforms_lots, eforms_results, eforms_parties, eforms). Every other element
is either named in eforms_ignored or counted by `eforms.unread`. Paths: eForms SDK fields.json 1.3 to 1.16, eForms-NO.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from lxml.etree import _Element as Element

from crawler.formats.eforms_values import amount, listed, measured, prose, schemed, title, words

NAMESPACES: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
}
EXTENSION: Final = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
"""What EXT stands for in a path; reports leave it out."""

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:{0}-2"
_BUSINESS = "http://data.europa.eu/p27/eforms-business-registration-information-notice/1"
ROOTS: Final = frozenset(
    f"{{{_UBL.format(name)}}}{name}" for name in ("PriorInformationNotice", "ContractNotice", "ContractAwardNotice")
) | {f"{{{_BUSINESS}}}BusinessRegistrationInformationNotice"}

Reader = Callable[[Element], Any]


class Rule(NamedTuple):
    """
    What to do with an element: read it into `field`, or make a record of what lies `inside` and keep that in `field`.

    Of a field that is not `many` the first value counts. Without a field the element only wraps: what lies inside
    belongs to the record around it.
    """

    field: str
    many: bool
    read: Reader | None
    inside: "Table"


Table = dict[str, Rule]
"""Clark names of an element's children -> what to do with each."""

Lines = tuple[tuple[str, str, "Reader | Table"], ...]


def clark(name: str) -> str:
    """`cbc:ID` -> `{urn:…CommonBasicComponents-2}ID`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def table(*lines: Lines) -> Table:
    """
    Lines of (path, field, reader or table of the record inside), made into nested tables.

    A field that may have several values ends in `*` here. Raises ValueError for a path that two lines claim.
    """
    made: Table = {}
    for path, field, how in (line for part in lines for line in part):
        *wrappers, last = path.replace("EXT", EXTENSION).split("/")
        place = made
        for wrapper in wrappers:
            rule = place.setdefault(clark(wrapper), Rule("", False, None, {}))
            if rule.field:
                raise ValueError(f"{path}: {wrapper} is read by another line")
            place = rule.inside
        if clark(last) in place:
            raise ValueError(f"{path} stands twice in a table")
        read, inside = (None, how) if isinstance(how, dict) else (how, {})
        place[clark(last)] = Rule(field.rstrip("*"), field.endswith("*"), read, inside)
    return made


def under(wrapper: str, lines: Lines) -> Lines:
    """The same lines one element further in."""
    return tuple((f"{wrapper}/{path}", field, how) for path, field, how in lines)


PERIOD = table((("cbc:EndDate", "day", words), ("cbc:EndTime", "time", words)))

PLACE = table(
    (
        ("cac:Address/cbc:CountrySubentityCode", "nuts", words),  # BT-5071
        ("cac:Address/cbc:Region", "anywhere", words),  # BT-727
        ("cac:Address/cbc:CityName", "city", words),  # BT-5131
        ("cac:Address/cac:Country/cbc:IdentificationCode", "country", words),  # BT-5141
        ("cbc:Description", "text*", title),  # BT-728
    )
)

PROJECT: Lines = (
    ("cbc:ID", "reference", words),  # BT-22
    ("cbc:Name", "title*", title),  # BT-21
    ("cbc:Description", "description*", prose),  # BT-24
    ("cbc:Note", "note*", prose),  # BT-300
    ("cbc:ProcurementTypeCode", "nature", words),  # BT-23
    ("cac:MainCommodityClassification/cbc:ItemClassificationCode", "cpv*", words),  # BT-262
    ("cac:AdditionalCommodityClassification/cbc:ItemClassificationCode", "cpv_more*", words),  # BT-263
    ("cac:RealizedLocation", "places*", PLACE),
    ("cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", "value", amount),  # BT-27
    ("cac:RequestedTenderTotal/EXT/efbc:FrameworkMaximumAmount", "framework_maximum", amount),  # BT-271
    ("cac:PlannedPeriod/cbc:DurationMeasure", "duration", measured),  # BT-36, unit in @unitCode
    ("cac:PlannedPeriod/cbc:StartDate", "start", words),  # BT-536
    ("cac:PlannedPeriod/cbc:EndDate", "end", words),  # BT-537
    ("cac:PlannedPeriod/cbc:DescriptionCode", "duration_code", words),  # BT-538
    ("cac:ContractExtension/cbc:MaximumNumberNumeric", "renewals", words),  # BT-58
    ("cac:ContractExtension/cbc:OptionsDescription", "options*", prose),  # BT-54
)

REFERENCE = table((("cbc:ID", "id", words), ("cbc:VersionID", "version", words)))

PROCESS: Lines = (
    ("cbc:ProcedureCode", "procedure_type", words),  # BT-105
    ("cac:NoticeDocumentReference", "previous*", REFERENCE),  # BT-125
    ("cac:TenderSubmissionDeadlinePeriod", "deadline", PERIOD),  # BT-131
    ("cac:ParticipationRequestReceptionPeriod", "request_deadline", PERIOD),  # BT-1311
    ("EXT/efac:InterestExpressionReceptionPeriod", "interest_deadline", PERIOD),  # BT-630
    ("cac:AdditionalInformationRequestPeriod", "questions_by", PERIOD),  # BT-13
    ("cac:OpenTenderEvent/cbc:OccurrenceDate", "opening_day", words),  # BT-132
    ("cac:OpenTenderEvent/cbc:OccurrenceTime", "opening_time", words),
    ("cac:ContractingSystem/cbc:ContractingSystemTypeCode", "systems*", listed),  # BT-765, BT-766
    ("cac:FrameworkAgreement/cbc:MaximumOperatorQuantity", "max_participants", words),  # BT-113
)

CRITERION = table(
    (
        ("cbc:TendererRequirementTypeCode", "code", words),  # BT-809
        ("cbc:CriterionTypeCode", "code_before", words),  # BT-747, SDK before 1.12
        ("cbc:CalculationExpressionCode", "usage", words),  # BT-748
        ("cbc:Name", "name*", title),  # BT-749
        ("cbc:Description", "description*", prose),  # BT-750
    )
)

AWARD = table(
    (
        ("cbc:AwardingCriterionTypeCode", "code", words),  # BT-539
        ("cbc:Name", "name*", title),  # BT-734
        ("cbc:Description", "description*", prose),  # BT-540
        (
            "EXT/efac:AwardCriterionParameter",
            "numbers*",
            table((("efbc:ParameterCode", "kind", listed), ("efbc:ParameterNumeric", "number", words))),
        ),  # BT-541
    )
)

DOCUMENT = table(
    (
        ("cbc:DocumentType", "kind", words),  # BT-14
        ("cac:Attachment/cac:ExternalReference/cbc:URI", "address", words),  # BT-15, BT-615
    )
)

GROUP = table((("cbc:LotsGroupID", "id", words), ("cac:ProcurementProjectLotReference/cbc:ID", "lots*", words)))

TERMS: Lines = (
    ("cac:TendererQualificationRequest/cac:SpecificTendererRequirement/cbc:TendererRequirementTypeCode",
     "requirements*", listed),  # BT-71
    ("EXT/efac:SelectionCriteria", "selection*", CRITERION),
    ("cac:AwardingTerms/cac:AwardingCriterion/cac:SubordinateAwardingCriterion", "award*", AWARD),
    ("cac:CallForTendersDocumentReference", "documents*", DOCUMENT),
    ("cac:TenderRecipientParty/cbc:EndpointID", "submission", words),  # BT-18
    ("cac:Language/cbc:ID", "languages*", words),  # BT-97
    ("cac:RequiredFinancialGuarantee/cbc:Description", "guarantee*", prose),  # BT-75
    ("cac:LotDistribution/cbc:MaximumLotsSubmittedNumeric", "max_lots_submitted", words),  # BT-31
    ("cac:LotDistribution/cbc:MaximumLotsAwardedNumeric", "max_lots_awarded", words),  # BT-33
    ("cac:LotDistribution/cac:LotsGroup", "groups*", GROUP),  # BT-330, BT-1375
)  # fmt: skip

CONTENT: Lines = (
    *under("cac:ProcurementProject", PROJECT),
    *under("cac:TenderingProcess", PROCESS),
    *under("cac:TenderingTerms", TERMS),
)

LOT = table((("cbc:ID", "id", schemed),), CONTENT)  # BT-137, kind in @schemeName

ORGANISATION = table(
    (
        ("efac:Company/cac:PartyIdentification/cbc:ID", "ids*", words),  # OPT-200
        ("efac:TouchPoint/cac:PartyIdentification/cbc:ID", "ids*", words),  # OPT-201
        ("efac:Company/cac:PartyName/cbc:Name", "name*", title),  # BT-500
        ("efac:Company/cac:PartyLegalEntity/cbc:CompanyID", "numbers*", words),  # BT-501
        ("efac:Company/cac:PostalAddress/cbc:CityName", "city", words),  # BT-513
        ("efac:Company/cac:PostalAddress/cbc:PostalZone", "postcode", words),  # BT-512
        ("efac:Company/cac:PostalAddress/cbc:CountrySubentityCode", "nuts", words),  # BT-507
        ("efac:Company/cac:PostalAddress/cac:Country/cbc:IdentificationCode", "country", words),  # BT-514
        ("efac:Company/efbc:CompanySizeCode", "size", words),  # BT-165
    )
)

CHANGE = table(
    (
        ("efbc:ChangedNoticeIdentifier", "of*", words),  # BT-758, BT-1501
        ("efac:ChangeReason/cbc:ReasonCode", "reasons*", words),  # BT-140, BT-200
        ("efac:ChangeReason/efbc:ReasonDescription", "reason_text*", prose),  # BT-762, BT-201
        (
            "efac:Change",
            "changes*",
            table(
                (
                    ("efbc:ChangeDescription", "description*", prose),  # BT-141, BT-202
                    ("efac:ChangedSection/efbc:ChangedSectionIdentifier", "sections*", words),  # BT-13716
                    ("efbc:ChangedSectionIdentifier", "sections*", words),  # as above, SDK before 1.6
                    ("efac:ChangeReason/cbc:ReasonCode", "reasons*", words),
                    ("efac:ChangeReason/efbc:ReasonDescription", "reason_text*", prose),
                )
            ),
        ),
    )
)

RESULT = table(
    (
        ("cbc:ID", "id", words),  # OPT-322
        ("cbc:TenderResultCode", "status", words),  # BT-142
        ("efac:TenderLot/cbc:ID", "lot", words),  # BT-13713
        ("efac:LotTender/cbc:ID", "tenders*", words),  # OPT-320
        ("efac:SettledContract/cbc:ID", "contracts*", words),  # OPT-315
        ("efac:DecisionReason/efbc:DecisionReasonCode", "reason", words),  # BT-144
        ("cbc:LowerTenderAmount", "lowest", amount),  # BT-710
        ("cbc:HigherTenderAmount", "highest", amount),  # BT-711
        (
            "efac:ReceivedSubmissionsStatistics",
            "statistics*",
            table((("efbc:StatisticsCode", "code", words), ("efbc:StatisticsNumeric", "number", words))),
        ),  # BT-760, BT-759
    )
)

TENDER = table(
    (
        ("cbc:ID", "id", words),  # OPT-321
        ("cbc:RankCode", "rank", words),  # BT-171
        ("cac:LegalMonetaryTotal/cbc:PayableAmount", "value", amount),  # BT-720
        ("efac:TenderLot/cbc:ID", "lot", words),  # BT-13714
        ("efac:TenderingParty/cbc:ID", "party", words),  # OPT-310
        ("efac:SubcontractingTerm/efbc:TermCode", "subcontracting*", listed),  # BT-773
    )
)

CONTRACT = table(
    (
        ("cbc:ID", "id", words),  # OPT-316
        ("cbc:AwardDate", "awarded", words),  # BT-1451
        ("cbc:IssueDate", "concluded", words),  # BT-145
        ("efac:LotTender/cbc:ID", "tenders*", words),  # BT-3202
    )
)

FIRM = table((("cbc:ID", "id", words), ("efbc:GroupLeadIndicator", "lead", words)))  # OPT-300, OPT-301, OPT-170

PARTY = table(
    (
        ("cbc:ID", "id", words),  # OPT-210
        ("cbc:Name", "name*", title),  # OPT-211
        ("efac:Tenderer", "tenderers*", FIRM),
        ("efac:SubContractor", "subcontractors*", FIRM),
    )
)

OUTCOME = table(
    (
        ("cbc:TotalAmount", "total", amount),  # BT-161
        ("efac:LotResult", "results*", RESULT),
        ("efac:LotTender", "tenders*", TENDER),
        ("efac:SettledContract", "contracts*", CONTRACT),
        ("efac:TenderingParty", "parties*", PARTY),
    )
)

NOTICE = table(
    (
        ("cbc:CustomizationID", "customization", words),  # OPT-002
        ("cbc:ID", "number", words),  # BT-701
        ("cbc:ContractFolderID", "procedure", words),  # BT-04
        ("cbc:VersionID", "version", words),  # BT-757
        ("cbc:IssueDate", "issue_day", words),  # BT-05
        ("cbc:IssueTime", "issue_time", words),
        ("cbc:RegulatoryDomain", "legal_basis", words),  # BT-01
        ("cbc:NoticeTypeCode", "notice_type", listed),  # BT-02, form type BT-03 in @listName
        ("cbc:NoticeLanguageCode", "language", words),  # BT-702
        ("cac:ContractingParty/cac:Party/cac:PartyIdentification/cbc:ID", "buyers*", words),  # OPT-300
        ("cac:ProcurementProjectLot", "lots*", LOT),
        ("EXT/efac:NoticeSubType/cbc:SubTypeCode", "subtype", words),  # OPP-070
        ("EXT/efac:Publication/efbc:NoticePublicationID", "publication", words),  # OPP-010
        ("EXT/efac:Publication/efbc:PublicationDate", "published", words),  # OPP-012
        ("EXT/efac:Organizations/efac:Organization", "organisations*", ORGANISATION),
        ("EXT/efac:Changes", "change", CHANGE),
        ("EXT/efac:ContractModification", "modification", CHANGE),
        ("EXT/efac:NoticeResult", "outcome", OUTCOME),
    ),
    CONTENT,
)
"""The whole notice: its root element's children."""
