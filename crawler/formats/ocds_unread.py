"""Fields of a release that the reader knows: those it reads, and those left unread on purpose, with the reason."""

from collections.abc import Mapping
from typing import Any, Final

READ: Final[Mapping[str, frozenset[str]]] = {
    "release": frozenset({
        "ocid", "id", "date", "tag", "language", "tender", "planning", "parties", "buyer", "awards", "contracts",
        "bids", "relatedProcesses", "links", "description", "title",
    }),
    "tender": frozenset({
        "id", "title", "description", "status", "items", "value", "procurementMethod", "mainProcurementCategory",
        "classification", "additionalClassifications", "tenderPeriod", "enquiryPeriod", "contractPeriod", "documents",
        "lots", "lotDetails", "techniques", "submissionTerms", "submissionMethodDetails", "communication", "bidOpening",
        "secondStage", "selectionCriteria", "awardCriteria", "otherRequirements", "legalBasis", "amendments",
        "deliveryAddresses", "deliveryLocations", "expressionOfInterestDeadline",
    }),
    "lot": frozenset({
        "id", "title", "description", "status", "value", "contractPeriod", "tenderPeriod", "enquiryPeriod",
        "bidOpening", "options", "renewal", "techniques", "submissionTerms", "secondStage", "selectionCriteria",
        "awardCriteria", "identifiers", "mainProcurementCategory", "submissionMethodDetails",
    }),
    "award": frozenset({
        "id", "title", "status", "date", "value", "suppliers", "relatedLots", "items", "relatedBids", "relatedBid",
        "documents",
    }),
}  # fmt: skip

_REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "says again what another field says": (
        "release/initiationType", "tender/datePublished", "tender/identifiers", "award/datePublished",
        "award/description",
        "award/statusDetails", "award/buyers", "award/mainProcurementCategory", "award/contractPeriod",
        "tender/additionalProcurementCategories", "tender/procuringEntity", "tender/numberOfTenderers",
        "tender/tenderers",
        "lot/hasOptions", "lot/hasRenewal", "tender/hasRecurrence", "tender/hasEnquiries",
    ),
    "a floor or a range beside the value": ("tender/minValue", "tender/maxValue", "lot/minValue", "lot/maxValue"),
    "how the procedure runs inside; the documents tell it": (
        "tender/procurementMethodDetails", "tender/procurementMethodRationale", "tender/procedure",
        "tender/awardPeriod",
        "tender/procurementMethodRationaleClassifications", "tender/submissionMethod", "tender/eligibilityCriteria",
        "tender/awardCriteriaDetails", "tender/participationFees", "tender/milestones", "tender/exclusionGrounds",
        "tender/reviewDetails", "tender/reviewPeriod", "tender/specialRegime", "tender/riskDetails", "lot/awardPeriod",
        "lot/hasAccessibilityCriteria", "lot/reviewDetails", "lot/designContest", "lot/customElements",
    ),
    "terms of the contract once it is won": (
        "tender/contractTerms", "tender/recurrence", "lot/contractTerms", "lot/recurrence", "lot/hasRecurrence",
        "tender/coveredBy", "tender/crossBorderLaw", "lot/coveredBy",
    ),
    "statements on policy, for statistics": (
        "tender/suitability", "lot/suitability", "lot/sustainability", "lot/hasSustainability", "tender/sustainability",
        "release/statistics", "tender/aboveThreshold", "award/aboveThreshold",
    ),
}  # fmt: skip

IGNORED: Final[Mapping[str, str]] = {path: reason for reason, paths in _REASONS.items() for path in paths}
"""Owner and field -> why it is not read."""


def unread(release: Mapping[str, Any]) -> list[str]:
    """Sentences on fields that are neither read nor ignored with a reason, each once."""
    tender = release.get("tender") if isinstance(release.get("tender"), dict) else {}
    owners: list[tuple[str, Any]] = [("release", release), ("tender", tender)]
    owners += [("lot", one) for one in _rows(tender, "lots")] + [("award", one) for one in _rows(release, "awards")]
    found = [
        f"{kind}/{name}"
        for kind, owner in owners
        for name in owner
        if name not in READ[kind] and f"{kind}/{name}" not in IGNORED and name[-3:-2] != "_"
    ]
    return [f"field {name[:60]!r} is not read" for name in dict.fromkeys(found)]


def _rows(owner: Any, name: str) -> list[Mapping[str, Any]]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
