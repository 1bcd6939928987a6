"""OCDS releases as notices: what a tag decides, who won, and which releases are versions of one notice."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.formats import ocds, ocds_package
from crawler.formats.errors import FormatError
from crawler.formats.ocds_tags import TAGS
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice

ORIGIN = Origin(source="ocds.north", source_id="1", url="https://example.org/")
OCID = "ocds-dem0ng-000001"
COUNCIL = {"id": "org-1", "name": "Skarra Islands Council", "address": {"countryName": "Scotland"}}


def a_release(**changes: Any) -> dict[str, Any]:
    release = {
        "ocid": OCID,
        "id": "000017-2026",
        "date": "2026-11-16T09:00:00Z",
        "language": "en",
        "tag": ["tender"],
        "buyer": {"id": "org-1", "name": "Skarra Islands Council"},
        "parties": [COUNCIL | {"roles": ["buyer"]}],
        "tender": {
            "id": "T-1",
            "title": "Pier strengthening",
            "description": "Steel piles and fenders.",
            "status": "active",
            "classification": {"scheme": "CPV", "id": "45223210"},
            "value": {"amount": 1_200_000, "currency": "GBP"},
            "tenderPeriod": {"endDate": "2026-12-11T12:00:00Z"},
        },
    }
    return release | changes


def an_award(*suppliers: str, **changes: Any) -> dict[str, Any]:
    row = {"id": "A-1", "status": "active", "value": {"amount": 90_000, "currency": "GBP"}, "date": "2026-11-10"}
    return row | {"suppliers": [{"id": name, "name": name} for name in suppliers]} | changes


def read(*releases: dict[str, Any], **package: Any) -> tuple[Notice, ...]:
    return ocds.read(json.dumps({"releases": list(releases), **package}).encode(), ORIGIN)


def one(**changes: Any) -> Notice:
    (notice,) = read(a_release(**changes))
    return notice


def test_a_tender_is_a_competition_with_one_lot() -> None:
    notice = one()

    assert (notice.form_type, notice.procedure_id, notice.source_id) == (
        FormType.COMPETITION,
        OCID,
        f"{OCID}/000017-2026",
    )
    assert notice.published == date(2026, 11, 16)
    assert notice.value is not None
    assert (notice.value.amount, notice.value.currency) == (Decimal(1_200_000), "GBP")
    assert [str(code) for code in notice.cpv] == ["45223210"]
    assert [buyer.name for buyer in notice.buyers] == ["Skarra Islands Council"]
    (lot,) = notice.lots
    assert lot.deadline is not None
    assert lot.deadline.at.isoformat() == "2026-12-11T12:00:00+00:00"
    assert notice.warnings == ()


@pytest.mark.parametrize(
    ("tags", "open_"),
    [
        (["planning"], True), (["planningUpdate"], True), (["tender"], True), (["tenderAmendment"], True),
        (["tenderUpdate"], True), (["planning", "tender"], True), (["award"], False), (["awardUpdate"], False),
        (["contract"], False), (["award", "contract"], False), (["tender", "award"], False),
        (["implementation"], False), (["tenderCancellation"], False), (["contractTermination"], False),
    ],
)  # fmt: skip
def test_only_planning_and_tender_tags_can_alert(tags: list[str], open_: bool) -> None:
    assert one(tag=tags).open_form is open_


def test_every_tag_of_the_standard_is_known() -> None:
    assert all(one(tag=[tag]).warnings == () for tag in TAGS)


def test_an_unknown_tag_is_kept_raw_and_told() -> None:
    notice = one(tag=["tenderWhisper"])

    assert (notice.form_type, notice.notice_type) == (FormType.UNKNOWN, "tenderWhisper")
    assert "unknown OCDS tag 'tenderWhisper'" in notice.warnings


@pytest.mark.parametrize("status", ["cancelled", "withdrawn", "unsuccessful"])
def test_a_tender_called_off_is_a_cancellation_whatever_its_tag(status: str) -> None:
    tender = a_release()["tender"] | {"status": status}

    assert one(tender=tender).form_type is FormType.CANCELLATION
    assert one(tender=tender, tag=["tenderUpdate"]).form_type is FormType.CANCELLATION


def test_a_plan_under_a_tender_tag_is_a_plan() -> None:
    assert one(tender=a_release()["tender"] | {"status": "planned"}).form_type is FormType.PLANNING


def test_pending_awards_name_a_supplier_and_are_no_award() -> None:
    notice = one(tag=["award"], awards=[an_award("Nord Ltd", status="pending")])

    assert notice.form_type is FormType.INTENT
    assert [result.winners for result in notice.results] == [()]


def test_releases_of_a_tender_share_a_name_and_awards_have_their_own() -> None:
    tender, change, off = one(), one(id="18", tag=["tenderUpdate"]), one(id="19", tag=["tenderCancellation"])
    award = one(id="20", tag=["award"], awards=[an_award("Nord Ltd")])
    other = one(id="21", tag=["award"], awards=[an_award("Vest Ltd", id="A-2")])
    again = one(id="22", tag=["awardUpdate"], awards=[an_award("Nord Ltd")])

    assert tender.notice_uuid == change.notice_uuid == off.notice_uuid == f"{OCID}/tender"
    assert len({tender.source_id, change.source_id, off.source_id}) == 3
    assert award.notice_uuid == again.notice_uuid != other.notice_uuid


def test_a_release_id_that_is_an_eforms_notice_identifier_is_one() -> None:
    notice = one(id="5681FF11-e080-4da6-b108-82db3f9b4b69-02")

    assert (notice.notice_uuid, notice.version) == ("5681ff11-e080-4da6-b108-82db3f9b4b69", 2)


def test_without_an_id_the_day_and_a_hash_name_a_release() -> None:
    release = a_release()
    del release["id"]
    (first,), (again,) = read(release), read(dict(reversed(release.items())))
    (other,) = read(release | {"title": "x"})

    assert first.source_id == again.source_id != other.source_id
    assert first.source_id.startswith(f"{OCID}/2026-11-16-")


def test_suppliers_of_a_bare_award_stand_alone_and_share_no_value() -> None:
    notice = one(tag=["award"], awards=[an_award("Nord Ltd", "Vest Ltd")])

    (result,) = notice.results
    assert [tender.party.consortium for tender in result.winners if tender.party] == [False, False]
    assert [tender.value for tender in result.winners] == [None, None]
    assert notice.total_awarded is not None
    assert any("no bid says they bid together" in warning for warning in notice.warnings)


def test_a_bid_of_several_tenderers_is_a_consortium_with_the_award_s_value() -> None:
    bid = {"id": "B-1", "tenderers": [{"id": "Nord Ltd"}, {"id": "Vest Ltd"}]}
    award = an_award("Nord Ltd", "Vest Ltd", relatedBids=["B-1"])
    notice = one(tag=["award"], awards=[award], bids={"details": [bid]})

    ((tender,),) = [result.winners for result in notice.results]
    assert tender.party is not None
    assert tender.party.consortium
    assert tender.value is not None


def test_an_award_of_several_lots_gives_none_of_them_its_value() -> None:
    lots = [{"id": "1", "title": "East"}, {"id": "2", "title": "West"}]
    notice = one(
        tag=["award"],
        tender=a_release()["tender"] | {"lots": lots},
        awards=[an_award("Nord Ltd", relatedLots=["1", "2"])],
    )

    assert [(result.lot_id, [tender.value for tender in result.winners]) for result in notice.results] == [
        ("1", [None]),
        ("2", [None]),
    ]


def test_lots_and_awards_called_off_are_closed_without_a_winner() -> None:
    lots = [{"id": "1", "title": "East"}, {"id": "2", "title": "West", "status": "cancelled"}]
    notice = one(
        tag=["award"],
        tender=a_release()["tender"] | {"lots": lots},
        awards=[an_award(relatedLots=["1"], status="unsuccessful")],
    )

    assert {result.lot_id: (result.status, result.winners) for result in notice.results} == {
        "1": ("clos-nw", ()),
        "2": ("clos-nw", ()),
    }


def test_lots_take_codes_and_places_from_their_own_items() -> None:
    items = [
        {"id": "1", "relatedLot": "1", "classification": {"scheme": "CPV", "id": "45112000-5"},
         "deliveryAddresses": [{"region": "UKM64"}, {"countryName": "Scotland"}]},
        {"id": "2", "relatedLot": "2", "additionalClassifications": [{"scheme": "CPV", "id": "45310000"}],
         "deliveryAddresses": [{"region": "North East", "countryName": "England"}]},
    ]  # fmt: skip
    lots = [{"id": "1", "title": "Ground"}, {"id": "2", "title": "Electrical"}]
    first, second = one(tender=a_release()["tender"] | {"lots": lots, "items": items}).lots

    assert ([str(code) for code in first.cpv], [str(code) for code in second.cpv]) == (["45112000"], ["45310000"])
    assert [(str(place.nuts), place.text) for place in first.places] == [("UKM64", None)]
    assert [(str(place.nuts), place.text) for place in second.places] == [("UK", "North East")]


@pytest.mark.parametrize(
    ("identifier", "address", "found"),
    [
        ({"scheme": "NO-BRC", "id": "974 760 673"}, {}, "974760673"),
        ({"scheme": "GB-COH", "id": "974760673"}, {"country": "NO"}, "974760673"),
        ({"scheme": "GB-COH", "id": "974760673"}, {"country": "GB"}, None),
        ({"scheme": "GB-COH", "id": "974760673"}, {}, None),
        ({"id": "974760673"}, {}, None),
        ({"scheme": "NO-BRC", "id": "974760670"}, {}, None),
    ],
)
def test_only_norwegian_identifiers_give_an_organisation_number(
    identifier: dict[str, str], address: dict[str, str], found: str | None
) -> None:
    party = {"id": "org-1", "name": "Kjøper", "identifier": identifier, "address": address, "roles": ["buyer"]}

    (buyer,) = one(parties=[party]).buyers
    assert buyer.orgnr == found
    assert buyer.raw_id is not None


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ("1250.50", Decimal("1250.50")), ("350 000", Decimal(350_000)), ("1 250 000.5", Decimal("1250000.5")),
        ("000", None), ("1e9999", None), ("0.01", None), ("-5", None), ("NaN", None), ("9" * 5000, None),
        ('"12"', None),
    ],
)  # fmt: skip
def test_numbers_no_contract_has_are_not_believed(amount: str, value: Decimal | None) -> None:
    body = json.dumps(a_release()).replace("1200000", amount).encode()

    (notice,) = ocds.read(body, ORIGIN)
    assert (notice.value.amount if notice.value else None) == value


def test_a_repair_leaves_words_alone() -> None:
    release = a_release(title='Kai "350 000, 000" \\ 12 345}')
    body = json.dumps(release).replace("1200000", " 000").encode()

    (text,) = next(ocds_package.packages(body.decode())).releases or ()
    assert ocds_package.load(text)["title"] == release["title"]


def test_latin_1_is_read_where_it_is_no_utf_8() -> None:
    body = json.dumps(a_release(title="Kai på Skarra £"), ensure_ascii=False).encode("iso-8859-1")

    assert ocds.read(body, ORIGIN)[0].title.best == "Pier strengthening"


def test_midnight_stands_for_the_end_of_the_day() -> None:
    tender = a_release()["tender"] | {"tenderPeriod": {"endDate": "2026-12-11T00:00:00+01:00"}}

    limit = one(tender=tender).lots[0].deadline
    assert limit is not None
    assert limit.date_only
    assert limit.at.isoformat() == "2026-12-11T22:59:00+00:00"


def test_a_second_stage_makes_the_limit_one_for_requests() -> None:
    (lot,) = one(tender=a_release()["tender"] | {"secondStage": {"minimumCandidates": 3}}).lots

    assert lot.deadline is None
    assert lot.request_deadline is not None


def test_what_is_neither_read_nor_ignored_is_told() -> None:
    notice = one(tender=a_release()["tender"] | {"moonPhase": "full"}, statistics=[])

    assert notice.warnings == ("field 'tender/moonPhase' is not read",)


@pytest.mark.parametrize(
    "text",
    [
        '{{"releases": [{0}, {1}]}}',
        "{0}\n{1}\n",
        '{{"releases": [{0}]}}{{"releases": [{1}]}}',
        "[{0}, {1}]",
        '{{"records": [{{"ocid": "x", "releases": [{0}]}}, {{"ocid": "y", "compiledRelease": {1}}}]}}',
        (
            '{{"records": [{{"ocid": "x", "releases": [{{"url": "https://example.org/1"}}], "compiledRelease": {0}}}, '
            '{{"ocid": "y", "releases": [{1}], "compiledRelease": {0}}}]}}'
        ),
    ],
    ids=["package", "lines", "concatenated", "list", "records", "linked-releases"],
)
def test_every_shape_of_a_document_gives_its_releases(text: str) -> None:
    one_, other = a_release(), a_release(id="18")
    body = text.format(json.dumps(one_), json.dumps(other)).encode()

    assert [notice.source_id for notice in ocds.read(body, ORIGIN)] == [f"{OCID}/000017-2026", f"{OCID}/18"]


def test_a_compiled_release_is_what_it_holds() -> None:
    assert one(tag=["compiled"]).form_type is FormType.COMPETITION
    assert one(tag=["compiled"], awards=[an_award("Nord Ltd")]).form_type is FormType.RESULT


def test_a_release_alone_keeps_its_publisher_and_the_text_it_came_in() -> None:
    text = json.dumps(a_release()).replace("1200000", "1200000.10")
    rest = {"publisher": {"name": "North"}, "license": "https://example.org/l", "uri": "https://example.org/?now"}

    body = ocds_package.alone(rest, text)

    assert text.encode() in body
    assert b"uri" not in body
    assert json.loads(body)["publisher"] == {"name": "North"}
    assert ocds.read(body, ORIGIN)[0].procedure_id == OCID


def test_one_bad_release_of_a_package_harms_only_itself() -> None:
    good, other = read(a_release(), {"id": "no ocid"}, a_release(id="18"))

    assert good.warnings == ("release 2 cannot be read: a release without an ocid",)
    assert other.warnings == ()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"<html></html>", "not JSON"),
        (b'{"releases": [{"ocid": "x"', "cut short"),
        (b'{"error": "down"}', "neither releases nor records"),
        (b'{"releases": []}', "without releases"),
        (b'{"ocid": "x", "tag": ["tender"]}', "without a title"),
        (b"[" * 100_000, "not JSON"),
        (b'{"releases": [7]}', "an object"),
    ],
)
def test_the_reason_is_told(body: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        ocds.read(body, ORIGIN)


def test_a_mending_of_many_quotes_takes_no_time() -> None:
    with pytest.raises(FormatError):
        ocds.read(b'{"a": ' + b'\\"' * 200_000, ORIGIN)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2026-12-11T00:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
INNER = (
    "id", "title", "status", "value", "amount", "currency", "classification", "scheme", "items", "lots", "suppliers",
    "relatedLots", "relatedLot", "tenderPeriod", "endDate", "documents", "url", "deliveryAddresses", "region", "roles",
    "techniques", "frameworkAgreement", "address", "identifier", "details", "tenderers", "criteria", "date",
)  # fmt: skip
OBJECT = st.recursive(
    JSON,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=6),
    max_leaves=24,
)
OUTER = st.sampled_from(["tag", "date", "buyer", "parties", "awards", "contracts", "bids", "planning", "links", "id"])


@settings(max_examples=40)
@given(outer=st.dictionaries(OUTER, OBJECT, max_size=6), tender=st.dictionaries(st.sampled_from(INNER), OBJECT))
def test_any_tree_of_known_fields_is_survived(outer: dict[str, Any], tender: dict[str, Any]) -> None:
    release = {"ocid": OCID, "title": "x", **outer, "tender": tender}

    (notice,) = ocds.read(json.dumps(release).encode("utf-8", "surrogatepass"), ORIGIN)
    assert notice.biddable
