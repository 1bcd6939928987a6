"""The lots of a release: `tender.lots` with the items related to each, or the tender itself as its only lot."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crawler.formats import ocds_values as values
from crawler.formats.doffin_common import moment, rows, texts, words
from crawler.formats.ocds_results import id_of
from model.notice import Criterion, Deadline, Lot
from model.text import Text

NATURES: Final[Mapping[str, str]] = {"goods": "supplies", "works": "works", "services": "services"}
FRAMEWORKS: Final[Mapping[str, str]] = {
    "withoutReopeningCompetition": "fa-wo-rc",
    "withReopeningCompetition": "fa-w-rc",
    "withAndWithoutReopeningCompetition": "fa-mix",
}
"""frameworkAgreement.method -> BT-765; a framework that does not say is kept as `framework`."""

PAPERS: Final = ("biddingDocuments", "Link")
"""Document types under which the tender's own papers lie."""

Table = Mapping[str, Any]


def lots(release: Table, language: str, warnings: list[str]) -> tuple[Lot, ...]:
    """The lots; a tender without gives one."""
    tender = values.table(release.get("tender"))
    own = [row for row in rows(tender.get("lots")) if id_of(row)]
    if not own:
        items = rows(tender.get("items"))
        return (_lot("LOT-0000", tender, tender, [tender, *items], language, warnings, release),)
    found = []
    for row in own:
        items = [item for item in rows(tender.get("items")) if _concerns(item, id_of(row))]
        found.append(_lot(id_of(row), row, tender, items, language, warnings, release))
    return tuple(found)


def nature(tender: Table) -> str | None:
    """BT-23 of a main procurement category; unknown ones raw."""
    category = words(tender.get("mainProcurementCategory"))
    return NATURES.get(category, category) or None


def _lot(
    id_: str, row: Table, tender: Table, items: Sequence[Table], language: str, warnings: list[str], release: Table
) -> Lot:
    limit = _limit(row, tender, "tenderPeriod", warnings)
    staged = bool(row.get("secondStage") or tender.get("secondStage"))
    techniques = {**values.table(tender.get("techniques")), **values.table(row.get("techniques"))}
    agreement = values.table(techniques.get("frameworkAgreement"))
    terms = {**values.table(tender.get("submissionTerms")), **values.table(row.get("submissionTerms"))}
    codes = [one for owner in items for one in values.classifications(owner)]
    return Lot(
        id=id_,
        reference=_reference(row),
        title=values.text(row, "title", language) or values.text(tender, "title", language),
        description=values.text(row, "description", language) or values.text(tender, "description", language),
        cpv=values.cpv(iter(codes), warnings) or values.cpv(values.classifications(tender), warnings),
        nature=nature(row) or nature(tender),
        places=values.places(items) or values.places([tender]),
        value=values.money(row.get("value"), warnings),
        framework_maximum=values.money(agreement.get("value"), warnings),
        duration=values.period(row.get("contractPeriod") or tender.get("contractPeriod")),
        options=Text.of([*_said(row, "options", language), *_said(row, "renewal", language)]),
        deadline=None if staged else limit,
        request_deadline=limit if staged else None,
        interest_deadline=_interest(release, tender, warnings),
        questions_by=_limit(row, tender, "enquiryPeriod", warnings),
        opening=moment(values.table(row.get("bidOpening") or tender.get("bidOpening")).get("date")),
        framework=_framework(techniques, agreement),
        dps=_dps(techniques),
        max_participants=values.count(agreement.get("maximumParticipants"), at_most=10_000),
        reserved=next(iter(texts(values.table(tender.get("otherRequirements")).get("reservedParticipation"))), None),
        selection=_criteria([row] if row is tender else [row, tender], "selectionCriteria", language),
        award=_criteria([row], "awardCriteria", language) or _criteria([tender], "awardCriteria", language),
        documents_url=_papers(tender, id_),
        submission_url=_submission(tender, row),
        languages=tuple(values.language_of(one) for one in texts(terms.get("languages"))),
        previous=_previous(release),
    )


def _concerns(item: Table, lot: str) -> bool:
    several = item.get("relatedLots")
    named = [item.get("relatedLot"), *(several if isinstance(several, list) else ())]
    return lot in {str(one) for one in named if isinstance(one, str | int)}


def _limit(row: Table, tender: Table, name: str, warnings: list[str]) -> Deadline | None:
    own = values.table(row.get(name)).get("endDate")
    return values.deadline(own or values.table(tender.get(name)).get("endDate"), warnings)


def _interest(release: Table, tender: Table, warnings: list[str]) -> Deadline | None:
    """By when to speak up: BT-630, or the end of an engagement that a planning release announces."""
    asked = tender.get("expressionOfInterestDeadline")
    milestones = rows(values.table(release.get("planning")).get("milestones"))
    ends = (one.get("dueDate") for one in milestones if words(one.get("type")) == "engagement")
    return values.deadline(asked or next(ends, None), warnings)


def _reference(row: Table) -> str | None:
    return next((id_of(one) for one in rows(row.get("identifiers")) if words(one.get("scheme")) == "internal"), None)


def _said(row: Table, name: str, language: str) -> Sequence[tuple[str, str]]:
    return values.text(values.table(row.get(name)), "description", language).versions


def _framework(techniques: Table, agreement: Table) -> str | None:
    if not agreement and techniques.get("hasFrameworkAgreement") is not True:
        return None
    method = words(agreement.get("method")) or words(agreement.get("type"))
    return FRAMEWORKS.get(method, method) or "framework"


def _dps(techniques: Table) -> str | None:
    if techniques.get("hasDynamicPurchasingSystem") is not True:
        return None
    return words(values.table(techniques.get("dynamicPurchasingSystem")).get("type")) or "dps"


def _criteria(owners: Sequence[Table], name: str, language: str) -> tuple[Criterion, ...]:
    found = []
    for one in (row for owner in owners for row in rows(values.table(owner.get(name)).get("criteria"))):
        title = values.text(one, "title", language) or values.text(one, "name", language)
        told = [*values.text(one, "description", language).versions, *values.text(one, "minimum", language).versions]
        found.append(Criterion(code=words(one.get("type")) or None, name=title, description=Text.of(told)))
    return tuple(found)


def _papers(tender: Table, lot: str) -> str | None:
    for paper in rows(tender.get("documents")):
        related = texts(paper.get("relatedLots"))
        if words(paper.get("documentType")) in PAPERS and (not related or lot in related):
            link = values.web(paper.get("url"))
            if link:
                return link
    return values.web(values.table(tender.get("communication")).get("documentAvailabilityURL"))


def _submission(tender: Table, row: Table) -> str | None:
    told = words(row.get("submissionMethodDetails")) or words(tender.get("submissionMethodDetails"))
    return values.web(told) or values.web(values.table(tender.get("communication")).get("atypicalToolUrl"))


def _previous(release: Table) -> tuple[str, ...]:
    found = (
        words(one.get("identifier"))
        for one in rows(release.get("relatedProcesses"))
        if {"planning", "prior"} & set(texts(one.get("relationship")))
    )
    return tuple(name for name in found if name)
