"""Results of an eForms notice: the winner chain SettledContract -> LotTender -> TenderingParty -> Tenderer."""

from datetime import date

from lxml import etree

from crawler.formats.eforms_values import Doubts, children, date_of, descend, money, number, text_of
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty


def results_of(ext: etree._Element | None, known: dict[str, Organisation], doubts: Doubts) -> tuple[LotResult, ...]:
    """What became of each lot. Child paths only: references reuse the names of the definitions they refer to."""
    block = descend(ext, "NoticeResult")
    if block is None:
        return ()
    parties = {party.id: party for party in (_party(one, known) for one in children(block, "TenderingParty"))}
    contracts = _contracts(block)
    tenders = {
        tender.id: tender
        for tender in (_tender(one, parties, contracts, doubts) for one in children(block, "LotTender"))
    }
    return tuple(_result(one, tenders, doubts) for one in children(block, "LotResult"))


def _contracts(block: etree._Element) -> dict[str, tuple[date | None, date | None]]:
    found = {}
    for contract in children(block, "SettledContract"):
        dates = (date_of(descend(contract, "AwardDate")), date_of(descend(contract, "IssueDate")))
        for reference in children(contract, "LotTender"):
            tender = text_of(reference, "ID")
            if tender:
                found[tender] = dates
    return found


def _party(element: etree._Element, known: dict[str, Organisation]) -> TenderingParty:
    def firms(name: str) -> list[tuple[Organisation, bool]]:
        found = []
        for one in children(element, name):
            reference = text_of(one, "ID")
            if reference is not None:
                lead = (text_of(one, "GroupLeadIndicator") or "").lower() in {"true", "1"}
                found.append((known.get(reference, Organisation(name=reference)), lead))
        return found

    return TenderingParty(
        id=text_of(element, "ID") or "",
        name=text_of(element, "Name"),
        tenderers=tuple(Tenderer(organisation=firm, lead=lead) for firm, lead in firms("Tenderer")),
        subcontractors=tuple(firm for firm, _ in firms("SubContractor")),
    )


def _tender(
    element: etree._Element,
    parties: dict[str, TenderingParty],
    contracts: dict[str, tuple[date | None, date | None]],
    doubts: Doubts,
) -> Tender:
    id_ = text_of(element, "ID") or ""
    award, conclusion = contracts.get(id_, (None, None))
    return Tender(
        id=id_,
        lot_id=text_of(element, "TenderLot", "ID"),
        winner=id_ in contracts,
        rank=number(descend(element, "RankCode")),
        value=money(descend(element, "LegalMonetaryTotal", "PayableAmount"), doubts, "Tilbudssum"),
        party=parties.get(text_of(element, "TenderingParty", "ID") or ""),
        subcontracting=text_of(element, "SubcontractingTerm", "TermCode"),
        award_date=award,
        contract_date=conclusion,
    )


def _result(element: etree._Element, tenders: dict[str, Tender], doubts: Doubts) -> LotResult:
    received = None
    for statistics in children(element, "ReceivedSubmissionsStatistics"):
        if text_of(statistics, "StatisticsCode") == "tenders":
            received = number(descend(statistics, "StatisticsNumeric"))
    references = [text_of(one, "ID") for one in children(element, "LotTender")]
    return LotResult(
        lot_id=text_of(element, "TenderLot", "ID"),
        status=text_of(element, "TenderResultCode"),
        reason=text_of(element, "DecisionReason", "DecisionReasonCode"),
        tenders_received=received,
        lowest=money(descend(element, "LowerTenderAmount"), doubts, "Laveste tilbud"),
        highest=money(descend(element, "HigherTenderAmount"), doubts, "Høyeste tilbud"),
        tenders=tuple(tenders[reference] for reference in references if reference in tenders),
    )
