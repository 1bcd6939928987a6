"""A hit of Doffin's search, from the public API v2 or the web client, as a notice."""

from collections.abc import Mapping
from typing import Any

from crawler.formats import doffin_common as common
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.notice import Lot, Notice
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text

PAGE = "https://www.doffin.no/notices/{}"


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of a hit. Raises FormatError alone, on any bytes."""
    hit = common.load(body)
    number = common.words(hit.get("id"))
    if not number:
        raise FormatError("a search hit without an id")
    if not common.words(hit.get("heading")):
        raise FormatError("a search hit without a heading")
    warnings: list[str] = []
    lots = _lots(hit, warnings)
    return (
        Notice(
            source=origin.source,
            source_id=number,
            form_type=common.form_of(hit.get("type"), warnings),
            notice_type=common.words(hit.get("type")) or None,
            title=Text.plain(common.words(hit.get("heading"))),
            description=Text.plain(common.words(hit.get("description"))),
            buyers=common.organisations(hit.get("buyer")),
            cpv=common.codes(hit.get("cpvCodes"), warnings),
            places=common.places(hit.get("locationId"), warnings),
            value=common.amount(hit.get("estimatedValue")),
            dispatched=common.moment(hit.get("issueDate")),
            published=common.published(hit.get("publicationDate"), warnings),
            lots=lots,
            results=_results(hit, lots),
            url=PAGE.format(number),
            warnings=common.unique(warnings),
        ),
    )


def _lots(hit: Mapping[str, Any], warnings: list[str]) -> tuple[Lot, ...]:
    deadline = common.deadline(hit.get("deadline"), warnings)
    cpv = common.codes(hit.get("cpvCodes"), [])
    places = common.places(hit.get("locationId"), [])
    found = [
        Lot(
            id=f"LOT-{number:04}",
            title=Text.plain(common.words(row.get("heading"))),
            description=Text.plain(common.words(row.get("description"))),
            cpv=cpv,
            places=places,
            deadline=deadline,
        )
        for number, row in enumerate(common.rows(hit.get("lots")), start=1)
    ]
    if found:
        return tuple(found)
    title, description = common.words(hit.get("heading")), common.words(hit.get("description"))
    whole = Lot(
        id="LOT-0000",
        title=Text.plain(title),
        description=Text.plain(description),
        cpv=cpv,
        places=places,
        deadline=deadline,
    )
    return (whole,)


def _results(hit: Mapping[str, Any], lots: tuple[Lot, ...]) -> tuple[LotResult, ...]:
    """Who was named on each lot. A hit does not say who tendered together, so each winner stands alone."""
    received = hit.get("receivedTenders")
    tenders_received = (
        received if isinstance(received, int) and not isinstance(received, bool) and received > 0 else None
    )
    found = []
    for lot, row in zip(lots, common.rows(hit.get("lots")), strict=False):
        firms = common.organisations(row.get("winner"))
        tenders = tuple(
            Tender(
                id=f"{lot.id}-{number}",
                lot_id=lot.id,
                winner=True,
                party=TenderingParty(id=str(number), tenderers=(Tenderer(organisation=firm),)),
            )
            for number, firm in enumerate(firms, start=1)
        )
        if tenders:
            found.append(LotResult(lot_id=lot.id, tenders=tenders, tenders_received=tenders_received))
    return tuple(found)
