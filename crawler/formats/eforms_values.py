"""Reading single values out of eForms elements: texts, dates with their own offsets, money, codes."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from lxml import etree

from model.cpv import Cpv
from model.money import Money
from model.notice import Deadline
from model.text import Text

OSLO = ZoneInfo("Europe/Oslo")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_EARLIEST, _LATEST_YEARS = 1990, 15


class Doubts:
    """What was read but is not believed, in words, each once; and the notice's own day to judge dates by."""

    def __init__(self) -> None:
        self.words: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        self.words[sentence] = None


def local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if element is not None:
        for inner in element:
            if local(inner) == name:
                yield inner


def descend(element: etree._Element | None, *names: str) -> etree._Element | None:
    for name in names:
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


child = descend


def extension(element: etree._Element | None) -> etree._Element | None:
    """The eForms extension inside an element's UBLExtensions."""
    for one in children(descend(element, "UBLExtensions"), "UBLExtension"):
        found = descend(one, "ExtensionContent", "EformsExtension")
        if found is not None:
            return found
    return None


def words(element: etree._Element | None) -> str | None:
    """Its text, blanks collapsed, NFC; None where there is none."""
    if element is None or element.text is None:
        return None
    text = " ".join(unicodedata.normalize("NFC", element.text).split())
    return text or None


def text_of(element: etree._Element | None, *names: str) -> str | None:
    return words(descend(element, *names))


def attribute(element: etree._Element | None, name: str) -> str | None:
    return None if element is None else element.get(name)


def texts(element: etree._Element | None, name: str) -> Text:
    """Every language version of a named child; line breaks of descriptions are kept."""
    found = []
    for one in children(element, name):
        raw = unicodedata.normalize("NFC", one.text or "").replace("\r\n", "\n")
        clean = "\n".join(" ".join(line.split()) for line in raw.split("\n")).strip()
        found.append((one.get("languageID") or "", clean))
    return Text.of(found)


def money(element: etree._Element | None, doubts: Doubts, what: str) -> Money | None:
    raw = words(element)
    if element is None or raw is None:
        return None
    try:
        amount = Money(Decimal(raw), (element.get("currencyID") or "").strip().upper())
    except (InvalidOperation, ValueError):
        doubts.add(f"{what}: {raw[:40]!r} {element.get('currencyID') or 'uten valuta'} er ikke et beløp")
        return None
    if amount.amount < 0 or amount.amount.adjusted() > 13:
        if amount.amount != -1:
            doubts.add(f"{what}: beløpet {raw[:40]} er ikke trolig")
        return None
    return amount


def number(element: etree._Element | None) -> int | None:
    raw = words(element)
    try:
        return int(Decimal(raw)) if raw is not None else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def codes(project: etree._Element | None, doubts: Doubts) -> tuple[Cpv, ...]:
    found = []
    for kind in ("MainCommodityClassification", "AdditionalCommodityClassification"):
        for one in children(project, kind):
            for code in children(one, "ItemClassificationCode"):
                raw = words(code)
                if raw is None:
                    continue
                try:
                    found.append(Cpv.parse(raw))
                except ValueError:
                    doubts.add(f"CPV: {raw[:40]!r} er ingen kode")
    return tuple(dict.fromkeys(found))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 18 or minutes > 59:
        return None
    return timezone(timedelta(hours=hours, minutes=minutes) * (1 if text[0] == "+" else -1))


def date_of(element: etree._Element | None) -> date | None:
    match = _DATE.fullmatch(words(element) or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def moment(day: etree._Element | None, hour: etree._Element | None) -> Deadline | None:
    """A date and a time, each zoned by itself, in UTC; a date alone is the end of that day. None where unreadable."""
    date_match = _DATE.fullmatch(words(day) or "")
    when = date_of(day)
    if date_match is None or when is None:
        return None
    time_match = _TIME.fullmatch(words(hour) or "")
    if time_match is None:
        zone = _zone(date_match[4])
        clock, alone = (23, 59, 0), True
    else:
        zone = _zone(time_match[4]) or _zone(date_match[4])
        clock, alone = (int(time_match[1]), int(time_match[2]), int(time_match[3] or 0)), False
    try:
        local_time = datetime(when.year, when.month, when.day, *clock, tzinfo=zone or OSLO)
        return Deadline(at=local_time.astimezone(UTC), date_only=alone)
    except (ValueError, OverflowError):
        return None


def deadline(period: etree._Element | None, doubts: Doubts, what: str) -> Deadline | None:
    """A time limit, believed only between 1990 and 15 years from... the notice's own dates are judged by the caller."""
    day = descend(period, "EndDate")
    if day is None:
        return None
    found = moment(day, descend(period, "EndTime"))
    if found is None or not _EARLIEST <= found.at.year <= 2099:
        doubts.add(f"{what}: {words(day)} er ingen trolig dato")
        return None
    return found
