"""Turns: work that only one process may do at a time on a database, whatever folder it was started from."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Engine, text

SENDING: Final = 0x6B6C796E68
"""The advisory lock of whoever sends letters, on PostgreSQL."""


class TakenError(Exception):
    """Another process is at it; raised by `only_sender`."""


@contextmanager
def only_sender(engine: Engine) -> Iterator[None]:
    """
    Be the only one who sends letters from this database for as long as the block runs. Raises TakenError at once.

    The kernel (SQLite: a lock on a file beside the database) or the server (PostgreSQL) lets go when the process ends,
    however it ends.
    """
    if engine.dialect.name == "postgresql":
        with _advisory(engine):
            yield
    elif engine.url.database in {None, "", ":memory:"}:
        yield
    else:
        with _file(f"{engine.url.database}.sending"):
            yield


@contextmanager
def _advisory(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": SENDING}).scalar():
            raise TakenError("another run is sending letters from this database")
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": SENDING})


@contextmanager
def _file(path: str) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TakenError(f"another run is sending letters (it holds {path})") from None
        yield
    finally:
        os.close(handle)
