"""A made-up market counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Change, Deadline, Lot, Notice, Period, Place
from model.nuts import Nuts
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text
from tests.factories import a_lot, a_notice

RANVIK = Organisation(name="Ranvik kommune", orgnr="310415073")
HAVN = Organisation(name="Ranfjord havn IKS", orgnr="310421928")
NAMELESS = Organisation(name="Et  Sameie")
STEEL = Organisation(name="Fjordstål AS", orgnr="310432016")
PIPES = Organisation(name="Kystrør AS", orgnr="310433489")


def kroner(amount: float, currency: str = "NOK") -> Money:
    return Money(Decimal(str(amount)), currency)


def notice(number: int, day: date, **changes: Any) -> Notice:
    values: dict[str, Any] = {
        "source_id": f"2026-{100_000 + number}",
        "notice_uuid": f"00000000-0000-4000-8000-{number:012}",
        "procedure_id": f"00000000-0000-4000-9000-{number:012}",
        "title": Text.plain(f"Oppdrag {number}", "NOR"),
        "buyers": (RANVIK,),
        "published": day,
        "url": f"https://www.doffin.no/notices/2026-{100_000 + number}",
    }
    return a_notice(**{**values, **changes})


def won(lot: str, number: int, *firms: Organisation, amount: float | None = None, **of_tender: Any) -> Tender:
    party = TenderingParty(id=f"TPA-{number}", tenderers=tuple(Tenderer(organisation=firm) for firm in firms))
    value = None if amount is None else kroner(amount)
    return Tender(id=f"TEN-{number}", lot_id=lot, winner=True, value=value, party=party, **of_tender)


def result(number: int, day: date, *results: LotResult, **changes: Any) -> Notice:
    lots = tuple(a_lot(id=one.lot_id, title=Text.plain(f"Del {one.lot_id}"), deadline=None) for one in results)
    return notice(number, day, **{"form_type": FormType.RESULT, "lots": lots, "results": results, **changes})


def lot_won(lot: str, *tenders: Tender, received: int | None = None) -> LotResult:
    return LotResult(lot_id=lot, status="selec-w", tenders_received=received, tenders=tenders)


def runs(**changes: Any) -> Lot:
    """A lot that runs for years."""
    values: dict[str, Any] = {"nature": "services", "cpv": (Cpv("50530000"),), "framework": "fa-wo-rc"}
    return a_lot(**{**values, **changes})


def months(number: int, **changes: Any) -> Period:
    return Period(length=number, unit="MONTH", **changes)


NORDLAND = Place(nuts=Nuts("NO071"))
TROMS_OR_FINNMARK = Place(nuts=Nuts("NO074"))

COMPETITION = notice(1, date(2026, 11, 9), value=kroner(10_000_000))
IN_EURO = notice(2, date(2026, 11, 10), value=kroner(2_000_000, "EUR"), buyers=(HAVN,), cpv=(Cpv("50530000"),))
PLACEHOLDER = notice(3, date(2026, 11, 11), value=kroner(1), places=(TROMS_OR_FINNMARK,), lots=())
PLAN = notice(4, date(2026, 11, 16), form_type=FormType.PLANNING, value=kroner(90_000_000), buyers=(HAVN,))
NOBODYS = notice(5, date(2026, 11, 17), buyers=(), cpv=(), places=(), lots=())
TEST = notice(6, date(2026, 11, 17), title=Text.plain("[Test] Bro", "NOR"), value=kroner(5_000_000))
AWARD = result(
    7,
    date(2026, 11, 18),
    lot_won("LOT-1", won("LOT-1", 1, STEEL, PIPES, amount=8_000_000), received=3),
    lot_won("LOT-2", won("LOT-2", 2, PIPES, amount=2_500_000.5), received=1),
    LotResult(lot_id="LOT-3", status="clos-nw", tenders_received=1),
)
SECOND_VERSION = replace(
    COMPETITION, version=2, published=date(2026, 11, 18), source_id="2026-100901", value=kroner(12_000_000)
)
CORRECTED = notice(
    8, date(2026, 11, 20), change=Change(of=("00000000-0000-4000-8000-000000000002",)),
    value=kroner(3_000_000, "EUR"), buyers=(HAVN,), cpv=(Cpv("50530000"),), form_type=FormType.CHANGE,
)  # fmt: skip
ON_TED = replace(COMPETITION, source="ted", source_id="777-2026")

MARKET = (COMPETITION, IN_EURO, PLACEHOLDER, PLAN, NOBODYS, TEST, AWARD, SECOND_VERSION, CORRECTED, ON_TED)
"""Six notices once tests, repetitions and what is replaced are counted out."""


def at(year: int, month: int, day: int) -> Deadline:
    return Deadline(at=datetime(year, month, day, 11, 0, tzinfo=UTC))
