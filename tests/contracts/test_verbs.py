"""Every verb is documented, and no document names a verb that is not there."""

import re
from typing import Any

import pytest
from typer.main import get_command

from cli.main import app
from tests.shared import ROOT

FIXED = {
    "init",
    "nightly",
    "crawl",
    "reparse",
    "match",
    "rank",
    "evaluate",
    "jointbids",
    "digest build",
    "digest preview",
    "digest approve",
    "digest send",
    "digest outbox",
    "members check",
    "members import",
    "members list",
    "notices show",
    "notices release",
    "doctor sources",
    "export notices",
    "export matches",
    "export ocds",
    "doctor",
    "backup",
    "restore",
    "demo",
}
"""The verbs of the design that this version has; other programs rely on their names."""

LATER = {"dashboard", "purge", "codes update", "users add"}
"""Fixed names that are not built yet; a verb moves up from here when it is."""

DOCUMENTS = ("README.md", "docs/running.md")


def commands() -> dict[str, Any]:
    group: Any = get_command(app)
    return {name: group.get_command(None, name) for name in group.list_commands(None)}


def verbs() -> set[str]:
    found = set()
    for name, command in commands().items():
        inner = getattr(command, "commands", None)
        found |= {f"{name} {verb}" for verb in inner or ()}
        if not inner or command.invoke_without_command:
            found.add(name)
    return found


def test_every_fixed_name_is_a_verb() -> None:
    assert verbs() >= FIXED
    assert not verbs() & LATER


def test_every_verb_says_what_it_does() -> None:
    for name, command in commands().items():
        for verb in [command, *getattr(command, "commands", {}).values()]:
            assert verb.help, f"{name}: {verb.name} has no help"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_names_a_verb_that_is_not_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"klyngeradar ([a-z]+)", text))

    assert named <= {verb.split()[0] for verb in verbs()}


def test_running_md_names_every_verb() -> None:
    text = (ROOT / "docs/running.md").read_text(encoding="utf-8")

    missing = [verb for verb in verbs() if not re.search(rf"[`\s]{verb}\b", text)]

    assert missing == []
