"""Doffin's two interfaces as they answer, traps included: caps, ignored filters, pages, keys."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from demo import doffin, eforms
from demo.market import Market, Notice
from demo.site import Answer, Faults, Question, as_json

KEY = "demo-key"
_UNKNOWN = {"statusCode": 404, "message": "Resource not found"}


def answer(market: Market, faults: Faults, question: Question) -> Answer | None:
    """The answer to a request for one of Doffin's paths; None for any other."""
    path = question.path
    if path.startswith("/public/"):
        return _public(market, faults, question)
    if path == "/webclient/api/v2/search-api/search" and question.method == "POST":
        return _search_web(market, faults, json.loads(question.body))
    if path.startswith("/webclient/api/v2/notices-api/notices/"):
        notice = _had(market, faults, path.rpartition("/")[2])
        return as_json(200, doffin.web_detail(market, notice)) if notice else as_json(404, _UNKNOWN)
    return None


def _public(market: Market, faults: Faults, question: Question) -> Answer:
    if question.headers.get("Ocp-Apim-Subscription-Key") != KEY:
        return as_json(401, {"statusCode": 401, "message": "Access denied due to missing subscription key."})
    if question.path == "/public/v2/search":
        return _search_v2(market, faults, question)
    if question.path.startswith("/public/v2/download/"):
        return _download(market, faults, question.path.rpartition("/")[2])
    return as_json(404, _UNKNOWN)


def _search_v2(market: Market, faults: Faults, question: Question) -> Answer:
    query = question.query
    types = query.get("type", [])
    if any(one not in doffin.TYPES.values() for one in types):
        return as_json(400, {"reason": f"No enum constant no.dfo.dof.notices.domain.elements.NoticeType.{types[0]}"})
    wanted = list(market.notices)
    since, until = _date(query.get("issueDateFrom")), _date(query.get("issueDateTo"))
    if not faults.filter_ignored:
        wanted = [one for one in wanted if _between(one.issued.date(), since, until)]
    for code in query.get("cpvCode", []):
        wanted = [one for one in wanted if _under(one, code)]
    newest_first = query.get("sortBy", ["PUBLICATION_DATE_DESC"])[0] != "PUBLICATION_DATE_ASC"
    wanted.sort(key=lambda one: (one.published, one.id), reverse=newest_first)
    page, size = int(query.get("page", ["1"])[0]), int(query.get("numHitsPerPage", ["15"])[0])
    return _page(faults, wanted, (page, size), lambda one: doffin.v2_hit(market, one, question.asked))


def _search_web(market: Market, faults: Faults, asked: dict[str, Any]) -> Answer:
    wanted = list(market.notices)
    facets = asked.get("facets", {})
    span = facets.get("publicationDate", {})
    since, until = _date([span.get("from") or ""]), _date([span.get("to") or ""])
    if not faults.filter_ignored:
        wanted = [one for one in wanted if _between(one.published, since, until)]
    for code in facets.get("cpvCodesId", {}).get("checkedItems", []):
        wanted = [one for one in wanted if _under(one, code)]
    newest_first = asked.get("sortBy") != "PUBLICATION_DATE_ASC"
    wanted.sort(key=lambda one: (one.published, one.id), reverse=newest_first)
    page, size = int(asked.get("page", 1)), int(asked.get("numHitsPerPage", 15))
    return _page(faults, wanted, (page, size), lambda one: doffin.web_hit(market, one))


def _page(
    faults: Faults, wanted: list[Notice], paging: tuple[int, int], hit: Callable[[Notice], dict[str, Any]]
) -> Answer:
    page, size = paging
    if page < 1:
        return as_json(400, {"reason": "page must be 1 or more"})
    if faults.html_200:
        return Answer(body=b"<html><body>Vedlikehold</body></html>", kind="text/html")
    if faults.status_500_on_page == page:
        return Answer(status=500, kind="text/plain")
    beyond = page * size > faults.cap
    if beyond and faults.cap_style == "400":
        reason = f"Unable to access more than the top {faults.cap} hits, please lower either the page"
        return as_json(400, {"reason": reason})
    found = [] if faults.silent_zero else wanted
    hits = [] if beyond else [hit(one) for one in found[(page - 1) * size : page * size]]
    total = len(found) + (3 if faults.total_mismatch else 0)
    whole = as_json(200, {"numHitsTotal": total, "numHitsAccessible": min(total, faults.cap), "hits": hits})
    body = whole.body
    if faults.control_characters:
        body = body.replace(b'"description": "', b'"description": "\x01\x0b')
    return Answer(body=body, cut=len(body) // 2 if faults.truncate_on_page == page else None)


def _download(market: Market, faults: Faults, id_: str) -> Answer:
    notice = _had(market, faults, id_)
    if notice is None:
        return as_json(404, _UNKNOWN)
    return Answer(body=eforms.xml(market, notice), kind="application/octet-stream")


def _had(market: Market, faults: Faults, id_: str) -> Notice | None:
    return None if id_ in faults.missing_download else market.notice(id_)


def _date(values: list[str] | None) -> date | None:
    """A date filter; anything but YYYY-MM-DD is dropped without a word, as the real one does."""
    try:
        return date.fromisoformat(values[0]) if values and len(values[0]) == len("2026-11-23") else None
    except ValueError:
        return None


def _between(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _under(notice: Notice, code: str) -> bool:
    if len(code) != 8 or not code.isdigit():
        return False
    return any(code in doffin.ancestors(one) for one in (*notice.cpv, *(lot.cpv for lot in notice.lots)))
