"""Results of an eForms notice: the winner chain SettledContract -> LotTender -> TenderingParty -> Tenderer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from crawler.formats.eforms_parties import Organisations, named
from crawler.formats.eforms_times import day
from crawler.formats.eforms_values import Doubts, money, number, text
from crawler.formats.eforms_walk import Record
from model.result import LotResult, Tender, Tenderer, TenderingParty

CHOSEN = "selec-w"


def results_of(
    outcome: Record | None, lots: Collection[str] | None, known: Organisations, doubts: Doubts
) -> tuple[LotResult, ...]:
    """
    What became of each lot; tenders that no lot's result mentions get a result of their own, without a status.

    `lots` are the ids of the notice's lots, None where it has none. A result for another than those (converted notices
    write `MISSING`) is for no lot.
    """
    if outcome is None:
        return ()
    for record in (*outcome.get("results", ()), *outcome.get("tenders", ())):
        if lots is not None and record.get("lot") is not None and record["lot"] not in lots:
            doubts.add(f"Resultatet gjelder delkontrakt {record['lot'][:20]!r}, som kunngjøringen ikke har")
            record["lot"] = None
    parties = {party.id: party for party in (_party(one, known, doubts) for one in outcome.get("parties", ()))}
    contracts = _contracts(outcome)
    winning = {tender for contract in contracts.values() for tender in contract.get("tenders", ())}
    if not contracts:
        winning = _chosen_without_contract(outcome, doubts)
    settled = {tender: contract for contract in contracts.values() for tender in contract.get("tenders", ())}
    tenders = {}
    for record in outcome.get("tenders", ()):
        name = record.get("id") or ""
        tenders[name] = _tender(record, name in winning, settled.get(name, {}), parties, doubts)
    results = [_result(one, tenders, contracts, doubts) for one in outcome.get("results", ())]
    return (*results, *_unmentioned(tenders, results))


def _contracts(outcome: Record) -> Mapping[str, Record]:
    return {one.get("id") or str(index): one for index, one in enumerate(outcome.get("contracts", ()))}


def _chosen_without_contract(outcome: Record, doubts: Doubts) -> set[str]:
    """
    Winning tenders of a notice that settles no contract at all, though a lot's winner is chosen.

    A result lists losing tenders too, so only what cannot be misread counts: the one tender the result refers to, or
    those it ranks first. Else nobody has won, and the leader is told.
    """
    ranks = {one.get("id"): number(one.get("rank")) for one in outcome.get("tenders", ())}
    winning: set[str] = set()
    for result in outcome.get("results", ()):
        tenders = result.get("tenders", [])
        if result.get("status") != CHOSEN or not tenders:
            continue
        best = tenders if len(tenders) == 1 else [one for one in tenders if ranks.get(one) == 1]
        if not best:
            doubts.add("Vinner er valgt, men kunngjøringen viser ikke hvilket tilbud som vant")
        winning.update(best)
    return winning


def _tender(
    record: Record, winner: bool, contract: Record, parties: Mapping[str, TenderingParty], doubts: Doubts
) -> Tender:
    return Tender(
        id=record.get("id") or "",
        lot_id=record.get("lot"),
        winner=winner,
        rank=number(record.get("rank")),
        value=money(record.get("value"), doubts, "Tilbudssum"),
        party=parties.get(record.get("party") or ""),
        subcontracting=next((code for list_, code in record.get("subcontracting", ()) if _applies(list_)), None),
        award_date=day(contract.get("awarded")),
        contract_date=day(contract.get("concluded")),
    )


def _applies(list_: str) -> bool:
    return list_ in {"applicability", ""}


def _party(record: Record, known: Organisations, doubts: Doubts) -> TenderingParty:
    tenderers = []
    for firm in record.get("tenderers", ()):
        lead = firm.get("lead") in {"true", "1"}
        tenderers += [Tenderer(organisation=one, lead=lead) for one in named([firm.get("id", "")], known, doubts)]
    helpers = [firm.get("id", "") for firm in record.get("subcontractors", ())]
    return TenderingParty(
        id=record.get("id") or "",
        name=text(record.get("name")).best or None,
        tenderers=tuple(dict.fromkeys(tenderers)),
        subcontractors=named(helpers, known, doubts),
    )


def _result(
    record: Record, tenders: Mapping[str, Tender], contracts: Mapping[str, Record], doubts: Doubts
) -> LotResult:
    lot = record.get("lot")
    settled = [one for name in record.get("contracts", ()) for one in contracts.get(name, {}).get("tenders", ())]
    own = [one for one in settled if one in tenders and tenders[one].lot_id in {lot, None}]
    references = dict.fromkeys(record.get("tenders") or own)
    return LotResult(
        lot_id=lot,
        status=record.get("status"),
        reason=record.get("reason"),
        tenders_received=_received(record.get("statistics", ())),
        lowest=money(record.get("lowest"), doubts, "Laveste tilbud"),
        highest=money(record.get("highest"), doubts, "Høyeste tilbud"),
        tenders=tuple(tenders[one] for one in references if one in tenders),
    )


def _received(statistics: Iterable[Record]) -> int | None:
    """The count for code `tenders`; the others (`t-sme`, `t-esubm` …) are parts of it and never added."""
    for one in statistics:
        if one.get("code") == "tenders":
            return number(one.get("number"))
    return None


def _unmentioned(tenders: Mapping[str, Tender], results: Iterable[LotResult]) -> list[LotResult]:
    mentioned = {tender.id for result in results for tender in result.tenders}
    left: defaultdict[str | None, list[Tender]] = defaultdict(list)
    for tender in tenders.values():
        if tender.id not in mentioned:
            left[tender.lot_id].append(tender)
    return [LotResult(lot_id=lot, tenders=tuple(found)) for lot, found in left.items()]
