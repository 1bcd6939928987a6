"""One entry of a tender feed, archived with what its feed's block says of it, as a notice."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from crawler.formats import doffin_common as common
from crawler.formats import feed_fields
from crawler.formats.errors import FormatError
from crawler.formats.feed_identity import web_address
from crawler.formats.html_text import one_line, plain
from crawler.formats.origin import Origin
from model.form import FormType
from model.money import Money
from model.notice import Lot, Notice, Place
from model.organisation import Organisation
from model.text import Text

WITHDRAWN: Final = "Trukket tilbake"
"""The title of an entry that its feed only says is gone."""

MOST_CODES: Final = 50
_NUMBER: Final = re.compile(r"\d[\d.,\s\u00a0]{0,30}", re.ASCII)
_PARTED: Final = re.compile(r"(.*)[.,](\d{1,2})\s*", re.ASCII | re.DOTALL)


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of an archived entry. Raises FormatError alone, on any bytes."""
    document = common.load(body)
    feed, entry = _table(document, "feed"), _table(document, "entry")
    if entry.get("gone") is True:
        return (_withdrawn(entry, origin),)
    title = one_line(common.words(entry.get("title")))
    url = web_address(common.words(entry.get("link"))) or None
    if not title:
        raise FormatError("an entry without a title")
    words = plain(common.words(entry.get("summary")))
    rules = _table(feed, "fields")
    warnings: list[str] = []
    language = common.words(feed.get("language"))
    whole = Lot(
        id="LOT-0000",
        title=Text.plain(title, language),
        description=Text.plain(words, language),
        cpv=common.codes(feed_fields.found(words, rules, "cpv")[:MOST_CODES], warnings),
        places=_places(words, rules, feed, warnings),
        value=_value(words, rules, feed, warnings),
        deadline=feed_fields.deadline(words, rules, warnings),
    )
    buyer = next(iter(feed_fields.found(words, rules, "buyer")), "")
    published = common.words(entry.get("published")) or common.words(entry.get("updated"))
    return (
        Notice(
            source=origin.source,
            source_id=origin.source_id,
            version=version(entry.get("updated")) or version(entry.get("published")) or 1,
            form_type=_form(title, feed, warnings),
            title=whole.title,
            description=whole.description,
            buyers=(Organisation(name=buyer[:300]),) if buyer else (),
            cpv=whole.cpv,
            places=whole.places,
            value=whole.value,
            published=common.day(published),
            lots=(whole,),
            url=url,
            warnings=common.unique(warnings),
        ),
    )


def version(moment: object) -> int:
    """Seconds since 1970 of an entry's time: the newest counts, in whatever order they come; 0 where there is none."""
    when = common.moment(moment)
    return max(int(when.timestamp()), 0) if isinstance(when, datetime) else 0


def _withdrawn(entry: Mapping[str, Any], origin: Origin) -> Notice:
    return Notice(
        source=origin.source,
        source_id=origin.source_id,
        version=version(entry.get("updated")) or 1,
        form_type=FormType.CANCELLATION,
        title=Text.plain(one_line(common.words(entry.get("title"))) or WITHDRAWN),
        published=common.day(entry.get("updated")),
        lots=(Lot(id="LOT-0000"),),
        url=web_address(origin.source_id) or None,
    )


def _table(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = document.get(key, {})
    if not isinstance(value, dict):
        raise FormatError(f"{key} is no table")
    return value


def _form(title: str, feed: Mapping[str, Any], warnings: list[str]) -> FormType:
    said = common.words(feed.get("form")) or FormType.COMPETITION
    stage = feed_fields.form(title, _table(feed, "forms"), said)
    try:
        return FormType(stage)
    except ValueError:
        warnings.append(f"Kilden er satt opp med stadiet {stage[:40]!r}, som ikke finnes")
        return FormType.UNKNOWN


def _places(words: str, rules: Mapping[str, Any], feed: Mapping[str, Any], warnings: list[str]) -> tuple[Place, ...]:
    codes = feed_fields.found(words, rules, "nuts")[:MOST_CODES] or feed.get("nuts")
    named = [Place(text=place[:300]) for place in feed_fields.found(words, rules, "place")[:MOST_CODES]]
    return tuple(dict.fromkeys([*common.places(codes, warnings), *named]))


def _value(words: str, rules: Mapping[str, Any], feed: Mapping[str, Any], warnings: list[str]) -> Money | None:
    for written in feed_fields.found(words, rules, "value")[:1]:
        number = _NUMBER.search(written)
        try:
            amount = Decimal(_plain(number[0]) if number else written)
            return Money(amount, common.words(feed.get("currency")) or "NOK") if 0 < amount < 10**14 else None
        except (InvalidOperation, ValueError):
            warnings.append(f"Verdien {written[:40]!r} kan ikke leses")
    return None


def _plain(number: str) -> str:
    """`1.250.000,50`, `1 250 000`, `1,250,000.50`: what stands before the last one or two digits parts them."""
    match = _PARTED.fullmatch(number)
    whole, cents = (match[1], match[2]) if match else (number, "0")
    return f"{''.join(sign for sign in whole if sign.isdigit())}.{cents}"
