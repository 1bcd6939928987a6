"""The walls of the house stand: each import contract is broken on purpose in a copy, and must be found broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

ROOMS = ("model", "store", "crawler", "matcher", "digest", "cli", "demo")
BREAKS = {
    "model-reaches-up": ("model/broken.py", "import store.database\n"),
    "store-reaches-up": ("store/broken.py", "import crawler.formats.origin\n"),
    "worker-knows-worker": ("digest/broken.py", "import matcher\n"),
    "worker-knows-the-command-line": ("crawler/broken.py", "import cli.problems\n"),
    "pure-room-knows-scrapy": ("crawler/formats/broken.py", "import scrapy\n"),
    "pure-room-knows-sql-by-detour": ("matcher/broken.py", "import store.database\n"),
    "sections-know-the-post": ("digest/sections/broken.py", "import smtplib\n"),
    "vocabulary-needs-a-library": ("model/broken.py", "import lxml.etree\n"),
    "demo-shares-with-its-readers": ("demo/broken.py", "import model.cpv\n"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as run; run()"
    environment = {**os.environ, "PYTHONPATH": str(house)}
    arguments = [sys.executable, "-P", "-c", program, "--no-cache"]
    return subprocess.run(arguments, cwd=house, env=environment, capture_output=True, text=True, check=False)


def test_the_house_as_it_stands_keeps_its_contracts(house: Path) -> None:
    outcome = lint_imports(house)

    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("break_", BREAKS)
def test_a_wall_broken_on_purpose_is_found(house: Path, break_: str) -> None:
    place, line = BREAKS[break_]
    path = house / place
    path.write_text(f'"""Breaks a contract."""\n\n{line}', encoding="utf-8")

    try:
        outcome = lint_imports(house)
    finally:
        path.unlink()

    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout
