"""A made-up market in English as OCDS releases: the Skarra Islands, with every stage a procedure goes through."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

PREFIX: Final = "ocds-dem0ng"
PUBLISHER: Final = {"name": "Skarra Islands Open Contracting (made up)", "uri": "https://skarra.example.org"}
LICENCE: Final = "https://skarra.example.org/licence"

BUYERS: Final[Mapping[str, str]] = {
    "harbour": "Skarra Harbour Trust",
    "council": "Skarra Islands Council",
    "ferries": "Skarra Ferries",
    "water": "Vestray Water",
}

Row = dict[str, Any]


def _release(number: int, day: str, process: int, buyer: str, tag: str, tender: Row, **more: Any) -> Row:
    page = f"https://skarra.example.org/notice/{number:06}-2026"
    kind = {"planning": "plannedProcurementNotice", "award": "awardNotice"}.get(tag, "tenderNotice")
    document = {"id": "1", "documentType": kind, "url": page, "format": "text/html", "datePublished": f"{day}Z"}
    parties = [{"id": buyer, "name": BUYERS[buyer], "roles": ["buyer"], "address": {"countryName": "Scotland"}}]
    return {
        "ocid": f"{PREFIX}-{process:06}",
        "id": f"{number:06}-2026",
        "date": f"{day}Z",
        "tag": [tag],
        "language": "en",
        "initiationType": "tender",
        "parties": [*parties, *more.pop("firms", ())],
        "buyer": {"id": buyer, "name": BUYERS[buyer]},
        "tender": {"id": f"SK-{process}", "procurementMethod": "open", **tender, "documents": [document]},
        **more,
    }


def _tender(title: str, text: str, cpv: str, amount: float | None = None, ends: str | None = None, **more: Any) -> Row:
    row: Row = {"title": title, "description": text, "status": "active", "mainProcurementCategory": "works"}
    row["classification"] = {"scheme": "CPV", "id": cpv}
    row["items"] = [{"id": "1", "deliveryAddresses": [{"region": "UKM65", "countryName": "Scotland"}]}]
    if amount is not None:
        row["value"] = {"amount": amount, "currency": "GBP"}
    if ends is not None:
        row["tenderPeriod"] = {"endDate": f"{ends}T12:00:00Z"}
    return row | more


def _firm(id_: str, name: str, **more: Any) -> Row:
    return {"id": id_, "name": name, "roles": ["supplier", "tenderer"], **more}


_PIER: Final = _tender(
    "North pier strengthening", "Steel piles, fenders and welding to NS-EN 1090-2 EXC3.", "45223210", 1_900_000,
    "2026-12-04",
)  # fmt: skip
_MEALS: Final = _tender("School meals", "Lunches for four schools.", "55524000", 310_000, "2026-12-10")
_NORDVIK: Final = _firm(
    "NO-BRC-310406856",
    "Signal Automasjon AS",
    identifier={"scheme": "NO-BRC", "id": "310406856"},
    address={"country": "NO"},
)
_LOTS: Final = (
    {"id": "1", "title": "Ground works", "value": {"amount": 400_000, "currency": "GBP"}, "status": "active"},
    {
        "id": "2",
        "title": "Electrical installations",
        "value": {"amount": 250_000, "currency": "GBP"},
        "status": "active",
    },
    {"id": "3", "title": "Landscaping", "status": "cancelled"},
)
_LOT_ITEMS: Final = tuple(
    {"id": str(n), "relatedLot": str(n), "classification": {"scheme": "CPV", "id": code},
     "deliveryAddresses": [{"region": "UKM65"}]}
    for n, code in enumerate(("45112000", "45310000", "77314000"), start=1)
)  # fmt: skip


def _tenders() -> Iterator[Row]:
    yield _release(401, "2026-11-09T10:05:00", 1, "harbour", "tender", _PIER)
    yield _release(
        402,
        "2026-11-09T15:30:00",
        2,
        "council",
        "planning",
        _tender("Future street lighting", "Early engagement on LED lighting.", "45316110", status="planned"),
        planning={"milestones": [{"id": "1", "type": "engagement", "dueDate": "2026-12-01T23:59:59Z"}]},
    )
    works = _tender("Treatment works, phase 2", "New treatment works in lots.", "45252100", 900_000, "2026-12-18")
    yield _release(
        403, "2026-11-10T09:00:00", 3, "water", "tender", works | {"lots": list(_LOTS), "items": list(_LOT_ITEMS)}
    )
    linkspan = "Fabrication and installation of a steel linkspan with hydraulics."
    linkspan_row = _tender("Linkspan for Vestray", linkspan, "45223100", 640_000, "2026-12-01")
    yield _release(404, "2026-11-10T16:20:00", 4, "ferries", "tender", linkspan_row)
    yield _release(405, "2026-11-11T11:00:00", 5, "council", "tender", _MEALS)
    cranes = _tender("Crane overhaul", "Overhaul of gears and hydraulics.", "50530000", 120_000, "2026-12-07")
    yield _release(409, "2026-11-16T10:00:00", 7, "harbour", "tender", cranes)
    pumps = _tender("Pump overhaul", "Machining of shafts, overhaul of pumps.", "50511000", 85_000, "2026-12-09")
    yield _release(411, "2026-11-18T09:00:00", 9, "water", "tender", pumps)
    docking = _tender("Dry docking 2027", "Blasting, coating and pipe work.", "50241000", 2_400_000, "2027-01-15")
    yield _release(412, "2026-11-19T14:45:00", 10, "ferries", "tender", docking)
    power = _tender("Shore power", "High voltage supply, switchgear, automation.", "45310000", 780_000, "2027-01-08")
    yield _release(413, "2026-11-20T10:15:00", 11, "harbour", "tender", power)


def _later() -> Iterator[Row]:
    upgrade = _tender("Control upgrade", "Control systems for two ferries.", "42961000", 210_000, status="complete")
    both = [{"id": "NO-BRC-310406856"}, {"id": "GB-COH-0000001"}]
    won = {
        "id": "A1",
        "status": "active",
        "date": "2026-11-11T00:00:00Z",
        "value": {"amount": 198_000, "currency": "GBP"},
    }
    yield _release(
        406,
        "2026-11-12T08:10:00",
        6,
        "ferries",
        "award",
        upgrade,
        firms=[_NORDVIK, _firm("GB-COH-0000001", "Vestray Controls Ltd")],
        bids={"details": [{"id": "B1", "tenderers": both}]},
        awards=[won | {"relatedBids": ["B1"], "suppliers": both}],
    )
    change = {"id": "1", "description": "Deadline extended by a week.", "amendsReleaseID": "000401-2026"}
    pier = _PIER | {"tenderPeriod": {"endDate": "2026-12-11T12:00:00Z"}, "amendments": [change]}
    yield _release(407, "2026-11-13T13:00:00", 1, "harbour", "tenderUpdate", pier)
    yield _release(408, "2026-11-13T13:05:00", 5, "council", "tenderCancellation", _MEALS | {"status": "cancelled"})
    frame = _tender("Minor works framework", "Joinery, plumbing, painting.", "45000000", 2_000_000, status="complete")
    firms = [_firm("F1", "Skarra Joinery"), _firm("F2", "Holm Plumbing"), _firm("F3", "Vestray Painters")]
    yield _release(
        410,
        "2026-11-17T09:30:00",
        8,
        "council",
        "award",
        frame | {"techniques": {"hasFrameworkAgreement": True}},
        firms=firms,
        awards=[won | {"date": "2026-11-16T00:00:00Z", "suppliers": [{"id": firm["id"]} for firm in firms]}],
    )


RELEASES: Final[Sequence[Row]] = tuple(sorted((*_tenders(), *_later()), key=lambda row: str(row["date"])))
"""The fortnight's releases, oldest first."""
