"""
The sources' shapes: how a request is understood and how a list of notices is written.

To add a kind of source: a class here, one entry in KINDS; every scenario is then run against it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs

from tests.crawler.faults.answers import Asked, Item

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
COMPONENTS = {"cac": "CommonAggregateComponents", "cbc": "CommonBasicComponents"}

DAYS = re.compile(r"publication-date [<>]= (\d{4})(\d\d)(\d\d)")

SIZE = 10
"""Notices a page."""


class Kind(Protocol):
    """One source's shape. `name` is the spider's, `deadline` what its documents call one, None where they have none."""

    name: str
    deadline: bytes | None

    def asked(self, method: str, parts: SplitResult, body: bytes) -> Asked | None:
        """What a request asks for; None for nothing this source has."""

    def listing(self, asked: Asked, page: Sequence[Item], total: int, more: bool) -> bytes:
        """A page of a list."""

    def beyond(self, cap: int) -> tuple[int, bytes]:
        """Status and body for a page that cannot be reached."""

    def document(self, item: Item) -> bytes:
        """A notice alone."""


class DoffinWeb:
    """doffin.no's own interface."""

    name = "doffin"
    deadline: bytes | None = b'"deadline"'

    def asked(self, method: str, parts: SplitResult, body: bytes) -> Asked | None:
        if method == "POST" and parts.path == "/webclient/api/v2/search-api/search":
            question = json.loads(body)
            span = question["facets"]["publicationDate"]
            if question["facets"]["cpvCodesId"]["checkedItems"]:
                return Asked(page=question["page"], since="9999-01-01", until="9999-01-01")
            return Asked(
                page=question["page"],
                oldest_first=question["sortBy"].endswith("_ASC"),
                since=span["from"],
                until=span["to"],
            )
        if parts.path.startswith("/webclient/api/v2/notices-api/notices/"):
            return Asked(item=parts.path.rpartition("/")[2])
        return None

    def listing(self, asked: Asked, page: Sequence[Item], total: int, more: bool) -> bytes:  # noqa: ARG002
        hits = [self._common(item) | {"type": "ANNOUNCEMENT_OF_COMPETITION", "status": "ACTIVE"} for item in page]
        return json.dumps({"numHitsTotal": total, "numHitsAccessible": total, "hits": hits}).encode()

    def beyond(self, cap: int) -> tuple[int, bytes]:
        reason = f"Unable to access more than the top {cap} hits, please lower either the page"
        return 400, json.dumps({"reason": reason}).encode()

    def document(self, item: Item) -> bytes:
        detail = self._common(item) | {"noticeType": "ANNOUNCEMENT_OF_COMPETITION", "noticeStatus": "ACTIVE"}
        return json.dumps(detail | {"directCpvCodes": ["45262400"], "allCpvCodes": ["45262400"]}).encode()

    def _common(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "buyer": [{"id": "b1", "organizationId": "312345672", "name": "Ranfjord kommune"}],
            "heading": item.title,
            "description": "Sveising og overflatebehandling av stålbro.",
            "locationId": ["NO071"],
            "estimatedValue": {"currencyCode": "NOK", "amount": 2_000_000},
            "issueDate": f"{item.day}T08:00:00Z",
            "publicationDate": item.day,
            "deadline": "2026-12-15T11:00:00Z",
        }


class Rss:
    """A feed with pages."""

    name = "feeds"
    deadline: bytes | None = None

    def asked(self, method: str, parts: SplitResult, body: bytes) -> Asked | None:  # noqa: ARG002
        if method != "GET" or parts.path not in {"", "/"}:
            return None
        return Asked(page=int(parts.query.removeprefix("page=") or 1), since="", until="9999-12-31")

    def listing(self, asked: Asked, page: Sequence[Item], total: int, more: bool) -> bytes:  # noqa: ARG002
        link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="/?page={(asked.page or 1) + 1}"/>'
        items = "".join(
            f"<item><title>{item.title}</title><link>https://k.example.no/{item.id}</link><guid>{item.id}</guid>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(f'{item.day}T08:00:00+00:00'))}</pubDate></item>"
            for item in page
        )
        return f"<rss version='2.0'><channel>{link if more else ''}{items}</channel></rss>".encode()

    def beyond(self, cap: int) -> tuple[int, bytes]:  # noqa: ARG002
        return 404, b""

    def document(self, item: Item) -> bytes:  # noqa: ARG002
        return b""


