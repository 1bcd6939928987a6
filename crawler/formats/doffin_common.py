"""What Doffin's JSON documents share: types, dates, places, organisations, and reading JSON that may be anything."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from crawler.formats.errors import FormatError
from model import orgnr
from model.cpv import Cpv, leaves
from model.form import FormType
from model.money import Money
from model.notice import Deadline, Place
from model.nuts import ANYWHERE, Nuts
from model.organisation import Organisation

LARGEST: Final = 8 * 1024 * 1024
OSLO: Final = ZoneInfo("Europe/Oslo")

TYPES: Final[Mapping[str, FormType]] = {
    "ANNOUNCEMENT_OF_COMPETITION": FormType.COMPETITION,
    "DYNAMIC_PURCHASING_SCHEME": FormType.COMPETITION,
    "QUALIFICATION_SCHEME": FormType.COMPETITION,
    "PRE_ANNOUNCEMENT": FormType.PLANNING,
    "ADVISORY_NOTICE": FormType.PLANNING,
    "NOTICE_ON_BUYER_PROFILE": FormType.PLANNING,
    "ANNOUNCEMENT_OF_INTENT": FormType.INTENT,  # names a supplier, is no award
    "ANNOUNCEMENT_OF_CONCLUSION_OF_CONTRACT": FormType.RESULT,
    "CANCELLED_OR_MISSING_CONCLUSION_OF_CONTRACT": FormType.CANCELLATION,
    "CHANGE_OF_CONCLUSION_OF_CONTRACT": FormType.MODIFICATION,
}
"""Doffin's `type` (never `allTypes`, which carries roll-ups) -> the stage."""


def load(body: bytes) -> dict[str, Any]:
    """The JSON object in a document. Raises FormatError for anything else."""
    if len(body) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB")
    try:
        value = json.loads(body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {type(error).__name__}") from None
    if not isinstance(value, dict):
        raise FormatError(f"a JSON object is expected, not a {type(value).__name__}")
    return value


def words(value: object) -> str:
    """A text value with line ends made plain; anything else is no text and gives ""."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def rows(value: object) -> Sequence[Mapping[str, Any]]:
    """The objects in a list value."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts in a list value."""
    return [words(one) for one in value if words(one)] if isinstance(value, list) else []


def form_of(type_: object, warnings: list[str]) -> FormType:
    """The stage of a `type`; an unknown one is told."""
    form = TYPES.get(words(type_), FormType.UNKNOWN)
    if form is FormType.UNKNOWN:
        warnings.append(f"unknown Doffin type {words(type_)[:60]!r}")
    return form


def codes(value: object, warnings: list[str]) -> tuple[Cpv, ...]:
    """CPV codes reduced to leaves: search hits list every ancestor of each code."""
    found = []
    for text in texts(value):
        try:
            found.append(Cpv.parse(text))
        except ValueError:
            warnings.append(f"CPV {text[:20]!r} is no code")
    return leaves(found)


def places(value: object, warnings: list[str]) -> tuple[Place, ...]:
    """Places of performance by NUTS code, or `anyw`."""
    found = []
    for text in texts(value):
        if text in ANYWHERE:
            found.append(Place(anywhere=text))
            continue
        try:
            found.append(Place(nuts=Nuts.parse(text)))
        except ValueError:
            warnings.append(f"place {text[:20]!r} is no NUTS code")
    return tuple(dict.fromkeys(found))


def organisations(value: object) -> tuple[Organisation, ...]:
    """Buyers or winners, each once."""
    found = []
    for row in rows(value):
        raw = words(row.get("organizationId")) or None
        name = words(row.get("name"))
        if name or raw:
            found.append(Organisation(name=name, orgnr=orgnr.find(raw) or orgnr.find(name), raw_id=raw))
    return tuple(dict.fromkeys(found))


def amount(value: object) -> Money | None:
    """`{currencyCode|code, amount}`; zero stands for a value not published."""
    if not isinstance(value, dict):
        return None
    number, currency = value.get("amount"), words(value.get("currencyCode") or value.get("code")) or "NOK"
    if isinstance(number, bool) or not isinstance(number, int | float | str):
        return None
    try:
        money = Money(Decimal(str(number)), currency.upper())
    except (InvalidOperation, ValueError):
        return None
    return money if 0 < money.amount < Decimal(10) ** 14 else None


def moment(value: object) -> datetime | None:
    """An ISO time as UTC; one without an offset is UTC as well, as the API's own times are."""
    text = words(value)
    try:
        parsed = datetime.fromisoformat(text) if "T" in text else None
        return None if parsed is None else (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(value: object) -> date | None:
    """The day of an ISO date or time, in Oslo."""
    text = words(value)
    when = moment(text)
    if when is not None:
        return when.astimezone(OSLO).date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def published(value: object, warnings: list[str]) -> date | None:
    """The day of publication; what is there and is no day is told."""
    found = day(value)
    if found is None and value not in (None, ""):
        warnings.append(f"the day of publication {str(value)[:30]!r} cannot be read")
    return found


def deadline(value: object, warnings: list[str]) -> Deadline | None:
    """A deadline; midnight UTC or a bare date stands for the end of that day. A year no tender has is not believed."""
    text = words(value)
    if not text:
        return None
    when = moment(text)
    alone = when is None or when.time() == time(0, 0)
    on = when.date() if when is not None else day(text)
    if on is None or not 1990 <= on.year <= 2099:
        warnings.append(f"deadline {text[:30]!r} is not believed")
        return None
    if alone or when is None:
        end = datetime.combine(on + timedelta(days=1), time(0), tzinfo=OSLO) - timedelta(minutes=1)
        return Deadline(at=end.astimezone(UTC), date_only=True)
    return Deadline(at=when.replace(microsecond=0))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(values))
