"""Where the real notices lie that tests read in place; they are other people's and never copied into the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """A path under ../shared (or KLYNGERADAR_SHARED); skips the test where the folder is missing."""
    base = Path(os.environ.get("KLYNGERADAR_SHARED", ROOT.parent / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is missing: set KLYNGERADAR_SHARED to the folder of real notices to run this test")
    return path
