"""Who was awarded what: awards, bids and contracts of a release as results of its lots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from crawler.formats import ocds_values as values
from crawler.formats.doffin_common import day, rows, texts, words
from crawler.formats.ocds_tags import CALLED_OFF
from model.money import Money
from model.notice import Lot
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty

WITHOUT_WINNER: Final = "clos-nw"
CHOSEN: Final = "selec-w"
WINS: Final = frozenset({"active", ""})
"""awardStatus of an award that stands; publishers of awards alone leave it out."""

STATUSES: Final = frozenset({"pending", "active", "cancelled", "unsuccessful", ""})

Parties = Mapping[str, Organisation]


def results(
    release: Mapping[str, Any], lots: Sequence[Lot], parties: Parties, warnings: list[str]
) -> tuple[LotResult, ...]:
    """
    What became of each lot the awards name, of the only lot where they name none; lots called off come last.

    An award's value is its suppliers' together and that of all its lots: it is a tender's own only where there is one
    supplier, or one bid of several, and one lot.
    """
    found: dict[str | None, list[tuple[str, Tender | None]]] = {}
    signed = _signed(release)
    bids = rows(values.table(release.get("bids")).get("details"))
    for award in rows(release.get("awards")):
        status = words(award.get("status"))
        if status not in STATUSES:
            warnings.append(f"unknown OCDS award status {status[:30]!r}")
        homes, parties_of = _lots_of(award, lots), _tenders(award, bids, parties, warnings)
        money = values.money(award.get("value"), warnings) if len(parties_of) == len(homes) == 1 else None
        plain = Tender(
            id=id_of(award),
            winner=status in WINS,
            value=money,
            award_date=day(award.get("date")),
            contract_date=signed.get(id_of(award)),
        )
        for lot_id in homes:
            tenders = [replace(plain, id=name, lot_id=lot_id, party=party) for name, party in parties_of]
            told = found.setdefault(lot_id, [])
            told += [(status, tender) for tender in tenders]
            if not tenders and status in CALLED_OFF:
                told.append((status, None))
    found = {lot_id: told for lot_id, told in found.items() if told}
    outcomes = [_outcome(lot_id, told) for lot_id, told in found.items()]
    off = [
        lot for lot in rows(values.table(release.get("tender")).get("lots")) if words(lot.get("status")) in CALLED_OFF
    ]
    closed = (LotResult(lot_id=id_of(lot), status=WITHOUT_WINNER) for lot in off if id_of(lot) not in found)
    return (*outcomes, *closed)


def total(release: Mapping[str, Any], warnings: list[str]) -> Money | None:
    """The sum of the awards that stand, where all of them state a value in one currency."""
    standing = [award for award in rows(release.get("awards")) if words(award.get("status")) in WINS]
    stated = [values.money(award.get("value"), []) for award in standing if award.get("suppliers")]
    known = [money for money in stated if money is not None]
    if not known or len(known) < len(stated):
        return None
    if len({money.currency for money in known}) > 1:
        warnings.append("awards in several currencies are not added up")
        return None
    return Money(sum((money.amount for money in known), start=Decimal(0)), known[0].currency)


def award_ids(release: Mapping[str, Any]) -> list[str]:
    """The ids of its awards, else of its contracts."""
    return [id_of(one) for one in rows(release.get("awards")) or rows(release.get("contracts")) if id_of(one)]


def id_of(row: Mapping[str, Any]) -> str:
    """An id as text: publishers write numbers too."""
    value = row.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else words(value)


def _lots_of(award: Mapping[str, Any], lots: Sequence[Lot]) -> list[str | None]:
    named: list[str | None] = [*texts(award.get("relatedLots"))]
    named += [words(item.get("relatedLot")) for item in rows(award.get("items")) if words(item.get("relatedLot"))]
    if named:
        return list(dict.fromkeys(named))
    return [lots[0].id] if len(lots) == 1 else [None]


def _tenders(
    award: Mapping[str, Any], bids: Sequence[Mapping[str, Any]], parties: Parties, warnings: list[str]
) -> list[tuple[str, TenderingParty]]:
    """
    The tenders that won an award.

    OCDS has one award for each set of suppliers, so several suppliers of one award ought to be a consortium. Publishers
    do otherwise: of 73 awards of Contracts Finder seven have 2 to 17 suppliers, framework partners and rivals all. So
    only a bid that names several tenderers is one tender of theirs; suppliers of a bare award stand each alone.
    """
    suppliers = [(id_of(one), one) for one in rows(award.get("suppliers"))]
    wanted = {id_ for id_, _ in suppliers}
    related = {*texts(award.get("relatedBids")), words(award.get("relatedBid"))} - {""}
    found, taken = [], set()
    for bid in bids:
        names = [id_of(one) for one in rows(bid.get("tenderers"))]
        if names and wanted.issuperset(names) and (id_of(bid) in related or (not related and len(names) > 1)):
            firms = tuple(Tenderer(organisation=_firm(one, parties)) for one in rows(bid.get("tenderers")))
            found.append((id_of(bid), TenderingParty(id=id_of(bid), tenderers=firms)))
            taken.update(names)
    alone = [(id_, one) for id_, one in suppliers if id_ not in taken]
    if len(alone) > 1:
        warnings.append(
            f"{len(alone)} suppliers share an award: each is counted alone, for no bid says they bid together"
        )
    for position, (id_, one) in enumerate(alone, start=1):
        name = f"{id_of(award)}-{id_ or position}"
        found.append(
            (name, TenderingParty(id=id_ or str(position), tenderers=(Tenderer(organisation=_firm(one, parties)),)))
        )
    return found


def _firm(reference: Mapping[str, Any], parties: Parties) -> Organisation:
    return parties.get(id_of(reference)) or values.organisation({}, reference)


def _outcome(lot_id: str | None, told: Iterable[tuple[str, Tender | None]]) -> LotResult:
    rows_ = list(told)
    tenders = tuple(tender for _, tender in rows_ if tender is not None)
    if any(tender.winner for tender in tenders):
        status = CHOSEN
    else:
        status = WITHOUT_WINNER if {status for status, _ in rows_} <= CALLED_OFF else rows_[0][0]
    return LotResult(lot_id=lot_id, status=status, tenders=tenders)


def _signed(release: Mapping[str, Any]) -> dict[str, date]:
    """When the contract of each award was signed."""
    found = {}
    for contract in rows(release.get("contracts")):
        signed = day(contract.get("dateSigned"))
        if signed is not None:
            found[words(contract.get("awardID"))] = signed
    return found