class Ted:
    """TED's Search API v3, pages behind tokens, and the XML of its notice site."""

    name = "ted"
    deadline: bytes | None = b'"deadline-receipt-tender-date-lot"'

    def asked(self, method: str, parts: SplitResult, body: bytes) -> Asked | None:
        if method == "POST" and parts.path == "/v3/notices/search":
            question = json.loads(body)
            days = [f"{year}-{month}-{day}" for year, month, day in DAYS.findall(question["query"])]
            return Asked(page=int(question.get("iterationNextToken", "1")), since=days[0], until=days[1])
        if parts.path.startswith("/en/notice/"):
            return Asked(item=parts.path.split("/")[3])
        return None

    def listing(self, asked: Asked, page: Sequence[Item], total: int, more: bool) -> bytes:  # noqa: ARG002
        token = str((asked.page or 1) + 1)  # filled after the last page too
        hits = [self._hit(item) for item in page]
        answer = {"notices": hits, "totalNoticeCount": total, "iterationNextToken": token, "timedOut": False}
        return json.dumps(answer).encode()

    def beyond(self, cap: int) -> tuple[int, bytes]:
        error = {"type": "SEARCH_EXCEEDS_MAX_LIMIT"}
        return 400, json.dumps({"message": f"more than {cap} notices", "error": error}).encode()

    def document(self, item: Item) -> bytes:
        name = f"<cac:ProcurementProject><cbc:Name>{item.title}</cbc:Name></cac:ProcurementProject>"
        spaces = "".join(f' xmlns:{short}="{UBL}{long}-2"' for short, long in COMPONENTS.items())
        return f'<ContractNotice xmlns="{UBL}ContractNotice-2"{spaces}>{name}</ContractNotice>'.encode()

    def _hit(self, item: Item) -> dict[str, Any]:
        return {
            "publication-number": item.id,
            "publication-date": f"{item.day}+01:00",
            "notice-subtype": "16",
            "title-proc": {"nor": item.title},
            "deadline-receipt-tender-date-lot": ["2026-12-15+01:00"],
            "classification-cpv": ["45262400", "45262400"],
        }


class OcdsPages:
    """A publisher of OCDS whose pages are counted and who says how many releases it has."""

    name = "ocds"
    deadline: bytes | None = b'"tenderPeriod"'

    def asked(self, method: str, parts: SplitResult, body: bytes) -> Asked | None:  # noqa: ARG002
        if parts.path != "/releases":
            return None
        query = parse_qs(parts.query)
        return Asked(page=int(query.get("page", ["1"])[0]), since=query["since"][0], until=query["until"][0])

    def listing(self, asked: Asked, page: Sequence[Item], total: int, more: bool) -> bytes:
        package: dict[str, Any] = {"releases": [self._release(item) for item in page], "total": total}
        if more:
            address = f"/releases?since={asked.since}&until={asked.until}&page={(asked.page or 1) + 1}"
            package["links"] = {"next": address}
        return json.dumps(package).encode()

    def beyond(self, cap: int) -> tuple[int, bytes]:
        return 400, json.dumps({"error": f"no more than {cap}"}).encode()

    def document(self, item: Item) -> bytes:  # noqa: ARG002
        return b""

    def _release(self, item: Item) -> dict[str, Any]:
        tender = {"title": item.title, "tenderPeriod": {"endDate": "2026-12-15T11:00:00Z"}}
        return {"ocid": item.id, "id": item.id, "date": f"{item.day}T08:00:00Z", "tag": ["tender"], "tender": tender}


KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (DoffinWeb(), OcdsPages(), Rss(), Ted())}

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "ocds": {
        "path": "/releases?since={since}&until={until}",
        "step": "30d",
        "moments": "%Y-%m-%d",
        "page_size": SIZE + 1,
        "total": "/total",
        "pages_shift": True,
    }
}
"""What a kind's block says beyond its address."""
