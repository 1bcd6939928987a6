"""Run as a program: has the command's modules loaded, and forks a process for each call it is asked for."""

import importlib
import json
import os
import sys
from typing import Any

HEAVY = (
    "cli.main", "cli.call", "cli.post", "cli.matching", "store.database", "store.notices", "matcher.scorer",
    "crawler.intake", "digest.build", "alembic.command", "scrapy.http", "sklearn.linear_model", "mrml", "rich.progress",
)  # fmt: skip
"""What takes a second or two to load. No reactor: its descriptors may not be shared by two processes."""


def main() -> None:
    """Answer each line, a call as JSON, with a line that holds its exit code."""
    for name in HEAVY:
        importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules, "a reactor was started before the fork"
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _be(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _be(call: dict[str, Any]) -> None:
    """Become the process asked for, and never return."""
    os.setsid()
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, call["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, call["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        descriptor = os.open(name, flags, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = [call["program"], *call["arguments"]]
    code = 1
    try:
        importlib.import_module("cli.main").run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python itself ends: told, and an exit code of 1
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
