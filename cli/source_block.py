"""What every block of klyngeradar.toml that describes a source has, and how it is crawled in parts."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from cli.table import Table
from model.member import Member

PartName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


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

    def suited(self, members: Callable[[], Iterable[Member]]) -> "Source":  # noqa: ARG002 - most need none
        """The block with what depends on the members filled in; they are read only where it does."""
        return self

    def parts(self, name: str) -> Mapping[str, "Source"]:
        """What is crawled on its own, with cursor and verdict, under which name."""
        return {name: self}

    def options(self) -> dict[str, Any]:
        """What the block says beyond the common keys."""
        return self.model_dump(exclude=set(COMMON))


COMMON: Final = frozenset(Source.model_fields)


class Expectation(Table):
    """How many entries a day brings, and how that is known."""

    weekday: tuple[int, int]
    weekend: tuple[int, int]
    because: str
