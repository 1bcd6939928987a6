"""The body of a feed: whether it is one at all, and its entries, by feedparser, or by lxml where they hold XML."""

import calendar
import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any, Final
from urllib.parse import urljoin

import feedparser
from lxml import etree
from lxml.etree import _Element as Element

from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Entry, Page
from crawler.formats.origin import Origin
from model.notice import Notice

LARGEST: Final = 8 * 1024 * 1024
"""Bytes, unpacked. PLACSP's pages of 500 entries have some 5 MiB."""

LONGEST: Final = 100_000
"""Characters of one entry's text that are kept."""

_HEAD: Final = 64 * 1024
_GZIP: Final = b"\x1f\x8b"
_ROOTS: Final = frozenset({b"rss", b"feed", b"rdf"})
_START: Final = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_END: Final = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>$", re.IGNORECASE)
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False, collect_ids=False
)


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:  # noqa: ARG001 - a format's signature
    """No notice: they are read from its entries, archived one by one. Raises FormatError for what is no feed."""
    opened(body)
    return ()


def opened(body: bytes) -> bytes:
    """
    The feed's own bytes, unpacked where a server sends gzip without saying so.

    Raises FormatError for an empty body, HTML and other documents, declared entities, and what is too large.
    """
    text = _unpacked(body).lstrip()
    if not text:
        raise FormatError("the body is empty, which no feed is")
    head = _without_comments(text[:_HEAD].replace(b"\0", b""))
    start = _START.search(head)
    if start is None:
        raise FormatError("not a feed: no element in it")
    if b"<!ENTITY" in head[: start.start()].upper():
        raise FormatError("the feed declares entities, which no feed needs")
    root = start[2].lower()
    if root not in _ROOTS:
        raise FormatError(f"not a feed: {'HTML' if root == b'html' else 'the root element is ' + root.decode()[:40]}")
    return text


def split(body: bytes, *, url: str, content_type: str = "") -> Page:
    """The page's entries. Raises FormatError where it is no feed or more than one; feedparser may raise anything."""
    text = opened(body)
    root = _tree(text)
    if root is not None and len(root.findall("channel")) > 1:
        raise FormatError("two channels in one feed: which of them is meant cannot be told")
    if root is not None and next(root.iter("{*}ContractFolderStatus"), None) is not None:
        return _structured(root, url)
    headers = {"content-type": content_type} if content_type else {}
    # Markup is sanitised once, where words are made of it (html_text); addresses are made whole by the spider.
    plainly = {"resolve_relative_uris": False, "sanitize_html": False}
    parsed = feedparser.parse(io.BytesIO(text), response_headers=headers, **plainly)
    whole = root is not None or _ends(text)
    entries = tuple(map(_entry, parsed.entries if whole else parsed.entries[:-1]))
    losses = [] if whole else ["the feed breaks off before its end"]
    fault = parsed.get("bozo_exception")
    if fault is not None and not parsed.entries and root is None:
        losses.append("not well-formed XML, and no entry could be made out")
    links = (link for link in parsed.feed.get("links", ()) if link.get("rel") == "next")
    return Page(
        entries=tuple(entry for entry in entries if entry.title or entry.link),
        gone=() if root is None else tuple(_gone(root)),
        next=next((urljoin(url, link["href"]) for link in links if link.get("href")), None),
        losses=tuple(losses),
        notes=tuple(_odd(fault, entries)),
    )


def _odd(fault: Exception | None, entries: tuple[Entry, ...]) -> Iterator[str]:
    if fault is not None:
        yield f"the feed is not sound ({type(fault).__name__}); its entries were read all the same"
    bare = sum(not (entry.title or entry.link) for entry in entries)
    if bare:
        yield f"{bare} entries with neither title nor link were left out"


def _unpacked(body: bytes) -> bytes:
    if len(body) > LARGEST:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB")
    if not body.startswith(_GZIP):
        return body
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = engine.decompress(body, LARGEST)
    except zlib.error:
        raise FormatError("packed with gzip, and cannot be unpacked") from None
    if engine.unconsumed_tail:
        raise FormatError(f"larger than {LARGEST // 2**20} MiB when unpacked")
    if not engine.eof:
        raise FormatError("packed with gzip, and breaks off")
    return text


def _without_comments(text: bytes) -> bytes:
    kept, position = [], 0
    while (start := text.find(b"<!--", position)) >= 0:
        kept.append(text[position:start])
        end = text.find(b"-->", start)
        if end < 0:
            return b"".join(kept)
        position = end + 3
    return b"".join([*kept, text[position:]])


def _ends(text: bytes) -> bool:
    tail = text[-_HEAD:].replace(b"\0", b"").rstrip()
    while tail.endswith(b"-->") and b"<!--" in tail:
        tail = tail[: tail.rindex(b"<!--")].rstrip()
    return _END.search(tail) is not None


def _tree(text: bytes) -> Element | None:
    try:
        return etree.fromstring(text, _PARSER)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def _entry(found: Any) -> Entry:
    texts = [str(one.get("value") or "") for one in found.get("content", ())] + [str(found.get("summary") or "")]
    return Entry(
        guid=str(found.get("id") or "").strip()[:2000],
        link=str(found.get("link") or "").strip()[:2000],
        title=str(found.get("title") or "")[:LONGEST],
        summary=max(texts, key=len)[:LONGEST],
        published=_time(dict.get(found, "published_parsed")),
        updated=_time(dict.get(found, "updated_parsed")),  # past feedparser's own get, which falls back to published
    )


def _time(parsed: struct_time | None) -> str | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _structured(root: Element, url: str) -> Page:
    links = (link.get("href") for link in root.findall("{*}link") if link.get("rel") == "next")
    entries = (
        Entry(
            guid=(entry.findtext("{*}id") or "").strip(),
            link=next((link.get("href") or "" for link in entry.findall("{*}link")), ""),
            title=(entry.findtext("{*}title") or "").strip(),
            updated=_moment(entry.findtext("{*}updated")),
            xml=_written(entry),
        )
        for entry in root.findall("{*}entry")
    )
    return Page(
        entries=tuple(entries),
        gone=tuple(_gone(root)),
        next=next((urljoin(url, href) for href in links if href), None),
    )


def _gone(root: Element) -> Iterator[Entry]:
    for element in root.findall("{*}deleted-entry"):
        reference = (element.get("ref") or "").strip()
        if reference:
            yield Entry(guid=reference, updated=_moment(element.get("when")), xml=_written(element))


def _written(element: Element) -> str:
    return etree.tostring(element, method="c14n", with_comments=False, with_tail=False).decode("utf-8")


def _moment(words: str | None) -> str | None:
    try:
        found = datetime.fromisoformat((words or "").strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None
