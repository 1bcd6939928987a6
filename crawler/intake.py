"""From documents to stored notices: archived first, then read, then delivered, batch by batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine

from crawler.formats.registry import Reading, parse_batch
from model.raw import RawDocument
from store import archive, news, notices, register
from store.database import reading, writing

BATCH = 64
"""Documents a transaction holds: few enough to fit in memory at 32 MiB each, many enough to make a commit cheap."""

Parse = Callable[[Sequence[RawDocument]], Sequence[Reading]]
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A document kept in the archive that no notice could be made of, and why; `again`: not the first time."""

    source: str
    source_id: str
    format: str
    url: str
    reason: str
    again: bool = False


@dataclass(slots=True)
class Intake:
    """What came of the documents taken in: `outcomes` counts notices new, changed, same and older."""

    documents: int = 0
    archived: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)  # the sources' numbers of notices new or changed


def take_in(
    engine: Engine,
    documents: Iterable[RawDocument],
    *,
    seen: datetime,
    parse: Parse = parse_batch,
    step: Callable[[], None] = lambda: None,
) -> Intake:
    """
    Archive, read and store documents; `seen` (UTC) is when their notices came to our knowledge.

    Each batch is archived in a transaction of its own before anything reads it, so that a crash while reading loses
    nothing. `step` is called once per document.
    """
    intake = Intake()
    for batch in _batches(documents, BATCH):
        with writing(engine) as connection:
            kept = [archive.keep(connection, document) for document in batch]
        intake.documents += len(batch)
        intake.archived += sum(one.new for one in kept)
        _read(
            engine, [(one.id, document) for one, document in zip(kept, batch, strict=True)], seen, parse, intake, step
        )
    return intake


def reparse(
    engine: Engine, *, parse: Parse = parse_batch, step: Callable[[], None] = lambda: None, source: str | None = None
) -> Intake:
    """Read every document of the archive again, without the network; a notice keeps the day it was first seen."""
    intake = Intake()
    with reading(engine) as connection:
        ids = list(archive.walk(connection, source=source))
    for batch in _batches(ids, BATCH):
        with reading(engine) as connection:
            loaded = [(archive_id, archive.load(connection, archive_id)) for archive_id in batch]
        intake.documents += len(loaded)
        for archive_id, document in loaded:
            _read(engine, [(archive_id, document)], document.fetched_at, parse, intake, step)
    return intake


def _read(
    engine: Engine,
    documents: Sequence[tuple[int, RawDocument]],
    seen: datetime,
    parse: Parse,
    intake: Intake,
    step: Callable[[], None],
) -> None:
    readings = parse([document for _, document in documents])
    with writing(engine) as connection:
        for (archive_id, document), outcome in zip(documents, readings, strict=True):
            if outcome.refusal is not None:
                notices.deliver_document(connection, archive_id, (), seen)  # what an earlier parser made of it goes
                news.deliver_document(connection, archive_id, (), seen)
                again = archive.was_refused(connection, archive_id)
                archive.mark_refused(connection, archive_id, outcome.refusal)
                intake.refused.append(
                    Refused(
                        source=document.source,
                        source_id=document.source_id,
                        format=document.format,
                        url=document.url,
                        reason=outcome.refusal,
                        again=again,
                    )
                )
            else:
                results = [
                    one.outcome for one in notices.deliver_document(connection, archive_id, outcome.notices, seen)
                ]
                intake.outcomes.update(results)
                told = news.deliver_document(connection, archive_id, outcome.headlines, seen)
                learnt = [
                    register.record(connection, entry, fetched_at=document.fetched_at, archive_id=archive_id)
                    for entry in outcome.entries
                ]
                if told or any(learnt) or {"new", "changed"} & set(results):
                    intake.fresh.add(document.source_id)
                archive.mark_read(connection, archive_id)
            step()


def _batches(pieces: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    remaining = iter(pieces)
    while batch := list(islice(remaining, size)):
        yield batch
