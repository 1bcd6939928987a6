"""The portal answers as TED does, traps included."""

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest

from demo import ted
from demo.market import load
from demo.portal import Portal, serve

MARKET = load()
FIELDS = ["publication-number", "publication-date", "form-type"]
EVERY = "publication-date >= 20261109 SORT BY publication-date DESC"


def ask(portal: Portal, query: str, **body: Any) -> tuple[int, dict[str, Any]]:
    asked = {"query": query, "fields": FIELDS, "limit": 250, "scope": "ALL", "paginationMode": "ITERATION", **body}
    with closing(http.client.HTTPConnection("127.0.0.1", urlsplit(portal.url).port, timeout=5)) as connection:
        connection.request("POST", "/v3/notices/search", body=json.dumps(asked))
        with connection.getresponse() as answer:
            return answer.status, json.loads(answer.read())


def test_the_token_stays_filled_after_the_last_page_and_an_empty_page_follows() -> None:
    with serve(MARKET) as portal:
        _, first = ask(portal, EVERY)
        _, after = ask(portal, EVERY, iterationNextToken=first["iterationNextToken"])

    assert len(first["notices"]) == first["totalNoticeCount"] == len(ted.published(MARKET))
    assert first["iterationNextToken"]
    assert after["notices"] == []
    assert after["iterationNextToken"]


def test_results_are_in_scope_all_alone() -> None:
    with serve(MARKET) as portal:
        _, every = ask(portal, EVERY)
        _, active = ask(portal, EVERY, scope="ACTIVE")

    assert "result" in {hit["form-type"] for hit in every["notices"]}
    assert {hit["form-type"] for hit in active["notices"]} == {"planning", "competition"}


def test_only_the_fields_asked_for_come_and_the_links_unasked() -> None:
    with serve(MARKET) as portal:
        _, answer = ask(portal, EVERY)

    assert set(answer["notices"][0]) == {*FIELDS, "links"}


def test_a_date_in_another_order_is_answered_with_nothing() -> None:
    with serve(MARKET) as portal:
        status, answer = ask(
            portal, "publication-date <= 20112026 AND publication-date >= 09112026 AND buyer-country = SWE"
        )
        wrong, empty = ask(portal, "publication-date = 20112026")

    assert (status, answer["totalNoticeCount"]) == (200, 0)
    assert (wrong, empty["notices"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "body", "type_"),
    [
        ("publication-date >= 2026-11-09", {}, "QUERY_INVALID_FIELD_FORMAT"),
        ("classification-cpv >= 45000000", {}, "QUERY_UNSUPPORTED_FIELD_OPERATION"),
        ("colour = red", {}, "QUERY_UNKNOWN_FIELD"),
        ("buyer-country IN (NOR", {}, "QUERY_SYNTAX_ERROR"),
        (EVERY, {"limit": 251}, "SEARCH_EXCEEDS_MAX_LIMIT"),
        (EVERY, {"fields": [f"field-{number}" for number in range(41)]}, "SEARCH_EXCEEDS_MAX_LIMIT"),
    ],
)
def test_what_it_does_not_take_is_told_with_400_and_a_type(query: str, body: dict[str, Any], type_: str) -> None:
    with serve(MARKET) as portal:
        status, answer = ask(portal, query, **body)

    assert (status, answer["error"]["type"]) == (400, type_)


def test_a_token_that_is_none_is_answered_with_500() -> None:
    with serve(MARKET) as portal:
        status, _ = ask(portal, EVERY, iterationNextToken="made-up")

    assert status == 500


def test_branches_are_asked_for_with_a_wildcard() -> None:
    with serve(MARKET) as portal:
        _, construction = ask(portal, "classification-cpv = 45*")
        _, exact = ask(portal, "classification-cpv = 45")

    assert 0 < construction["totalNoticeCount"] < len(ted.published(MARKET))
    assert exact["totalNoticeCount"] == 0
