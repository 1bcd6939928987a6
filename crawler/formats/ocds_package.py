"""
OCDS packages taken apart: release packages, record packages, single releases; whole, one a line, or one after another.

A release is cut out of its package as it is written, so that what is archived is the publisher's own text. Read after
the Open Contracting Data Standard 1.1 and what publishers send: numbers no JSON has (`1e9999`, `350 000`, `000`),
bytes that are no UTF-8, packages without a list of releases.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from crawler.formats.errors import FormatError

LARGEST: Final = 256 * 1024 * 1024
LONGEST_NUMBER: Final = 180
"""Characters of a release's number kept as they are; a database index holds no name of thousands."""

META: Final = ("publisher", "license", "publicationPolicy", "version")
"""What is kept of a package with each of its releases; the rest (`uri`, `publishedDate`) differs from call to call."""

_LISTS: Final = frozenset({"releases", "records"})
_COMPILED: Final = "compiledRelease"
_BLANK: Final = re.compile(r"[ \t\r\n\x1e]*")
_LOOSE: Final = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|(?<=[:,\[\s])(?:\d{1,3}(?: \d{3})+|0+\d+)(?:\.\d+)?(?=\s*[,}\]])', re.DOTALL
)
_LONG_INTEGER: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """
    A package: `releases` as JSON text, None where it has no list of them; `rest` is everything else it says.

    A record gives its releases where they are whole, else its compiled release.
    """

    releases: tuple[str, ...] | None
    rest: Mapping[str, Any] = field(default_factory=dict)


def decode(body: bytes, encoding: str = "iso-8859-1") -> str:
    """The text: UTF-8, else the encoding the publisher is known for (which any bytes are)."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode(encoding, "replace")


def packages(text: str) -> Iterator[Package]:
    """
    The packages of a document, one after another. Raises FormatError where it is none, or ends in the middle.

    A document that holds numbers as people write them is mended first; no other fault is.
    """
    if len(text) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB")
    try:
        found = list(_Scanner(text).documents())
    except ValueError:
        mended = _LOOSE.sub(_plain, text)
        if mended == text:
            raise FormatError("not JSON, or cut short") from None
        found = list(_strict(mended))
    except RecursionError:
        raise FormatError("not JSON: nested too deeply") from None
    if not found:
        raise FormatError("an empty document")
    yield from found


def load(text: str) -> dict[str, Any]:
    """A release as data, its fractions exact. Raises FormatError for anything but an object."""
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise FormatError("a release that is not JSON") from None
    if not isinstance(value, dict):
        raise FormatError(f"a release is an object, not a {type(value).__name__}")
    return value


def alone(rest: Mapping[str, Any], release: str) -> bytes:
    """A package of one release, with its publisher and licence: what is archived of it."""
    meta = json.dumps({name: rest[name] for name in META if name in rest}, default=str, sort_keys=True)[:-1]
    return f'{meta}{", " if len(meta) > 1 else ""}"releases": [{release}]}}'.encode("utf-8", "replace")


def number(release: Mapping[str, Any]) -> str:
    """
    The release's number at its publisher: (ocid, id) is one release.

    Where it has no id (Scotland), its day and a hash of what it says. Raises FormatError without an ocid.
    """
    ocid, own = release.get("ocid"), release.get("id")
    if not isinstance(ocid, str) or not ocid.strip():
        raise FormatError("a release without an ocid")
    ocid = ocid.strip()
    if isinstance(own, int) and not isinstance(own, bool):
        own = str(own)
    if isinstance(own, str) and own.strip():
        own = own.strip()
        return _short(own if own.startswith(ocid) else f"{ocid}/{own}")
    said = json.dumps(release, default=str, sort_keys=True).encode()
    return _short(f"{ocid}/{str(release.get('date', ''))[:10]}-{hashlib.sha256(said).hexdigest()[:12]}")


def _short(name: str) -> str:
    if len(name) <= LONGEST_NUMBER:
        return name
    return f"{name[:100]}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _strict(text: str) -> Iterator[Package]:
    try:
        yield from _Scanner(text).documents()
    except (ValueError, RecursionError):
        raise FormatError("not JSON, or cut short") from None


def _plain(match: re.Match[str]) -> str:
    found = match[0]
    if found.startswith('"'):
        return found
    whole, point, rest = found.replace(" ", "").partition(".")
    return f"{whole.lstrip('0') or '0'}{point}{rest}"


def _fraction(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _integer(text: str) -> int | Decimal | None:
    return int(text) if len(text) < _LONG_INTEGER else _fraction(text)


_DECODER: Final = json.JSONDecoder(
    strict=False, parse_float=_fraction, parse_int=_integer, parse_constant=lambda _: None
)


class _Scanner:
    """Walks a text value by value, remembering where each began. Raises ValueError where it is no JSON."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def documents(self) -> Iterator[Package]:
        """Every package of the text; lists of packages are opened."""
        while self._next():
            yield from self._document()

    def parts(self) -> dict[str, list[str]]:
        """The lists of the object the text holds."""
        return self._object()[1] if self._next() == "{" else {}

    def _document(self) -> Iterator[Package]:
        if self._next() == "{":
            start = self._at
            rest, lists = self._object()
            yield from _of(rest, lists, self._text[start : self._at])
        elif self._next() == "[":
            for text in self._list():
                yield from _Scanner(text).documents()
        else:
            raise ValueError("neither an object nor a list")

    def _object(self) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """The object here: its values, and of its lists of releases or records each element's text."""
        rest: dict[str, Any] = {}
        lists: dict[str, list[str]] = {}
        self._take("{")
        while self._next() != "}":
            key = self._value()
            self._take(":")
            if key in _LISTS and self._next() == "[":
                lists[key] = self._list()
            elif key == _COMPILED and self._next() == "{":
                lists[key] = [self._slice()]
            else:
                rest[str(key)] = self._value()
            if self._next() != "}":
                self._take(",")
        self._take("}")
        return rest, lists

    def _list(self) -> list[str]:
        found = []
        self._take("[")
        while self._next() != "]":
            found.append(self._slice())
            if self._next() != "]":
                self._take(",")
        self._take("]")
        return found

    def _slice(self) -> str:
        self._next()
        start = self._at
        self._value()
        return self._text[start : self._at]

    def _next(self) -> str:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(f"{sign} is expected")
        self._at += 1

    def _value(self) -> Any:
        self._next()
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value


def _of(rest: dict[str, Any], lists: Mapping[str, list[str]], text: str) -> Iterator[Package]:
    if "records" in lists:
        records = (_Scanner(record).parts() for record in lists["records"])
        yield Package(rest=rest, releases=tuple(release for record in records for release in _of_record(record)))
    elif "ocid" in rest and (_COMPILED in lists or "releases" in lists):
        yield Package(releases=tuple(_of_record(lists)))
    elif "ocid" in rest:
        yield Package(releases=(text,))
    elif "releases" in lists:
        yield Package(rest=rest, releases=tuple(lists["releases"]))
    else:
        yield Package(rest=rest, releases=None)


def _of_record(lists: Mapping[str, list[str]]) -> list[str]:
    """The releases of a record where they are whole (a linked release is an address alone), else the compiled one."""
    whole = [one for one in lists.get("releases", []) if "ocid" in load(one)]
    return whole or lists.get(_COMPILED, [])
