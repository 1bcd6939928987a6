"""TED's search hits: recorded answers read in place, and each quirk by a made-up hit."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from crawler.formats import ted_hit
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Notice, Place
from model.nuts import Nuts
from tests.shared import shared

ORIGIN = Origin(source="ted", source_id="718001-2026", url="https://api.ted.europa.eu/v3/notices/search")


def read(hit: dict[str, Any]) -> Notice:
    (notice,) = ted_hit.read(json.dumps(hit).encode(), ORIGIN)
    return notice


def a_hit(**fields: Any) -> dict[str, Any]:
    hit: dict[str, Any] = {
        "publication-number": "00718001-2026",
        "publication-date": "2026-11-16+01:00",
        "dispatch-date": "2026-11-13+01:00",
        "notice-identifier": "F97B0751-7D7B-485D-98A9-FC089091040F",
        "notice-version": "02",
        "procedure-identifier": "AF71F166-D087-4D7D-9F51-5E55337411C4",
        "notice-type": "cn-standard",
        "notice-subtype": "16",
        "form-type": "competition",
        "official-language": ["NOR"],
        "notice-title": {"eng": "Norway – Structural steelworks – Ny kai – del 2"},
        "title-proc": {"nor": "Ny kai – del 2"},
        "buyer-name": {"nor": ["Ranfjord havn IKS"]},
        "buyer-identifier": ["310 421 928"],
        "buyer-country": ["NOR"],
        "classification-cpv": ["45223210", "45223210", "45241500"],
        "place-of-performance": ["NO071", "NOR", "NO071", "NOR"],
        "identifier-lot": ["LOT-0001", "LOT-0002"],
    }
    return hit | {name.replace("_", "-"): value for name, value in fields.items()}


@pytest.mark.shared
def test_every_recorded_hit_is_a_notice_with_something_to_bid_on() -> None:
    for name in ("elenuvarova_uk-eu-tender-radar_ted_search.json", "real_2_notices_result_and_competition.json"):
        recorded = json.loads(shared("data", "ted", "api-v3", name).read_text(encoding="utf-8"))

        for hit in recorded["notices"]:
            notice = read(hit)

            assert notice.source_id == notice.publication_number == hit["publication-number"]
            assert notice.form_type is not FormType.UNKNOWN
            assert notice.published is not None
            assert notice.published.isoformat() == hit["publication-date"][:10]
            assert " – " not in notice.title.best or hit["notice-title"]["eng"].count(" – ") > 2
            assert notice.title.best
            assert notice.biddable
            assert notice.buyers[0].name
            assert len(set(notice.cpv)) == len(notice.cpv) > 0
            assert len(set(notice.places)) == len(notice.places) > 0


@pytest.mark.shared
def test_a_recorded_result_names_its_lots_and_no_winner() -> None:
    path = shared("data", "ted", "api-v3", "real_2_notices_result_and_competition.json")
    competition, result = map(read, json.loads(path.read_text(encoding="utf-8"))["notices"])

    assert competition.lots[0].request_deadline is not None
    assert competition.lots[0].request_deadline.at == datetime(2026, 8, 10, 21, 59, tzinfo=UTC)
    assert competition.lots[0].submission_url == "https://www.evergabe-online.de/tenderdetails.html?id=874855"
    assert [lot.title.best for lot in result.lots] == [
        "Synagoge Sicherheitspers.", "Friedhof Sicherheitspers.", "Reinigung Friedhof",
    ]  # fmt: skip
    assert result.form_type is FormType.RESULT
    assert result.results == ()


def test_a_hit_knows_its_identity_its_stage_and_its_days() -> None:
    notice = read(a_hit())

    assert (notice.source_id, notice.publication_number) == ("718001-2026", "718001-2026")
    assert notice.notice_uuid == "f97b0751-7d7b-485d-98a9-fc089091040f"
    assert notice.procedure_id == "af71f166-d087-4d7d-9f51-5e55337411c4"
    assert (notice.version, notice.subtype, notice.form_type) == (2, "16", FormType.COMPETITION)
    assert notice.published == date(2026, 11, 16)
    assert notice.url == "https://ted.europa.eu/en/notice/-/detail/718001-2026"
    assert (notice.buyers[0].orgnr, notice.buyers[0].country) == ("310421928", "NOR")
    assert notice.warnings == (ted_hit.ONLY_HIT,)


def test_repeats_are_dropped_and_a_country_beside_its_region_with_them() -> None:
    notice = read(a_hit(place_of_performance=["NO071", "NOR", "SE3", "SWE", "DNK", "anyw", "DEA", "NO071"]))

    assert notice.cpv == (Cpv("45223210"), Cpv("45241500"))
    assert notice.places == (
        Place(nuts=Nuts("NO071")),
        Place(nuts=Nuts("SE3")),
        Place(anywhere="anyw"),
        Place(nuts=Nuts("DEA")),
        Place(country="DNK"),
    )


@pytest.mark.parametrize(
    ("fields", "language", "title"),
    [
        ({"title-proc": {"nor": "Ny kai – del 2"}}, "NOR", "Ny kai – del 2"),
        ({"title-proc": {"eng": "New quay", "nor": "Ny kai"}}, "NOR", "Ny kai"),
        ({"title-proc": {"fin": "Laituri"}}, "FIN", "Laituri"),
        ({"title-proc": None}, "ENG", "Ny kai – del 2"),
        ({"title-proc": {}, "notice-title": {"swe": "Sverige – Stål – Ny kaj"}}, "SWE", "Ny kaj"),
        ({"title-proc": None, "notice-title": {"eng": "Norway-Oslo: Steel"}}, "ENG", "Norway-Oslo: Steel"),
        ({"title-proc": "Ny kai"}, "", "Ny kai"),
        ({"title-proc": None, "notice-title": None, "title-lot": {"nor": ["Stål", "Betong"]}}, "NOR", "Stål"),
    ],
)
def test_the_title_is_the_buyer_s_own_in_the_language_readers_prefer(
    fields: dict[str, Any], language: str, title: str
) -> None:
    notice = read({**a_hit(), **fields})

    assert (notice.title.language, notice.title.best) == (language, title)


def test_what_is_given_per_lot_stays_with_its_lot() -> None:
    hit = a_hit(
        title_lot={"nor": ["Stål", "Betong"], "eng": ["Steel"]},
        main_classification_lot=["45223210", "45262300"],
        deadline_receipt_tender_date_lot=["2026-12-10+01:00", "2026-12-17+01:00"],
        deadline_receipt_tender_time_lot=["12:00:00+01:00", "12:00:00+01:00"],
        estimated_value_lot=["1000000", 2500000.5],
        estimated_value_cur_lot=["NOK"],
        framework_agreement_lot=["none", "fa-wo-rc"],
    )

    steel, concrete = read(hit).lots

    assert (steel.title.versions, concrete.title.versions) == ((("NOR", "Stål"),), (("NOR", "Betong"),))
    assert (steel.cpv, concrete.cpv) == ((Cpv("45223210"),), (Cpv("45262300"),))
    assert steel.deadline is not None
    assert concrete.deadline is not None
    assert (steel.deadline.at, steel.deadline.date_only) == (datetime(2026, 12, 10, 11, tzinfo=UTC), False)
    assert concrete.deadline.at == datetime(2026, 12, 17, 11, tzinfo=UTC)
    assert (steel.value, concrete.value) == (Money(Decimal(1000000), "NOK"), Money(Decimal("2500000.5"), "NOK"))
    assert (steel.framework, concrete.framework) == (None, "fa-wo-rc")


def test_what_cannot_be_told_apart_is_not_guessed() -> None:
    hit = a_hit(
        title_lot={"nor": ["Stål"]},
        main_classification_lot=["45223210"],
        estimated_value_lot=["1000000"],
        estimated_value_cur_lot=["NOK"],
        deadline_receipt_tender_date_lot=["2026-12-17+01:00", "2026-12-10+01:00", "2026-12-17+01:00"],
    )

    notice = read(hit)

    assert {lot.title.best for lot in notice.lots} == {""}
    assert {lot.value for lot in notice.lots} == {None}
    assert {lot.cpv for lot in notice.lots} == {notice.cpv}
    assert {lot.deadline.at.date() for lot in notice.lots if lot.deadline} == {date(2026, 12, 10)}
    assert any("den tidligste er vist" in doubt for doubt in notice.warnings)


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({"notice-subtype": "29", "form-type": "result"}, FormType.RESULT),
        ({"notice-subtype": "25"}, FormType.INTENT),
        ({"notice-subtype": None, "form-type": "cont-modif"}, FormType.MODIFICATION),
        ({"notice-subtype": "29", "winner-selection-status": ["clos-nw", "clos-nw"]}, FormType.CANCELLATION),
        ({"notice-subtype": "29", "winner-selection-status": ["clos-nw", "selec-w"]}, FormType.RESULT),
        ({"change-notice-version-identifier": "x-01", "change-reason-code": "cancel"}, FormType.CANCELLATION),
        ({"notice-subtype": None, "form-type": "poem"}, FormType.UNKNOWN),
    ],
)
def test_the_stage_is_told_by_subtype_form_and_what_became_of_it(fields: dict[str, Any], form: FormType) -> None:
    assert read({**a_hit(), **fields}).form_type is form


def test_a_change_says_which_notice_it_changes_and_why() -> None:
    change = read(
        a_hit(
            change_notice_version_identifier="f97b0751-7d7b-485d-98a9-fc089091040f-01",
            change_reason_code="update-add",
            change_reason_description={"nor": ["Feil i frist"]},
            change_description={"nor": ["Fristen er flyttet."]},
        )
    ).change

    assert change is not None
    assert change.of == ("f97b0751-7d7b-485d-98a9-fc089091040f-01",)
    assert change.reasons == ("update-add",)
    assert (change.reason_text.best, change.descriptions[0].best) == ("Feil i frist", "Fristen er flyttet.")


@pytest.mark.parametrize("date_", ["9999-12-31+01:00", "0001-01-01", "x", "2049-01-01+01:00"])
def test_a_deadline_nobody_means_is_told_and_not_believed(date_: str) -> None:
    notice = read(a_hit(deadline_receipt_tender_date_lot=[date_]))

    assert notice.deadline is None
    assert len(notice.warnings) > 1


def test_several_buyers_keep_their_own_numbers_only_where_there_are_as_many() -> None:
    names = {"nor": ["Ranfjord havn IKS", "Elvbyen kommune"]}

    both = read(a_hit(buyer_name=names, buyer_identifier=["310421928", "310416444"]))
    one = read(a_hit(buyer_name=names, buyer_identifier=["310421928"]))

    assert [buyer.orgnr for buyer in both.buyers] == ["310421928", "310416444"]
    assert [buyer.orgnr for buyer in one.buyers] == [None, None]


def test_a_foreign_number_is_no_norwegian_one() -> None:
    (buyer,) = read(a_hit(buyer_country=["SWE"])).buyers

    assert (buyer.orgnr, buyer.raw_id, buyer.country) == (None, "310 421 928", "SWE")


@pytest.mark.parametrize(
    ("hit", "says"),
    [({"title-proc": {"nor": "x"}}, "publication number"), ({"publication-number": "1-2026"}, "title")],
)
def test_without_number_or_title_there_is_no_notice(hit: dict[str, Any], says: str) -> None:
    with pytest.raises(FormatError, match=says):
        read(hit)
