"""A notice as a release of the Open Contracting Data Standard 1.1, with its extensions for lots, bids and location."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Lot, Notice, Place
from model.organisation import Organisation
from model.result import LotResult, Tender

VERSION: Final = "1.1"
EXTENSIONS: Final = tuple(
    f"https://raw.githubusercontent.com/open-contracting-extensions/ocds_{name}_extension/master/extension.json"
    for name in ("lots", "bid", "location")
)
TAGS: Final[Mapping[FormType, tuple[str, ...]]] = {
    FormType.PLANNING: ("planning",),
    FormType.COMPETITION: ("tender",),
    FormType.CHANGE: ("tenderUpdate",),
    FormType.INTENT: ("tender", "award"),
    FormType.RESULT: ("award",),
    FormType.MODIFICATION: ("contractAmendment",),
    FormType.CANCELLATION: ("tenderCancellation",),
    FormType.COMPLETION: ("contractTermination",),
}
"""Stage -> releaseTag. Business registrations and unknown forms are no part of a contracting process."""

STATUS: Final = {
    FormType.PLANNING: "planned",
    FormType.COMPETITION: "active",
    FormType.CHANGE: "active",
    FormType.CANCELLATION: "cancelled",
    FormType.RESULT: "complete",
}
CATEGORIES: Final = {"supplies": "goods", "works": "works", "services": "services"}
"""BT-23 -> procurementCategory."""


def package(releases: Iterable[dict[str, Any]], *, published: datetime, publisher: str) -> dict[str, Any]:
    """A release package; the publisher is who exports, the notices stay their sources' (their licences hold)."""
    return {
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": published.astimezone(UTC).isoformat(),
        "publisher": {"name": publisher},
        "releases": list(releases),
    }


def release(notice: Notice, *, prefix: str) -> dict[str, Any] | None:
    """
    The release, or None for a form that OCDS has no stage for.

    `prefix` is the publisher's registered ocid prefix; behind it stands BT-04, else the notice's own identifier.
    """
    tags = TAGS.get(notice.form_type)
    if tags is None:
        return None
    identifier = notice.notice_uuid or f"{notice.source}-{notice.source_id}"
    parties = _parties(notice)
    when = notice.dispatched or (
        datetime(notice.published.year, notice.published.month, notice.published.day, tzinfo=UTC)
        if notice.published
        else None
    )
    return _filled(
        {
            "ocid": f"{prefix}-{notice.procedure_id or identifier}",
            "id": f"{identifier}-{notice.version:02}",
            "date": when.isoformat() if when else None,
            "tag": list(tags),
            "initiationType": "tender",
            "language": notice.language.lower() if notice.language else None,
            "parties": list(parties.values()),
            "buyer": _reference(notice.buyers[0]) if notice.buyers else None,
            "tender": _tender(notice),
            "bids": {"details": [_bid(tender) for tender in _tenders(notice)]},
            "awards": [award for result in notice.results for award in _awards(result)],
            "links": [{"rel": "canonical", "href": notice.url}] if notice.url else [],
        }
    )


def _tender(notice: Notice) -> dict[str, Any]:
    deadline = notice.deadline
    return _filled(
        {
            "id": notice.procedure_id or notice.source_id,
            "title": notice.title.best,
            "description": notice.description.best,
            "status": STATUS.get(notice.form_type),
            "value": _money(notice.worth),
            "mainProcurementCategory": CATEGORIES.get(notice.nature or ""),
            "procurementMethodDetails": notice.procedure_type,
            "tenderPeriod": {"endDate": deadline.at.isoformat()} if deadline else None,
            "items": [_item(notice.cpv, notice.places, "0", None)] if notice.cpv or notice.places else [],
            "lots": [_lot(lot) for lot in notice.biddable],
        }
    ) | _lot_items(notice)


def _lot_items(notice: Notice) -> dict[str, Any]:
    """Items of the lots; where none of them has codes or places of its own, the notice's stand alone."""
    items = [_item(lot.cpv, lot.places, lot.id, lot.id) for lot in notice.biddable if lot.cpv or lot.places]
    return {"items": items} if items else {}


