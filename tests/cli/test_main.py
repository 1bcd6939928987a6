"""How the command ends: problems and Ctrl-C with a message and a code of their own."""

import sys
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import main
from cli.problems import Exit, Problem


def ending_in(error: BaseException) -> ModuleType:
    """A module of cli/commands with one verb that raises this."""
    module: Any = ModuleType("cli.commands.ends")

    def ends() -> None:
        raise error

    module.add_to = lambda app: app.command()(ends)
    return module  # type: ignore[no-any-return]  # a module made by hand


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "klyngeradar: stopped. What was done is stored"),
        (Problem("members/x.toml: no such key", Exit.BAD_DATA), 65, "klyngeradar: members/x.toml: no such key"),
    ],
)
def test_an_end_is_told_without_a_traceback(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cli.commands.ends", ending_in(error))
    monkeypatch.setattr(main, "VERBS", {"ends": "ends"})

    done = CliRunner().invoke(main.app, ["ends"])

    assert done.exit_code == code
    assert told in done.stderr
    assert "Traceback" not in done.output


def test_a_bug_stays_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cli.commands.ends", ending_in(ZeroDivisionError()))
    monkeypatch.setattr(main, "VERBS", {"ends": "ends"})

    done = CliRunner().invoke(main.app, ["ends"])

    assert done.exit_code == 1
    assert isinstance(done.exception, ZeroDivisionError)
