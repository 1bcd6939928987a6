"""What verbs print: JSON for programs, plain lines for people and logs, a bar only where somebody watches."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def as_json(value: Any) -> str:
    """JSON as other programs read it: one document, dates and enums as text, Norwegian letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


class Step(Protocol):
    """Says that one more piece of work is done."""

    def __call__(self) -> None: ...


@contextmanager
def progress(what: str, total: int | None, *, every: int = 1000) -> Iterator[Step]:
    """A progress bar on a terminal; elsewhere (cron) a plain line for every `every` pieces."""
    if sys.stderr.isatty():
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda: bar.advance(task)
        return
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % every == 0:
            print(f"{what}: {done}{f' of {total}' if total else ''}", file=sys.stderr, flush=True)  # noqa: T201 - a log line for cron

    yield step
