"""One run at a time, and nothing left behind by one that was killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.lock import only_one
from cli.problems import Exit, Problem

HOLDER = """
import sys, time
from pathlib import Path
from cli.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(Problem, match="another run") as caught, only_one(tmp_path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()

        with only_one(tmp_path):
            pass

    assert caught.value.code == Exit.ALREADY_RUNNING
