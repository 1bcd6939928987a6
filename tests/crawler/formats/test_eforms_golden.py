"""
Golden notices: the facts of real notices, read by a person from the XML, against what the format makes of it.

To add one, write `{"source": "ted/eforms/1-2024.xml"}` (a path under ../shared/data) as tests/golden/eforms/NAME.json
and run this test: it fails once and fills the file in. Compare every line with the XML before committing it.
"""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from crawler.formats import eforms
from crawler.formats.eforms_form import WITHOUT_WINNER
from crawler.formats.origin import Origin
from model.money import Money
from model.notice import Notice
from model.organisation import Organisation
from model.result import Tender
from tests.shared import ROOT, shared

FOLDER = ROOT / "tests" / "golden" / "eforms"
GOLDENS = sorted(FOLDER.rglob("*.json"))

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.stem)
def test_a_notice_is_read_as_a_person_read_it(golden: Path) -> None:
    expected = json.loads(golden.read_text(encoding="utf-8"))

    read = {"source": expected["source"], **summary(notice(expected["source"]))}

    if set(expected) == {"source"}:
        golden.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was empty and is now written: compare it with the XML, line by line")
    assert read == expected


def test_the_goldens_differ_in_what_matters() -> None:
    goldens = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDENS]
    roots = {shared("data", one["source"]).read_bytes().partition(b"Notice")[0].rpartition(b"<")[2] for one in goldens}
    lots = {len(one["lots"]) for one in goldens}

    assert len(goldens) >= 20
    assert {root.rpartition(b":")[2] for root in roots} == {
        b"PriorInformation",
        b"Contract",
        b"ContractAward",
        b"BusinessRegistrationInformation",
    }
    assert {"1", "16", "29", "99", "N4", "N16", "N29", "E2", "E3", "E4", "X01"} <= {one["subtype"] for one in goldens}
    assert {"cancellation", "intent", "modification"} <= {one["form"] for one in goldens}
    assert any(one["uuid"] is None for one in goldens)
    assert any(len(winner["firms"]) > 1 and winner["lead"] for one in goldens for winner in one["winners"])
    assert min(lots) == 1
    assert max(lots) >= 25


def notice(source: str) -> Notice:
    path = shared("data", *source.split("/"))
    origin = Origin(source=source.partition("/")[0], source_id=path.stem, url="")
    (found,) = eforms.read(path.read_bytes(), origin)
    return found


def summary(notice: Notice) -> dict[str, Any]:
    """The facts a person can compare with the XML; where the notice as a whole names no region, those of its lots."""
    deadline = notice.deadline
    places = notice.places or [place for lot in notice.lots for place in lot.places]
    return {
        "uuid": notice.notice_uuid,
        "version": notice.version,
        "procedure": notice.procedure_id,
        "publication": notice.publication_number,
        "published": notice.published.isoformat() if notice.published else None,
        "form": notice.form_type.value,
        "subtype": notice.subtype,
        "title": notice.title.best,
        "buyers": [firm(buyer) for buyer in notice.buyers],
        "cpv": [code.code for code in notice.cpv],
        "nuts": list(dict.fromkeys(place.nuts.code for place in places if place.nuts)),
        "deadline": deadline.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if deadline else None,
        "value": money(notice.value),
        "changes": list(notice.change.of) if notice.change else [],
        "lots": [lot.id for lot in notice.lots],
        "lot_values": [money(lot.value) for lot in notice.lots],
        "closed": [result.lot_id for result in notice.results if result.status == WITHOUT_WINNER],
        "winners": sorted((winner(one) for result in notice.results for one in result.winners), key=str),
    }


def winner(tender: Tender) -> dict[str, Any]:
    party = tender.party
    return {
        "lot": tender.lot_id,
        "firms": [firm(one.organisation) for one in party.tenderers] if party else [],
        "lead": party.lead.name if party and party.consortium and party.lead else None,
        "value": money(tender.value),
    }


def firm(organisation: Organisation) -> list[str | None]:
    return [organisation.name, organisation.orgnr]


def money(amount: Money | None) -> str | None:
    return f"{amount.amount.normalize():f} {amount.currency}" if amount else None
