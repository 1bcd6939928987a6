"""
All formats by name, and reading documents in batches through any `concurrent.futures` executor.

To add a format: one module here with a function `read(body, origin) -> tuple[Notice, ...]` that raises FormatError
alone, one line in FORMATS, one recording under tests/crawler/formats/. What describes organisations instead of notices
stands in REGISTERS and gives entries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.formats import (
    brreg,
    codice,
    doffin_detail,
    doffin_hit,
    eforms,
    feed_body,
    feed_entry,
    feed_news,
    ocds,
    own,
    ted_hit,
)
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.news import Headline
from model.notice import Notice
from model.raw import RawDocument
from model.register import RegisterEntry

Reader = Callable[[bytes, Origin], tuple[Notice, ...]]

FORMATS: Final[Mapping[str, Reader]] = {
    "eforms": eforms.read,
    "doffin-hit": doffin_hit.read,
    "doffin-detail": doffin_detail.read,
    "feed": feed_body.read,
    "feed-entry": feed_entry.read,
    "codice": codice.read,
    "own": own.read,
    "ocds": ocds.read,
    "ted-hit": ted_hit.read,
}

NEWS: Final[Mapping[str, Callable[[bytes, Origin], Headline]]] = {"feed-news": feed_news.read}
"""Formats whose documents hold a headline and no notice."""

REGISTERS: Final[Mapping[str, Callable[[bytes, Origin], tuple[RegisterEntry, ...]]]] = {"brreg": brreg.read}
"""Formats whose documents tell of organisations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one document: its notices, headlines or entries of a register, or why there are none."""

    notices: tuple[Notice, ...] = ()
    headlines: tuple[Headline, ...] = ()
    entries: tuple[RegisterEntry, ...] = ()
    refusal: str | None = None


def read(document: RawDocument) -> Reading:
    """Read one document with the format it names. Never raises for what the document holds."""
    origin = Origin(source=document.source, source_id=document.source_id, url=document.url)
    try:
        if document.format in NEWS:
            return Reading(headlines=(NEWS[document.format](document.body, origin),))
        if document.format in REGISTERS:
            return Reading(entries=REGISTERS[document.format](document.body, origin))
        reader = FORMATS.get(document.format)
        if reader is None:
            known = ", ".join([*FORMATS, *NEWS, *REGISTERS])
            return Reading(refusal=f"no format is called {document.format!r}; known are {known}")
        return Reading(notices=reader(document.body, origin))
    except FormatError as error:
        return Reading(refusal=str(error))


def parse_batch(documents: Iterable[RawDocument]) -> Sequence[Reading]:
    """Read documents one by one, in order; pure and picklable, made for `Executor.map`."""
    return [read(document) for document in documents]
