"""One run at a time: a lock the kernel lets go of when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.problems import Exit, Problem

NAME = ".klyngeradar.lock"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """
    Hold the folder's lock for as long as the block runs.

    Raises Problem (75) at once where another run holds it. The file stays and means nothing by itself: it is the
    kernel's lock on it that counts (flock), so a killed run leaves nothing behind to clear away.
    """
    path = folder / NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Problem(f"{path}: the lock cannot be opened: {error.strerror}", Exit.BAD_CONFIGURATION) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                f"another run is at work here (it holds {path}); try again later", Exit.ALREADY_RUNNING
            ) from None
        yield
    finally:
        os.close(handle)
