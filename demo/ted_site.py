"""
TED's Search API and notice site as they answer, traps included.

`Faults.ted` names what goes wrong beyond the faults all sites know: `waf` (202 with a challenge and nothing else),
`empty-xml`, `html-xml`, `legacy-xml`; `timed-out`, `repeated-token`, `changed-total`, `no-token`, `expired-token`,
`expired-token-once`, `invalid-token` (500, not 400); `unknown:FIELD` for a field that is no more.
"""

import base64
import json
from typing import Any

from demo import eforms, ted, ted_query
from demo.market import Market
from demo.site import Answer, Faults, Question, as_json

MOST_PER_PAGE = 250
MOST_VALUES = 10_000
SITE = "https://ted.example.org"
LEGACY = b'<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="1"/>'
_FIRST_SEARCHES = 2  # robots.txt and a first page


def answer(market: Market, faults: Faults, question: Question) -> Answer | None:
    """The answer to a request for one of TED's paths; None for any other."""
    if question.path == "/v3/notices/search" and question.method == "POST":
        try:
            return _search(market, faults, question)
        except ted_query.ComplaintError as complaint:
            return as_json(400, {"message": str(complaint), "error": complaint.error})
    parts = question.path.strip("/").split("/")
    if len(parts) == 4 and parts[1] == "notice" and parts[3] == "xml":
        return _xml(market, faults, parts[2])
    return None


def _search(market: Market, faults: Faults, question: Question) -> Answer:
    asked = json.loads(question.body)
    fields, limit = asked["fields"], asked.get("limit", 10)
    _check(faults, fields, limit)
    test = ted_query.parse(asked["query"])
    start = _start(faults, asked.get("iterationNextToken"), question.asked)
    if start is None:
        return as_json(500, {"message": "Internal server error"})
    found = [one for one in ted.published(market) if faults.filter_ignored or test(ted.values(one))]
    if asked.get("scope", "ACTIVE") != "ALL":
        found = [one for one in found if one.kind in {"planning", "competition"}]
    if faults.silent_zero:
        found = []
    page = found[start : start + limit]
    return _page(faults, start, limit, len(found), [ted.hit(market, one, fields, SITE) for one in page])


def _page(faults: Faults, start: int, limit: int, total: int, hits: list[dict[str, Any]]) -> Answer:
    number = start // limit + 1
    if faults.html_200:
        return Answer(body=b"<html><body>Vedlikehold</body></html>", kind="text/html")
    if number == faults.status_500_on_page:
        return as_json(500, {"message": "Internal server error"})
    after = 0 if "repeated-token" in faults.ted else start + limit
    told = {
        "notices": hits,
        "totalNoticeCount": total + 3 * faults.total_mismatch + ("changed-total" in faults.ted and start > 0),
        # filled even after the last page; only an empty page tells the end
        "iterationNextToken": None if "no-token" in faults.ted else _token(after),
        "timedOut": "timed-out" in faults.ted,
    }
    whole = as_json(200, told)
    if number == faults.truncate_on_page:
        return Answer(body=whole.body, cut=len(whole.body) // 2)
    return whole


def _check(faults: Faults, fields: list[str], limit: int) -> None:
    if limit > MOST_PER_PAGE or limit * len(fields) > MOST_VALUES:
        raise ted_query.ComplaintError("The limit is exceeded", type="SEARCH_EXCEEDS_MAX_LIMIT")
    for name in fields:
        if f"unknown:{name}" in faults.ted:
            raise ted_query.ComplaintError(f"Unknown field {name}", type="QUERY_UNKNOWN_FIELD", fieldName=name)


def _start(faults: Faults, token: str | None, asked: int) -> int | None:
    """Where the page begins; None for a token that is not the search's own."""
    if token is None:
        return 0
    once = "expired-token-once" in faults.ted and asked <= _FIRST_SEARCHES
    if once or "expired-token" in faults.ted:
        raise ted_query.ComplaintError("The iteration token has expired", type="EXPIRED_ITERATION_TOKEN")
    if "invalid-token" in faults.ted:
        return None
    try:
        return int(base64.b64decode(token, validate=True).removeprefix(b"from:"))
    except ValueError:
        return None


def _token(start: int) -> str:
    return base64.b64encode(b"from:%d" % start).decode()


def _xml(market: Market, faults: Faults, number: str) -> Answer:
    if "waf" in faults.ted:
        return Answer(status=202, kind="text/html", headers={"x-amzn-waf-action": "challenge"})
    if "empty-xml" in faults.ted:
        return Answer(kind="application/xml")
    if "html-xml" in faults.ted:
        return Answer(body=b"<!DOCTYPE html><html><body>JavaScript is off</body></html>", kind="text/html")
    if "legacy-xml" in faults.ted:
        return Answer(body=LEGACY, kind="application/xml")
    found = next((one for one in ted.published(market) if ted.number(one) == number.lstrip("0")), None)
    if found is None or found.id in faults.missing_download:
        return Answer(status=404, kind="text/html")
    return Answer(body=eforms.xml(market, found, publication=number), kind="application/xml")
