"""PLACSP's entries as notices."""

from datetime import UTC, date, datetime

import pytest

from crawler.formats import codice, feed_body
from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Page
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice
from tests.shared import shared

ORIGIN = Origin(source="feeds.placsp", source_id="https://p.example/1", url="https://p.example/feed.atom")
ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:dgpe:names:draft:codice"><title>Puente</title>
<updated>2026-11-20T10:00:00.5+01:00</updated><link href="https://p.example/1"/><x:ContractFolderStatus>{}
</x:ContractFolderStatus></entry>"""


def one(inner: str) -> Notice:
    (notice,) = codice.read(ENTRY.format(inner).encode(), ORIGIN)
    return notice


@pytest.fixture(scope="module")
def page() -> Page:
    path = shared("data", "feeds", "placsp_atom", "placsp_two_entries.atom")
    return feed_body.split(path.read_bytes(), url="https://contrataciondelestado.es/x.atom")


def read(page: Page, number: int) -> Notice:
    written = page.entries[number].xml
    assert written is not None
    (notice,) = codice.read(written.encode(), ORIGIN)
    return notice


@pytest.mark.shared
def test_an_open_procedure_is_read_with_its_lots_in_order(page: Page) -> None:
    notice = read(page, 0)

    assert [lot.id for lot in notice.lots] == [str(number) for number in range(1, 14)]
    assert notice.lots[9].title.best == "Centre penitenciari Brians 2"
    assert all([code.code for code in lot.cpv] == ["50700000"] for lot in notice.lots)
    assert notice.form_type is FormType.COMPETITION
    assert notice.buyers[0].name == "Infraestructures de la Generalitat de Catalunya, SAU"
    assert notice.deadline is not None
    assert notice.deadline.at == datetime(2025, 4, 29, 11, 0, tzinfo=UTC)
    assert notice.value is not None
    assert (str(notice.value.amount), notice.value.currency) == ("83579468.07", "EUR")
    assert [place.nuts.code for place in notice.places if place.nuts] == ["ES51"]
    assert (notice.nature, notice.published, notice.warnings) == ("services", date(2025, 3, 30), ())


@pytest.mark.shared
def test_a_cancelled_one_is_a_cancellation_and_its_buyer_is_told_in_the_summary(page: Page) -> None:
    notice = read(page, 1)

    assert notice.form_type is FormType.CANCELLATION
    assert notice.buyers[0].name == "Ajuntament d'Olot"
    assert page.next is not None
    assert page.next.endswith("_20250330_140000.atom")


@pytest.mark.shared
def test_a_deleted_entry_is_a_cancellation_of_the_entry_it_names(page: Page) -> None:
    (gone,) = page.gone
    assert gone.xml is not None
    (notice,) = codice.read(gone.xml.encode(), ORIGIN)

    assert gone.guid == page.entries[1].guid
    assert notice.form_type is FormType.CANCELLATION
    assert notice.version == read(page, 1).version


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("PRE", FormType.PLANNING),
        ("PUB", FormType.COMPETITION),
        ("EV", FormType.COMPETITION),
        ("ADJ", FormType.RESULT),
        ("RES", FormType.RESULT),
        ("ANUL", FormType.CANCELLATION),
    ],
)
def test_the_status_is_the_stage(code: str, form: FormType) -> None:
    assert one(f"<x:ContractFolderStatusCode>{code}</x:ContractFolderStatusCode>").form_type is form


def test_an_unknown_status_is_kept_and_told() -> None:
    notice = one("<x:ContractFolderStatusCode>CREA</x:ContractFolderStatusCode>")

    assert (notice.form_type, notice.notice_type) == (FormType.UNKNOWN, "CREA")
    assert "CREA" in notice.warnings[0]


def test_who_won_which_lot_is_read() -> None:
    notice = one(
        "<x:TenderResult><x:AwardDate>2026-11-18</x:AwardDate><x:ReceivedTenderQuantity>4</x:ReceivedTenderQuantity>"
        "<x:WinningParty><x:PartyIdentification><x:ID>A1</x:ID></x:PartyIdentification><x:PartyName><x:Name>Puentes SA"
        "</x:Name></x:PartyName></x:WinningParty><x:AwardedTenderedProject><x:ProcurementProjectLotID>2"
        "</x:ProcurementProjectLotID><x:LegalMonetaryTotal><x:TaxExclusiveAmount currencyID='EUR'>900.5"
        "</x:TaxExclusiveAmount></x:LegalMonetaryTotal></x:AwardedTenderedProject></x:TenderResult>"
    )
    (result,) = notice.results
    (tender,) = result.winners

    assert (result.lot_id, result.tenders_received) == ("2", 4)
    assert tender.party is not None
    assert tender.party.tenderers[0].organisation.name == "Puentes SA"
    assert tender.value is not None
    assert str(tender.value.amount) == "900.5"


def test_a_deadline_without_an_hour_ends_with_its_day_in_madrid() -> None:
    notice = one(
        "<x:TenderingProcess><x:TenderSubmissionDeadlinePeriod><x:EndDate>2026-12-01</x:EndDate>"
        "</x:TenderSubmissionDeadlinePeriod></x:TenderingProcess>"
    )

    assert notice.deadline is not None
    assert (notice.deadline.at, notice.deadline.date_only) == (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not well-formed"),
        (b"<a/>", "neither an entry"),
        (b"<entry/>", "ContractFolderStatus"),
        (b"<!DOCTYPE entry><entry/>", "DOCTYPE"),
        (b"<entry><ContractFolderStatus/></entry>", "title"),
    ],
)
def test_what_is_no_entry_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        codice.read(body, ORIGIN)


def test_odd_values_are_told_and_left_out() -> None:
    notice = one(
        "<x:ProcurementProject><x:BudgetAmount><x:TaxExclusiveAmount>mucho</x:TaxExclusiveAmount></x:BudgetAmount>"
        "<x:RequiredCommodityClassification><x:ItemClassificationCode>45</x:ItemClassificationCode>"
        "</x:RequiredCommodityClassification><x:RealizedLocation><x:CountrySubentityCode>?</x:CountrySubentityCode>"
        "</x:RealizedLocation></x:ProcurementProject><x:TenderingProcess><x:TenderSubmissionDeadlinePeriod>"
        "<x:EndDate>9999-12-31</x:EndDate><x:EndTime>25:00</x:EndTime></x:TenderSubmissionDeadlinePeriod>"
        "</x:TenderingProcess>"
    )

    assert (notice.value, notice.cpv, notice.places, notice.deadline) == (None, (), (), None)
    assert len(notice.warnings) >= 4
