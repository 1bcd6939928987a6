"""
Elements of eForms that are left unread on purpose, with the reason, and the codes the parser decides by.

A path's last two names stand for it, `*` for any first one; extension wrappers do not count. Ignoring an element
ignores all that lies in it. What is neither read nor named here is counted by `eforms.unread`, so a thing that we ought
to read and do not yet is not to be hidden here.
"""

from collections.abc import Mapping
from typing import Final

_REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "people and how to reach them: a letter names firms, not persons": (
        "Company/Contact", "TouchPoint/Contact", "Company/EndpointID", "Company/WebsiteURI", "TouchPoint/PartyName",
        "TouchPoint/PostalAddress", "TouchPoint/EndpointID", "TouchPoint/WebsiteURI",
        "Organizations/UltimateBeneficialOwner", "Organization/UltimateBeneficialOwner",
        "Organization/NaturalPersonIndicator", "AwardingTerms/TechnicalCommitteePerson",
        "EconomicOperatorShortList/PreSelectedParty", "PartyLegalEntity/ShareholderParty",
    ),
    "an address finer than a place on the map": (
        "PostalAddress/StreetName", "PostalAddress/AdditionalStreetName", "PostalAddress/AddressLine",
        "PostalAddress/Department", "Address/StreetName", "Address/AdditionalStreetName", "Address/AddressLine",
        "Address/PostalZone",
    ),
    "who the buyer is in law, and roles among buyers": (
        "ContractingParty/BuyerProfileURI", "ContractingParty/ContractingActivity",
        "ContractingParty/ContractingPartyType", "Party/ServiceProviderParty", "Organization/AcquiringCPBIndicator",
        "Organization/AwardingCPBIndicator", "Organization/GroupLeadIndicator",
        "Organization/ListedOnRegulatedMarketIndicator", "SettledContract/SignatoryParty", "LotResult/FinancingParty",
        "LotResult/PayerParty",
    ),
    "which body answers for questions, documents, evaluation, complaints": (
        "TenderingTerms/AdditionalInformationParty", "TenderingTerms/AppealTerms",
        "TenderingTerms/DocumentProviderParty", "TenderingTerms/TenderEvaluationParty",
        "TenderRecipientParty/PartyIdentification", "EformsExtension/Appeals", "Appeals",
        "LotResult/AppealRequestsStatistics", "TenderingTerms/EmploymentLegislationDocumentReference",
        "TenderingTerms/EnvironmentalLegislationDocumentReference",
        "TenderingTerms/FiscalLegislationDocumentReference", "TenderingTerms/ProcurementLegislationDocumentReference",
    ),
    "the texts carry their own language": (
        "AdditionalNoticeLanguage", "NonOfficialLanguages", "OfficialLanguages",
        "CallForTendersDocumentReference/LanguageID", "CallForTendersDocumentReference/UBLExtensions",
    ),
    "bookkeeping of the form, the sender or the journal": (
        "UBLVersionID", "URI", "RequestedPublicationDate", "TransmissionDate", "TransmissionTime", "PlannedDate",
        "Publication/GazetteID", "TenderResult", "CallForTendersDocumentReference/ID",
        "CallForTendersDocumentReference/DocumentStatusCode", "CallForTendersDocumentReference/DocumentTypeCode",
        "NoticeDocumentReference/ReferencedDocumentInternalAddress", "Change/ProcurementDocumentsChangeDate",
        "Change/ProcurementDocumentsChangeIndicator", "PlannedPeriod/StartTime", "PlannedPeriod/Description",
        "AccessToolName",
    ),
    "exclusion grounds, the law's and the same for all": (
        "SpecificTendererRequirement/Description", "TendererQualificationRequest/CompanyLegalForm",
        "TendererQualificationRequest/CompanyLegalFormCode",
    ),
    "how the tender is handed in and opened; the documents tell it": (
        "TenderingProcess/AccessToolName", "TenderingProcess/AccessToolsURI", "TenderingTerms/AccessToolName",
        "TenderingProcess/SubmissionMethodCode", "TenderingTerms/MultipleTendersCode",
        "TenderingTerms/VariantConstraintCode", "TenderingTerms/TenderValidityPeriod",
        "TenderingTerms/RequiredCurriculaCode", "TenderingTerms/LatestSecurityClearanceDate",
        "OpenTenderEvent/OccurenceLocation", "OpenTenderEvent/Description",
        "TenderingTerms/TenderSubcontractingRequirements", "TenderingTerms/AllowedSubcontractTerms",
        "RequiredFinancialGuarantee/GuaranteeTypeCode",
    ),
    "how the procedure runs inside": (
        "TenderingProcess/Description", "TenderingProcess/AuctionTerms", "TenderingProcess/PartPresentationCode",
        "TenderingProcess/CandidateReductionConstraintIndicator", "TenderingProcess/InvitationSubmissionPeriod",
        "TenderingProcess/ParticipationInvitationPeriod", "TenderingProcess/AnswerReceptionPeriod",
        "TenderingProcess/ProcedureRelaunchIndicator", "TenderingProcess/ProcessJustification",
        "TenderingProcess/GovernmentAgreementConstraintIndicator", "FrameworkAgreement/Justification",
        "FrameworkAgreement/SubsequentProcessTenderRequirement", "FrameworkAgreement/EstimatedMaximumValueAmount",
        "SelectionCriteria/SecondStageIndicator", "SelectionCriteria/CriterionParameter",
        "AwardingCriterion/CalculationExpression", "AwardingCriterion/Description",
        "AwardingTerms/BindingOnBuyerIndicator", "AwardingTerms/FollowupContractIndicator",
        "AwardingTerms/NoFurtherNegotiationIndicator", "AwardingTerms/Prize",
    ),
    "terms of the contract once it is won; the documents tell them": (
        "TenderingTerms/ContractExecutionRequirement", "TenderingTerms/PaymentTerms", "TenderingTerms/PostAwardProcess",
        "TenderingTerms/RecurringProcurementDescription", "TenderingTerms/RecurringProcurementIndicator",
        "TenderingTerms/FundingProgramCode", "TenderingTerms/Funding",
    ),
    "statements on policy, for statistics": (
        "TenderingTerms/StrategicProcurement", "ProcurementProject/ProcurementAdditionalType",
        "ProcurementProject/SMESuitableIndicator", "ProcurementProject/EstimatedOverallContractQuantity",
        "MainCommodityClassification/UBLExtensions",
        "AdditionalCommodityClassification/UBLExtensions", "LotResult/StrategicProcurement",
        "LotResult/StrategicProcurementStatistics", "LotTender/Origin", "LotTender/ForeignSubsidiesMeasuresCode",
        "LotTender/PublicTransportationCumulatedDistance", "LotTender/ConcessionRevenue",
        "LotTender/AggregatedAmounts",
    ),
    "a contract's or tender's own particulars: who won, for how much, is what is asked": (
        "LotTender/TenderRankedIndicator", "LotTender/TenderReference", "LotTender/TenderVariantIndicator",
        "LotTender/ContractTerm", "SettledContract/ContractFrameworkIndicator", "SettledContract/ContractReference",
        "SettledContract/Title", "SettledContract/URI", "SettledContract/DurationJustification",
        "SettledContract/Funding", "SettledContract/NoticeDocumentReference", "SubcontractingTerm/TermAmount",
        "SubcontractingTerm/TermDescription", "SubcontractingTerm/TermPercent",
        "SubcontractingTerm/PercentageKnownIndicator", "SubcontractingTerm/ValueKnownIndicator",
        "LotResult/DPSTerminationIndicator", "SubContractor/MainContractor",
    ),
    "why a value is withheld: the value itself is then 0, -1 or missing, and read as not published": (
        "*/FieldsPrivacy",
    ),
    "registration of a European company, in which nothing is bought": (
        "AdditionalDocumentReference", "BusinessCapability", "BusinessParty", "Note", "NoticePurpose", "SenderParty",
    ),
}  # fmt: skip

IGNORED: Final[Mapping[str, str]] = {path: reason for reason, paths in _REASONS.items() for path in paths}
"""Ending of a path -> why it is not read."""

CODES: Final[Mapping[str, frozenset[str]]] = {
    "NoticeSubType/SubTypeCode": frozenset(
        {*map(str, range(1, 41)), "CEI", "E1", "E2", "E3", "E4", "E5", "E6", "T01", "T02", "X01", "X02"}
        | {"N4", "N16", "N29", "99"}  # Norwegian: national, and converted legacy F14
    ),
    "ContractingSystem/ContractingSystemTypeCode": frozenset(
        {"none", "fa-wo-rc", "fa-w-rc", "fa-mix", "dps-list", "dps-nlist"}
    ),
    "SelectionCriteria/CalculationExpressionCode": frozenset({"used", "n-used", "nyk"}),
    "LotResult/TenderResultCode": frozenset({"selec-w", "open-nw", "clos-nw"}),
    "SubcontractingTerm/TermCode": frozenset({"yes", "no", "not-known"}),
    "CallForTendersDocumentReference/DocumentType": frozenset({"non-restricted-document", "restricted-document"}),
}
"""Codes whose meaning the parser knows; another is kept raw and counted."""
