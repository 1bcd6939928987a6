"""The market's EU notices as TED's search tells them, quirks included: zones, repeats, 24 languages, links unasked."""

from typing import Any

from demo.eforms import procedure, uuid
from demo.market import Market, Notice

_TYPES = {"planning": "pin-only", "competition": "cn-standard", "award": "can-standard", "intent": "veat"}
_FORMS = {"planning": "planning", "competition": "competition", "award": "result", "intent": "dir-awa-pre"}
_LANGUAGES = {"eng": "Norway", "deu": "Norwegen", "fra": "Norvège", "swe": "Norge", "dan": "Norge"}


def published(market: Market) -> list[Notice]:
    """What TED has of the market, newest first: notices of EU subtypes, none converted from the older form."""
    found = [notice for notice in market.notices if notice.subtype.isdigit() and not notice.retro]
    return sorted(found, key=lambda notice: (notice.published, notice.id), reverse=True)


def number(notice: Notice) -> str:
    """TED's publication number."""
    return f"{600_000 + int(notice.id[-6:])}-2026"


def values(notice: Notice) -> dict[str, list[str]]:
    """What a query can ask by."""
    return {
        "publication-date": [f"{notice.published:%Y%m%d}"],
        "buyer-country": ["NOR"],
        "classification-cpv": _codes(notice),
        "notice-type": [_TYPES[notice.kind]],
        "form-type": [_FORMS[notice.kind]],
    }


def hit(market: Market, notice: Notice, fields: list[str], url: str) -> dict[str, Any]:
    """The notice with the fields asked for; what it does not have is left out, and links come unasked."""
    whole = _common(market, notice) | _lots(notice)
    if notice.changes:
        changed = market.notice(notice.changes)
        whole["change-notice-version-identifier"] = f"{uuid('notice', changed.id)}-01" if changed else notice.changes
        whole["change-reason-code"] = "cancel" if notice.cancel else "update-add"
        whole["change-description"] = {"nor": [notice.reason]}
    if notice.none:
        whole["winner-selection-status"] = ["clos-nw"]
    kept = {name: value for name, value in whole.items() if name in fields and value not in (None, [])}
    return kept | {"links": _links(notice, url)}


def _common(market: Market, notice: Notice) -> dict[str, Any]:
    buyer = market.buyers[notice.buyer]
    places = [place for place in notice.nuts for _ in range(2)]
    return {
        "publication-number": number(notice),
        "publication-date": f"{notice.published}+01:00",
        "dispatch-date": f"{notice.issued:%Y-%m-%d}+01:00",
        "notice-identifier": uuid("notice", notice.id),
        "notice-version": "01",
        "procedure-identifier": procedure(market, notice),
        "notice-type": _TYPES[notice.kind],
        "notice-subtype": notice.subtype,
        "form-type": _FORMS[notice.kind],
        "official-language": [notice.language],
        "notice-title": {code: f"{land} – {notice.cpv[0]} – {notice.title}" for code, land in _LANGUAGES.items()},
        "title-proc": {"nor": notice.title},
        "description-proc": {"nor": notice.text},
        "buyer-name": {"nor": [buyer.name]},
        "buyer-identifier": [buyer.orgnr],
        "buyer-country": ["NOR"],
        "classification-cpv": [code for code in _codes(notice) for _ in range(2)],
        "place-of-performance": [place for pair in zip(places, ["NOR"] * len(places), strict=True) for place in pair],
        "procedure-type": "open",
        "estimated-value-proc": notice.value,
        "estimated-value-cur-proc": "NOK" if notice.value else None,
    }


def _lots(notice: Notice) -> dict[str, Any]:
    lots = notice.lots
    many = len(lots) or 1
    zone = f"{notice.deadline:%z}"[:3] + ":00" if notice.deadline else ""
    return {
        "identifier-lot": [f"LOT-{position:04}" for position in range(1, many + 1)] if lots else ["LOT-0000"],
        "title-lot": {"nor": [lot.title for lot in lots] or [notice.title]},
        "description-lot": {"nor": [notice.text] * many},
        "main-classification-lot": [lot.cpv for lot in lots] or [notice.cpv[0]],
        "deadline-receipt-tender-date-lot": [f"{notice.deadline:%Y-%m-%d}{zone}"] * many if notice.deadline else [],
        "deadline-receipt-tender-time-lot": [f"{notice.deadline:%H:%M:%S}{zone}"] * many if notice.deadline else [],
        "estimated-value-lot": [str(lot.value) for lot in lots if lot.value is not None],
        "estimated-value-cur-lot": ["NOK"] if any(lot.value for lot in lots) else [],
        "framework-agreement-lot": ["fa-wo-rc" if notice.framework else "none"] * many,
    }


def _links(notice: Notice, url: str) -> dict[str, Any]:
    pages = {code.upper(): f"{url}/{code[:2]}/notice/-/detail/{number(notice)}" for code in _LANGUAGES}
    return {"xml": {"MUL": f"{url}/en/notice/{number(notice)}/xml"}, "html": pages}


def _codes(notice: Notice) -> list[str]:
    return list(dict.fromkeys((*notice.cpv, *(lot.cpv for lot in notice.lots))))
