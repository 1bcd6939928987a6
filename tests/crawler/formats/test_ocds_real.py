"""Real releases: two hundred of the United Kingdom's, and notices known both as OCDS and as eForms."""

from collections import Counter
from pathlib import Path

import pytest

from crawler.formats import eforms, ocds
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice
from tests.shared import shared

pytestmark = pytest.mark.shared

PUBLISHERS = ("uk-contracts-finder", "scotland-pcs", "wales-sell2wales")
PAIRS = {
    "2023-100363": "PriorInformationNotice_pin-only_2023-100363",
    "2024-107345": "ContractNotice_cn-standard_2024-107345",
    "2023-102500": "ContractNotice_qu-sy_2023-102500",
}
ALONE = {
    "ContractNotice_cn-standard_2023-649037": FormType.COMPETITION,
    "ContractNotice_cn-standard_2024-102199": FormType.COMPETITION,
    "ContractAwardNotice_can-standard_2024-100829": FormType.RESULT,
}


def read(path: Path) -> Notice:
    (notice,) = ocds.read(path.read_bytes(), Origin(source="ocds", source_id="1", url=""))
    return notice


def releases(publisher: str) -> list[Notice]:
    return list(ocds.read(shared("data", "ocds", publisher, "releases.jsonl").read_bytes(), ORIGIN))


ORIGIN = Origin(source="ocds", source_id="1", url="")


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_every_release_has_what_a_notice_needs(publisher: str) -> None:
    lines = shared("data", "ocds", publisher, "releases.jsonl").read_bytes().splitlines()
    found = releases(publisher)

    assert len(found) == len(lines)
    assert len({notice.source_id for notice in found}) == len(lines)
    assert all(notice.cpv and notice.buyers and notice.places and notice.published for notice in found)
    assert all((notice.url or "").startswith("https://") for notice in found)
    assert not [warning for notice in found for warning in notice.warnings if "not read" in warning]


def test_tags_are_told_apart() -> None:
    forms = Counter(notice.form_type for notice in releases("uk-contracts-finder"))

    assert forms == {FormType.RESULT: 73, FormType.COMPETITION: 20, FormType.CHANGE: 5, FormType.PLANNING: 2}


def test_an_amendment_of_the_same_day_is_a_version_of_its_tender() -> None:
    found = [n for n in releases("uk-contracts-finder") if n.procedure_id and "8f3244de" in n.procedure_id]

    assert {notice.form_type for notice in found} == {FormType.COMPETITION, FormType.CHANGE}
    assert len({notice.notice_uuid for notice in found}) == 1


def test_every_supplier_of_an_award_is_a_winner_and_none_a_consortium_without_a_bid() -> None:
    winners = [
        tender for notice in releases("uk-contracts-finder") for result in notice.results for tender in result.winners
    ]

    assert len(winners) == 128
    assert not any(tender.party and tender.party.consortium for tender in winners)


@pytest.mark.parametrize("number", PAIRS)
def test_ocds_and_eforms_say_the_same_of_a_notice(number: str) -> None:
    (theirs,) = eforms.read(shared("data", "doffin", "eforms", f"{number}.xml").read_bytes(), ORIGIN)
    ours = read(shared("data", "ocds", "ted-doffin-to-ocds", f"{PAIRS[number]}_release_0.json"))

    assert (ours.notice_uuid, ours.title.best, ours.dispatched) == (
        theirs.notice_uuid,
        theirs.title.best,
        theirs.dispatched,
    )
    assert set(ours.cpv) == set(theirs.cpv)
    assert {place.nuts for place in ours.places if place.nuts} == {place.nuts for place in theirs.places}
    assert [buyer.orgnr for buyer in ours.buyers] == [buyer.orgnr for buyer in theirs.buyers]
    assert [(lot.id, lot.deadline, lot.questions_by, lot.framework, lot.documents_url) for lot in ours.lots] == [
        (lot.id, lot.deadline, lot.questions_by, lot.framework, lot.documents_url) for lot in theirs.lots
    ]


@pytest.mark.parametrize("name", ALONE)
def test_a_converted_notice_keeps_its_stage_and_its_norwegian_buyer(name: str) -> None:
    notice = read(shared("data", "ocds", "ted-doffin-to-ocds", f"{name}_release_0.json"))

    assert notice.form_type is ALONE[name]
    assert notice.buyers[0].orgnr


def test_the_winner_of_a_converted_award_is_known_by_number() -> None:
    notice = read(
        shared("data", "ocds", "ted-doffin-to-ocds", "ContractAwardNotice_can-standard_2024-100829_release_0.json")
    )

    numbers = [
        tenderer.organisation.orgnr
        for result in notice.results
        for tender in result.winners
        if tender.party
        for tenderer in tender.party.tenderers
    ]
    assert numbers == ["826781742"]
