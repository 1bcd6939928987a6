"""Member profiles as people write them: TOML files and the JSON list of `rank`, read strictly into Members."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from model import orgnr
from model.cpv import Cpv
from model.member import Capability, Contact, Member
from model.money import ValueRange
from model.nuts import Nuts
from model.toml_place import line_of

LANGUAGES: Final = ("nb", "nn", "en")
MEMBER_KEYS: Final = (
    "id", "name", "orgnr", "about", "language", "capabilities", "cpv", "regions", "value_range", "certificates",
    "exclude", "must", "contacts",
)  # fmt: skip
CAPABILITY_KEYS: Final = ("name", "words", "cpv")
CONTACT_KEYS: Final = ("email", "name", "language", "consent")
RANGE_KEYS: Final = ("min", "max", "currency")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
Value = TypeVar("Value")
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")


class ProfileError(ValueError):
    """A profile that cannot be read: `key` names the place in it, the message what is wrong and how to mend it."""

    def __init__(self, message: str, *, key: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.line = line


def from_toml(text: str, *, member_id: str) -> Member:
    """
    Read one member's TOML file; `member_id` (the file's stem) is the id unless the file names one.

    Raises ProfileError with the line where it can be told.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ProfileError(f"not valid TOML: {error}", line=int(line[1]) if line else None) from None
    try:
        return from_mapping({"id": member_id, **table})
    except ProfileError as error:
        raise ProfileError(str(error), key=error.key, line=line_of(text, error.key)) from None


def from_mapping(table: Mapping[str, Any]) -> Member:
    """Read one profile from parsed TOML or JSON. Raises ProfileError for an unknown key or a wrong value."""
    _only(table, MEMBER_KEYS, "")
    member_id = _text(table, "id")
    if not _ID.fullmatch(member_id):
        raise ProfileError(f"id {member_id!r}: use small letters, digits, '.', '_' and '-'", key="id")
    language = _text(table, "language", default="nb")
    if language not in LANGUAGES:
        raise ProfileError(f"language {language!r}: one of {', '.join(LANGUAGES)} is wanted", key="language")
    return Member(
        id=member_id,
        name=_text(table, "name"),
        orgnr=_orgnr(table),
        about=_text(table, "about", default=""),
        language=language,
        capabilities=tuple(_capability(entry, index) for index, entry in enumerate(_list(table, "capabilities"))),
        cpv=_codes(table, "cpv"),
        regions=tuple(_parsed(Nuts.parse, entry, "regions") for entry in _list(table, "regions")),
        value_range=_range(table.get("value_range")),
        certificates=_words(table, "certificates"),
        exclude=_words(table, "exclude"),
        must=_words(table, "must"),
        contacts=tuple(_contact(entry, index) for index, entry in enumerate(_list(table, "contacts"))),
    )


def _only(table: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    wanted = list(known)
    for key in table:
        if key not in wanted:
            where = f"{place}.{key}".strip(".")
            raise ProfileError(f"unknown key {key!r}; the keys here are {', '.join(wanted)}", key=where)


def _text(table: Mapping[str, Any], key: str, *, default: str | None = None, place: str = "") -> str:
    value = table.get(key, default)
    where = f"{place}.{key}".strip(".")
    if value is None:
        raise ProfileError(f"the key {key!r} is missing", key=where)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ProfileError(f"{key} must be a text in quotes and not empty, not {value!r}", key=where)
    return value.strip()


def _list(table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ProfileError(f"{key} must be a list in brackets, not {value!r}", key=key)
    return value


def _words(table: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
    where = f"{place}.{key}".strip(".")
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise ProfileError(f"{key} must be a list of texts, none of them empty, not {value!r}", key=where)
    return tuple(entry.strip() for entry in value)


def _codes(table: Mapping[str, Any], key: str, place: str = "") -> tuple[Cpv, ...]:
    where = f"{place}.{key}".strip(".")
    return tuple(_parsed(Cpv.parse, entry, where) for entry in _words(table, key, place))


def _parsed(parse: Callable[[str], Value], entry: object, key: str) -> Value:
    if not isinstance(entry, str):
        raise ProfileError(f"{entry!r} must be a text in quotes", key=key)
    try:
        return parse(entry)
    except ValueError as error:
        raise ProfileError(str(error), key=key) from None


def _orgnr(table: Mapping[str, Any]) -> str | None:
    value = table.get("orgnr")
    if value is None:
        return None
    found = orgnr.find(value if isinstance(value, str) else None)
    if found is None:
        raise ProfileError(f"orgnr {value!r}: nine digits with a right check digit, in quotes, are wanted", key="orgnr")
    return found


def _capability(entry: object, index: int) -> Capability:
    place = f"capabilities.{index}"
    if isinstance(entry, str):
        entry = {"name": entry}
    if not isinstance(entry, dict):
        raise ProfileError(f"a capability is a text or {{ name, words, cpv }}, not {entry!r}", key=place)
    _only(entry, CAPABILITY_KEYS, place)
    return Capability(
        name=_text(entry, "name", place=place), words=_words(entry, "words", place), cpv=_codes(entry, "cpv", place)
    )


def _contact(entry: object, index: int) -> Contact:
    place = f"contacts.{index}"
    if not isinstance(entry, dict):
        raise ProfileError(f"a contact is {{ email, name, language, consent }}, not {entry!r}", key=place)
    _only(entry, CONTACT_KEYS, place)
    email = _text(entry, "email", place=place)
    if not _EMAIL.fullmatch(email):
        raise ProfileError(f"{email!r} is no e-mail address", key=f"{place}.email")
    language = entry.get("language")
    if language is not None and language not in LANGUAGES:
        raise ProfileError(f"language {language!r}: one of {', '.join(LANGUAGES)}", key=f"{place}.language")
    name = _text(entry, "name", place=place) if "name" in entry else None
    consent = _text(entry, "consent", place=place) if "consent" in entry else None
    return Contact(email=email, name=name, language=language, consent=consent)


def _range(value: object) -> ValueRange | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ProfileError(f"value_range is {{ min, max, currency }}, not {value!r}", key="value_range")
    _only(value, RANGE_KEYS, "value_range")
    currency = value.get("currency", "NOK")
    if not (isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency)):
        raise ProfileError(f"currency {currency!r}: three capital letters are wanted", key="value_range.currency")
    try:
        return ValueRange(minimum=_amount(value, "min"), maximum=_amount(value, "max"), currency=currency)
    except ValueError as error:
        raise ProfileError(str(error), key="value_range") from None


def _amount(table: Mapping[str, Any], key: str) -> Decimal | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ProfileError(f"{key} must be a number, not {value!r}", key=f"value_range.{key}")
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ProfileError(f"{key} must be a number, not {value!r}", key=f"value_range.{key}") from None
    if not amount.is_finite() or amount < 0:
        raise ProfileError(f"{key} must be a number from 0 up, not {value!r}", key=f"value_range.{key}")
    return amount
