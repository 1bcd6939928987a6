"""One answer of an OCDS publisher taken apart: its releases, how it goes on, and whether it ends as it should."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from jsonpointer import JsonPointer, JsonPointerException

from crawler.formats import ocds_package
from crawler.formats.doffin_common import day
from crawler.formats.errors import FormatError
from crawler.spiders.ocds_shapes import Shape

MOST_FILES: Final = 50_000
MOST_UNPACKED: Final = 512 * 1024 * 1024
LARGEST_FILE: Final = 32 * 1024 * 1024
_BAD_ZIP: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class PageError(Exception):
    """An answer that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as it is archived; `number` is None where it cannot be told, `day` where it is not dated."""

    number: str | None
    body: bytes
    day: date | None = None

    @property
    def name(self) -> str:
        """Its number, else a name made of its bytes, under which it is kept and refused."""
        return self.number or f"unreadable-{hashlib.sha256(self.body).hexdigest()[:16]}"


@dataclass(slots=True, kw_only=True)
class Page:
    """What an answer holds: `total` is what the publisher says the span has, `following` the address that goes on."""

    releases: list[Release] = field(default_factory=list)
    total: int | None = None
    following: str | None = None
    cut: bool = False
    faults: list[str] = field(default_factory=list)


def page_of(body: bytes, url: str, shape: Shape) -> Page:
    """
    An answer's releases.

    Raises PageError where it is none: not OCDS, broken off, or a package without releases from a publisher that never
    leaves them out. Of lines and of a zip's files a bad one is kept as it is and harms only itself.
    """
    page = Page()
    rest: Mapping[str, Any] = {}
    for name, part in _parts(body, shape):
        try:
            for package in ocds_package.packages(ocds_package.decode(part, shape.encoding)):
                rest = package.rest or rest
                page.releases += _releases(package, shape)
        except FormatError as error:
            if shape.packing == "json":
                raise PageError(f"{error} ({len(body)} bytes)") from None
            page.releases.append(Release(number=None, body=part))
            page.faults.append(f"{name}: {error}")
    total = _at(rest, shape.total)
    page.total = total if isinstance(total, int) and not isinstance(total, bool) else None
    page.following = _following(rest, url, shape)
    page.cut = bool(shape.next or shape.cursor) and page.following is None and len(page.releases) >= shape.page_size
    return page


def _releases(package: ocds_package.Package, shape: Shape) -> Iterator[Release]:
    if package.releases is None:
        if not shape.empty_without_releases:
            raise FormatError("neither releases nor records")
        return
    for text in package.releases:
        body = ocds_package.alone(package.rest, text)
        try:
            release = ocds_package.load(text)
            yield Release(number=ocds_package.number(release), body=body, day=day(release.get("date")))
        except FormatError:
            yield Release(number=None, body=body)


def _parts(body: bytes, shape: Shape) -> Iterator[tuple[str, bytes]]:
    if shape.packing == "zip":
        yield from _files(body)
    elif shape.packing == "lines":
        for number, line in enumerate(body.split(b"\n"), start=1):
            if line.strip():
                yield f"line {number}", line.strip()
    else:
        yield "", body


def _files(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a zip, within bounds a bomb does not keep."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            yield from _unpacked(packed)
    except _BAD_ZIP as error:
        raise PageError(f"no zip that can be read: {type(error).__name__}") from None


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    files = [one for one in packed.infolist() if not one.is_dir()]
    if len(files) > MOST_FILES or sum(one.file_size for one in files) > MOST_UNPACKED:
        raise PageError(f"a zip of {len(files)} files, or of more than {MOST_UNPACKED // 2**20} MiB unpacked")
    for one in files:
        with packed.open(one) as opened:
            unpacked = opened.read(LARGEST_FILE + 1)
        if len(unpacked) > LARGEST_FILE:
            raise PageError(f"{one.filename[:80]!a} is larger than {LARGEST_FILE // 2**20} MiB")
        yield f"{one.filename[:80]!a}", unpacked


def _following(rest: Mapping[str, Any], url: str, shape: Shape) -> str | None:
    token = _at(rest, shape.cursor)
    if isinstance(token, str | int) and not isinstance(token, bool) and token != "":
        parts = urlsplit(url)
        query = [pair for pair in parse_qsl(parts.query) if pair[0] != shape.cursor_parameter]
        return parts._replace(query=urlencode([*query, (shape.cursor_parameter, token)])).geturl()
    links = rest.get("links")
    if isinstance(links, list):
        named = (one.get("href") for one in links if isinstance(one, dict) and one.get("rel") == "next")
        link = next(named, None) if shape.next else None
    else:
        link = _at(rest, shape.next)
    return urljoin(url, link.strip()) if isinstance(link, str) and link.strip() else None


def _at(rest: Mapping[str, Any], pointer: str | None) -> Any:
    if not pointer:
        return None
    try:
        return JsonPointer(pointer).resolve(rest)
    except (JsonPointerException, TypeError):
        return None
