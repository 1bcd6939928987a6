"""
The blocks of klyngeradar.toml that describe sources, one class each.

What a block has beyond the common keys reaches the spider as its options. A source with several publishers behind one
spider overrides `parts`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from cli.table import Table


class Source(Table):
    """One source. The key belongs in the environment or in `key_file`; without a `url` the spider's own counts."""

    enabled: bool = False
    url: str = ""
    key: str | None = None
    key_file: Path | None = None
    delay: float = Field(default=1.0, ge=0)  # seconds between two requests
    overlap_days: int = Field(default=7, ge=0)  # asked for again behind the cursor, every night
    weekly_overlap_days: int = Field(default=45, ge=0)  # on Sundays
    monthly_overlap_days: int = Field(default=400, ge=0)  # on the first of a month
    first_days: int = Field(default=30, ge=1)

    def parts(self, name: str) -> Mapping[str, "Source"]:
        """What is crawled on its own, with cursor and verdict, under which name."""
        return {name: self}

    def options(self) -> dict[str, Any]:
        """What the block says beyond the common keys."""
        return self.model_dump(exclude=set(COMMON))


COMMON: Final = frozenset(Source.model_fields)


class Doffin(Source):
    """Doffin, on unless switched off."""

    enabled: bool = True


class Ted(Source):
    """TED."""


class Ocds(Source):
    """Publishers of OCDS releases."""


class Feeds(Source):
    """RSS and Atom feeds."""


class Brreg(Source):
    """The company register."""


class Sources(Table):
    """The sources by name."""

    user_agent: str | None = None
    trusted: tuple[str, ...] = ()  # host:port of an inner network that feeds and links may lead to
    doffin: Doffin = Doffin()
    ted: Ted = Ted()
    ocds: Ocds = Ocds()
    feeds: Feeds = Feeds()
    brreg: Brreg = Brreg()
