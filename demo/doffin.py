"""The market's notices as Doffin's own JSON: search hits of both interfaces, and details."""

from datetime import UTC, datetime
from typing import Any

from demo.eforms import procedure, uuid
from demo.market import Market, Notice

TYPES = {
    "planning": "ADVISORY_NOTICE",
    "competition": "ANNOUNCEMENT_OF_COMPETITION",
    "award": "ANNOUNCEMENT_OF_CONCLUSION_OF_CONTRACT",
    "intent": "ANNOUNCEMENT_OF_INTENT",
}
_ROLL_UP = {"planning": "PLANNING", "competition": "COMPETITION", "award": "RESULT", "intent": "RESULT"}


def type_of(notice: Notice) -> str:
    """Doffin's `type`."""
    if notice.cancel or notice.none:
        return "CANCELLED_OR_MISSING_CONCLUSION_OF_CONTRACT"
    return "QUALIFICATION_SCHEME" if notice.subtype == "15" else TYPES[notice.kind]


def ancestors(code: str) -> list[str]:
    """A CPV code with everything above it, as search hits list them."""
    digits = code.rstrip("0").ljust(2, "0")
    return [digits[:length].ljust(8, "0") for length in range(len(digits), 1, -1)]


def v2_hit(market: Market, notice: Notice, asked: int) -> dict[str, Any]:
    """A hit of the public API; arrays come in another order each time."""
    codes = sorted({wide for code in _codes(notice) for wide in ancestors(code)})
    all_types = [type_of(notice), _ROLL_UP[notice.kind]]
    turn = asked % len(codes) if codes else 0
    return {
        **_common(market, notice),
        "type": type_of(notice),
        "allTypes": all_types if asked % 2 else all_types[::-1],
        "status": "ACTIVE" if notice.kind == "competition" and not notice.cancel else None,
        "receivedTenders": notice.tenders or 0,
        "allReceivedTenders": None,
        "cpvCodes": codes[turn:] + codes[:turn],
        "limitedDataFlag": None,
        "doffinClassicUrl": None,
        "lots": [{"heading": lot.title, "description": notice.text, "winner": _winners(notice)} for lot in notice.lots]
        or [{"heading": notice.title, "description": notice.text, "winner": _winners(notice)}],
    }


def web_hit(market: Market, notice: Notice) -> dict[str, Any]:
    """A hit of the site's own client: no CPV codes, no winners."""
    return {
        **_common(market, notice),
        "type": type_of(notice),
        "allTypes": [type_of(notice), _ROLL_UP[notice.kind]],
        "status": "ACTIVE" if notice.kind == "competition" and not notice.cancel else None,
        "placeOfPerformance": ["Nordland"] if "NO071" in notice.nuts else [],
        "procurementStrategicLabels": [],
        "sentToTed": notice.subtype.isdigit(),
    }


def web_detail(market: Market, notice: Notice) -> dict[str, Any]:
    """Details: fields renamed, codes apart, the form as nested blocks."""
    common = _common(market, notice)
    direct = list(_codes(notice))
    parents = sorted({wide for code in direct for wide in ancestors(code)} - set(direct))
    return {
        **common,
        "noticeType": type_of(notice),
        "noticeStatus": "ACTIVE" if notice.kind == "competition" and not notice.cancel else None,
        "directCpvCodes": direct,
        "parentCpvCodes": parents,
        "allCpvCodes": direct + parents,
        "competitionDocsUrl": f"https://kgv.example.no/{notice.id}" if notice.kind == "competition" else None,
        "sentToTed": notice.subtype.isdigit(),
        "tedId": None,
        "eFormId": None if notice.retro else uuid("notice", notice.id),
        "procedureId": notice.id if notice.retro else procedure(market, notice),
        "qualificationDeadline": None,
        "awardedNames": [name for winner in notice.winners for name in winner.names],
        "core": {"estimatedValue": {"amount": notice.value, "code": "NOK"} if notice.value else None},
        "eform": [{"title": "block05", "label": "Virksomheter", "value": None, "sections": []}],
    }


def zulu(moment: datetime) -> str:
    """A time as the API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _common(market: Market, notice: Notice) -> dict[str, Any]:
    buyer = market.buyers[notice.buyer]
    return {
        "id": notice.id,
        "buyer": [{"id": uuid("buyer", buyer.key).replace("-", ""), "organizationId": buyer.orgnr, "name": buyer.name}],
        "heading": notice.title,
        "description": notice.text,
        "locationId": list(notice.nuts),
        "estimatedValue": {"currencyCode": "NOK", "amount": notice.value} if notice.value else None,
        "issueDate": zulu(notice.issued),
        "deadline": zulu(notice.deadline) if notice.deadline else None,
        "publicationDate": notice.published.isoformat(),
    }


def _codes(notice: Notice) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*notice.cpv, *(lot.cpv for lot in notice.lots))))


def _winners(notice: Notice) -> list[dict[str, Any]]:
    return [
        {"id": uuid("firm", name).replace("-", ""), "organizationId": orgnr, "name": name}
        for winner in notice.winners
        for name, orgnr in zip(winner.names, winner.orgnrs, strict=True)
    ]
