"""`export ocds`: what was read from eForms is told again as OCDS, so that a reader of OCDS finds the same."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cli.ocds_release import TAGS, package, release
from crawler.formats import eforms, ocds
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice
from tests.shared import shared

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)


def told_again(notice: Notice) -> Notice:
    whole = package(filter(None, [release(notice, prefix="ocds-000000")]), published=NOW, publisher="Klyngen")
    (read,) = ocds.read(json.dumps(whole).encode(), Origin(source="ocds", source_id="x", url=""))
    return read


def real() -> Iterator[Notice]:
    for path in sorted(shared("data").glob("*/eforms/*.xml")):
        (notice,) = eforms.read(path.read_bytes(), Origin(source="ted", source_id=path.stem, url=""))
        if notice.form_type in TAGS and notice.title:
            yield notice


@pytest.mark.shared
def test_every_real_notice_can_be_read_again() -> None:
    for notice in real():
        again = told_again(notice)

        assert again.title.best == notice.title.best
        assert again.notice_uuid == notice.notice_uuid or notice.notice_uuid is None
        assert [one.name for one in again.buyers] == [one.name for one in notice.buyers]
        assert again.deadline is None or again.deadline.at == notice.deadline.at  # type: ignore[union-attr]  # then it has one
        assert [lot.id for lot in again.biddable] == [lot.id for lot in notice.biddable]
        for lot in notice.biddable:
            assert set(again.lot(lot.id).cpv) == set(lot.cpv) or not lot.cpv


@pytest.mark.shared
def test_winners_stay_winners_and_consortia_consortia() -> None:
    found = 0
    for notice in real():
        again = told_again(notice)
        for result in notice.results:
            mine = sorted(sorted(one.organisation.name for one in t.party.tenderers) for t in result.winners if t.party)
            theirs = sorted(
                sorted(one.organisation.name for one in tender.party.tenderers)
                for other in again.results
                if other.lot_id == result.lot_id
                for tender in other.winners
                if tender.party
            )
            assert theirs == mine
            found += len(mine)
    assert found > 20


def test_a_registration_of_a_company_is_no_release() -> None:
    notice = Notice(source="ted", source_id="1-2026", form_type=FormType.BUSINESS)

    assert release(notice, prefix="ocds-000000") is None
