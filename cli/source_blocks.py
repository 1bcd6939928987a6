"""
The blocks of klyngeradar.toml that describe sources, one class each.

What a block has beyond the common keys reaches the spider as its options. A source with several publishers behind one
spider overrides `parts`.
"""

from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from cli.feed_blocks import Feeds
from cli.ocds_blocks import Ocds
from cli.source_block import Source
from cli.table import Table
from model.member import Member

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
CpvBranch = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,8}$")]


class Doffin(Source):
    """Doffin, on unless switched off."""

    enabled: bool = True


class Ted(Source):
    """
    TED: all notices of `countries`, and those of `neighbours` on `branches`, which are the members' own unless set.

    Off unless switched on: what Norwegian buyers publish there stands on Doffin too, so that Doffin alone misses none
    of it, and a new installation asks one source, not two. TED adds the neighbours and a second witness.
    """

    notice_url: str = ""  # where the XML is asked for; "" is TED's own site, or `url` where that is not TED's own
    countries: tuple[Country, ...] = ("NOR",)
    neighbours: tuple[Country, ...] = ("SWE", "FIN", "DNK")
    branches: tuple[CpvBranch, ...] = ()
    xml_per_night: int = Field(default=500, ge=0)

    def suited(self, members: Callable[[], Iterable[Member]]) -> "Ted":
        """With the CPV branches of the members where none are named."""
        if self.branches or not self.neighbours:
            return self
        codes = sorted({code.code for member in members() for code in member.branches})
        return self.model_copy(update={"branches": tuple(codes)})


class Brreg(Source):
    """The company register: what it says of members, buyers and winners."""

    overlap_days: int = Field(default=1, ge=0)  # its feed of changes runs by its own clock: nothing arrives late
    weekly_overlap_days: int = Field(default=1, ge=0)
    monthly_overlap_days: int = Field(default=1, ge=0)
    days: int = Field(default=400, ge=0)  # buyers and winners of notices this recent are asked for; 0: members alone
    refresh_days: int = Field(default=30, ge=1)  # an answer older than this is asked for again, changed or not
    most: int = Field(default=500, ge=1)  # organisations asked for in one night; the others wait


class Sources(Table):
    """The sources by name."""

    user_agent: str | None = None
    trusted: tuple[str, ...] = ()  # host:port of an inner network that feeds and links may lead to
    doffin: Doffin = Doffin()
    ted: Ted = Ted()
    ocds: Ocds = Ocds()
    feeds: Feeds = Feeds()
    brreg: Brreg = Brreg()
