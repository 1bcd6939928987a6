"""The made-up market is what the sources' contracts describe."""

import http.client
import json
from collections import Counter

import pytest
from lxml import etree

from demo import doffin, eforms
from demo.companies import units
from demo.doffin_site import KEY
from demo.market import load, scaled
from demo.portal import Portal, serve
from demo.site import Faults
from model import orgnr

MARKET = load()


def ask(portal: Portal, path: str, *, key: str | None = KEY, body: object = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(portal.url.removeprefix("http://"), timeout=10)
    headers = {"Ocp-Apim-Subscription-Key": key} if key else {}
    connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def total(portal: Portal, query: str) -> int:
    status, content = ask(portal, f"/public/v2/search?{query}")
    assert status == 200
    return int(json.loads(content)["numHitsTotal"])


def test_the_fortnight_holds_every_kind_of_notice() -> None:
    kinds = Counter(notice.kind for notice in MARKET.notices)

    assert len(MARKET.notices) >= 60
    assert set(kinds) == {"planning", "competition", "award", "intent"}
    assert any(notice.cancel for notice in MARKET.notices)
    assert any(notice.changes and not notice.cancel for notice in MARKET.notices)
    assert any(len(winner.names) > 1 for notice in MARKET.notices for winner in notice.winners)
    assert max(len(notice.lots) for notice in MARKET.notices) == 12
    assert {notice.language for notice in MARKET.notices} == {"NOR", "NNO", "ENG"}


def test_made_up_numbers_pass_the_check_and_are_no_real_ones() -> None:
    numbers = [orgnr.find(buyer.orgnr) for buyer in MARKET.buyers.values()]

    assert all(number is not None and number.startswith("3") for number in numbers)


def test_the_register_knows_the_market_but_the_buyer_of_test_notices() -> None:
    winners = {number for notice in MARKET.notices for winner in notice.winners for number in winner.orgnrs}
    buyers = {orgnr.find(buyer.orgnr) for key, buyer in MARKET.buyers.items() if key != "test"}

    assert {*winners, *buyers} <= units().keys()
    assert all(orgnr.is_valid(number) and number.startswith("3") for number in units())


def test_every_notice_is_sound_xml_with_an_id_of_its_own() -> None:
    roots = [etree.fromstring(eforms.xml(MARKET, notice)) for notice in MARKET.notices]
    ids = [root.findtext("{*}ID") for root in roots]

    assert len(set(ids)) == len(roots)


def test_search_hits_list_the_ancestors_of_every_code() -> None:
    hit = doffin.v2_hit(MARKET, MARKET.notices[0], 0)

    assert {"45000000", "45200000", "45223210"} <= set(hit["cpvCodes"])


def test_a_key_is_asked_for() -> None:
    with serve(MARKET) as portal:
        status, content = ask(portal, "/public/v2/search", key=None)

    assert status == 401
    assert b"statusCode" in content


@pytest.mark.parametrize(
    "query", ["numHitsPerPage=10", "buyer=ran", "issueDateFrom=2026-11-16T00:00:00", "noticeType=X"]
)
def test_what_is_not_known_is_ignored_and_returns_everything(query: str) -> None:
    with serve(MARKET) as portal:
        assert total(portal, query) == len(MARKET.notices)


def test_known_filters_narrow() -> None:
    with serve(MARKET) as portal:
        assert 0 < total(portal, "issueDateFrom=2026-11-17&issueDateTo=2026-11-18") < len(MARKET.notices)
        assert 0 < total(portal, "cpvCode=45000000") < len(MARKET.notices)
        assert total(portal, "cpvCode=45") == 0


@pytest.mark.parametrize(("style", "status"), [("400", 400), ("empty", 200)])
def test_the_cap_shows_itself_in_two_ways(style: str, status: int) -> None:
    with serve(scaled(MARKET, 300), Faults(cap=100, cap_style=style)) as portal:
        answered, content = ask(portal, "/public/v2/search?numHitsPerPage=100&page=2")

    assert answered == status
    assert (b"top 100 hits" in content) == (style == "400")


def test_the_site_s_own_client_gives_no_codes_in_hits_and_renames_them_in_details() -> None:
    with serve(MARKET) as portal:
        _, page = ask(portal, "/webclient/api/v2/search-api/search", body={"numHitsPerPage": 100, "page": 1})
        _, detail = ask(portal, "/webclient/api/v2/notices-api/notices/2026-118001")

    assert "cpvCodes" not in json.loads(page)["hits"][0]
    assert json.loads(detail)["directCpvCodes"] == ["45223210", "45241500"]
