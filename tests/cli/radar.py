"""Running the command as a user does: a process of its own in a folder of its own."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.shared import ROOT

PROGRAM = Path(sys.executable).with_name("klyngeradar")


@dataclass(frozen=True)
class Radar:
    """
    An installation in a folder.

    `started` says that the console script itself is to be started; else a process with its modules loaded is forked,
    which is the same but for the seconds that loading takes.
    """

    folder: Path
    started: bool = False

    def __call__(self, *arguments: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a verb and check how it ended."""
        run = _started if self.started else _forked
        done = run(self.folder, arguments, {**os.environ, **environment})
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done


def _started(folder: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _forked(folder: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        call = {
            "program": str(PROGRAM),
            "arguments": arguments,
            "folder": str(folder),
            "environment": environment,
            "out": str(out),
            "err": str(err),
        }
        nursery.stdin.write(json.dumps(call) + "\n")
        nursery.stdin.flush()
        answer = nursery.stdout.readline()
        assert answer, f"the nursery ended on {arguments}"
        return subprocess.CompletedProcess(
            [PROGRAM, *arguments],
            int(answer),
            out.read_text(encoding="utf-8"),
            err.read_text(encoding="utf-8"),
        )


@cache
def _nursery() -> subprocess.Popen[str]:
    """Lives as long as the tests: it ends when its standard input does."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
