"""
All formats by name, and reading documents in batches through any `concurrent.futures` executor.

To add a format: one module here with a function `read(body, origin) -> tuple[Notice, ...]` that raises FormatError
alone, one line in FORMATS, one recording under tests/crawler/formats/.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.formats import doffin_detail, doffin_hit, eforms
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.notice import Notice
from model.raw import RawDocument

Reader = Callable[[bytes, Origin], tuple[Notice, ...]]

FORMATS: Final[Mapping[str, Reader]] = {
    "eforms": eforms.read,
    "doffin-hit": doffin_hit.read,
    "doffin-detail": doffin_detail.read,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one document: its notices, or why there are none."""

    notices: tuple[Notice, ...] = ()
    refusal: str | None = None


def read(document: RawDocument) -> Reading:
    """Read one document with the format it names. Never raises for what the document holds."""
    reader = FORMATS.get(document.format)
    if reader is None:
        return Reading(refusal=f"no format is called {document.format!r}; known are {', '.join(FORMATS)}")
    origin = Origin(source=document.source, source_id=document.source_id, url=document.url)
    try:
        return Reading(notices=reader(document.body, origin))
    except FormatError as error:
        return Reading(refusal=str(error))


def parse_batch(documents: Iterable[RawDocument]) -> Sequence[Reading]:
    """Read documents one by one, in order; pure and picklable, made for `Executor.map`."""
    return [read(document) for document in documents]