def _lot(lot: Lot) -> dict[str, Any]:
    deadline = lot.next_deadline
    return _filled(
        {
            "id": lot.id,
            "title": lot.title.best,
            "description": lot.description.best,
            "value": _money(lot.worth),
            "tenderPeriod": {"endDate": deadline.at.isoformat()} if deadline else None,
            "contractPeriod": {
                "startDate": lot.duration.start.isoformat() if lot.duration and lot.duration.start else None,
                "endDate": lot.duration.end.isoformat() if lot.duration and lot.duration.end else None,
            },
        }
    )


def _item(codes: tuple[Cpv, ...], places: tuple[Place, ...], name: str, lot: str | None) -> dict[str, Any]:
    return _filled(
        {
            "id": name,
            "classification": _classification(codes[0]) if codes else None,
            "additionalClassifications": [_classification(code) for code in codes[1:]],
            "deliveryAddresses": [
                _filled({"region": place.nuts.code, "locality": place.city}) for place in places if place.nuts
            ],
            "relatedLot": lot,
        }
    )


def _classification(code: Cpv) -> dict[str, str]:
    return {"scheme": "CPV", "id": code.code}


def _awards(result: LotResult) -> Iterator[dict[str, Any]]:
    """One award a winning tender: OCDS has an award for each set of suppliers. A lot without a winner has one too."""
    for tender in result.winners:
        firms = tender.party.tenderers if tender.party else ()
        yield _filled(
            {
                "id": f"{result.lot_id or 'all'}-{tender.id}",
                "status": "active",
                "date": tender.award_date.isoformat() if tender.award_date else None,
                "value": _money(tender.value),
                "suppliers": [_reference(one.organisation) for one in firms],
                "relatedLots": [result.lot_id] if result.lot_id else [],
                "relatedBids": [tender.id],
            }
        )
    if not result.winners and result.status == "clos-nw":
        yield _filled(
            {
                "id": f"{result.lot_id or 'all'}-none",
                "status": "unsuccessful",
                "relatedLots": [result.lot_id] if result.lot_id else [],
            }
        )


def _bid(tender: Tender) -> dict[str, Any]:
    firms = tender.party.tenderers if tender.party else ()
    return _filled(
        {
            "id": tender.id,
            "status": "valid",
            "value": _money(tender.value),
            "tenderers": [_reference(one.organisation) for one in firms],
            "relatedLots": [tender.lot_id] if tender.lot_id else [],
        }
    )


def _tenders(notice: Notice) -> Iterator[Tender]:
    return (tender for result in notice.results for tender in result.tenders)


def _parties(notice: Notice) -> dict[str, dict[str, Any]]:
    """Every organisation named, once, with the roles it has."""
    found: dict[str, dict[str, Any]] = {}

    def add(one: Organisation, role: str) -> None:
        party = found.setdefault(_id(one), _party(one))
        if role not in party["roles"]:
            party["roles"].append(role)

    for buyer in notice.buyers:
        add(buyer, "buyer")
    for tender in _tenders(notice):
        for tenderer in tender.party.tenderers if tender.party else ():
            add(tenderer.organisation, "tenderer")
            if tender.winner:
                add(tenderer.organisation, "supplier")
    return found


def _party(one: Organisation) -> dict[str, Any]:
    identifier = {"scheme": "NO-BRC", "id": one.orgnr, "legalName": one.name} if one.orgnr else None
    address = _filled(
        {"locality": one.city, "postalCode": one.postcode, "region": one.nuts, "countryName": one.country}
    )
    return _filled({"id": _id(one), "name": one.name, "identifier": identifier, "address": address}) | {"roles": []}


def _reference(one: Organisation) -> dict[str, str]:
    return {"id": _id(one), "name": one.name}


def _id(one: Organisation) -> str:
    """NO-BRC is org-id.guide's list for Enhetsregisteret; others go by what the notice wrote."""
    return f"NO-BRC-{one.orgnr}" if one.orgnr else " ".join(filter(None, (one.raw_id, one.name)))


def _money(value: Money | None) -> dict[str, Any] | None:
    """OCDS has numbers: a whole sum stays whole, a fraction is the nearest float (cents survive up to 10^13)."""
    if value is None:
        return None
    whole = value.amount == value.amount.to_integral_value()
    return {"amount": int(value.amount) if whole else float(value.amount), "currency": value.currency}


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is missing: OCDS wants no null and no empty list in a release."""
    kept = {key: _filled(value) if isinstance(value, dict) else value for key, value in row.items()}
    return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
