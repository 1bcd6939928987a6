"""Batches handed to an executor: this process alone by default, a pool of processes by setting."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from crawler.formats.registry import Reading, parse_batch
from crawler.intake import Parse
from model.raw import RawDocument


@contextmanager
def parser(workers: int) -> Iterator[Parse]:
    """A `parse_batch` that shares each batch among so many processes; with one, the plain function."""
    if workers == 1:
        yield parse_batch
        return
    # A fresh interpreter per worker: forking a process that holds database connections and threads is not sound.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def parse(documents: Sequence[RawDocument]) -> Sequence[Reading]:
            size = -(-len(documents) // workers)
            shares = [documents[start : start + size] for start in range(0, len(documents), size)]
            return [outcome for share in pool.map(parse_batch, shares) for outcome in share]

        yield parse
