"""
The blocks of klyngeradar.toml that describe sources, one class each.

What a block has beyond the common keys reaches the spider as its options. A source with several publishers behind one
spider overrides `parts`.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from cli.table import Table
from crawler.spiders.ocds_shapes import SHAPES, shape_of
from crawler.spiders.ocds_spans import STEP
from model.form import FormType
from model.member import Member

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
CpvBranch = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,8}$")]


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


def _regex(words: str) -> str:
    try:
        re.compile(words)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return words


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


class Rule(Table):
    """Where a field stands in an entry's words: on the line that begins with a label, or by regular expression."""

    label: str = ""
    regex: str = ""
    format: str = ""  # of a deadline, as strptime writes it
    zone: str = ""  # of a deadline; Europe/Oslo without

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if bool(self.label) == bool(self.regex):
            raise ValueError("write either label or regex")
        _regex(self.regex)
        try:
            ZoneInfo(self.zone or "Europe/Oslo")
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone is called {self.zone!r}") from None
        return self


class Expectation(Table):
    """How many entries a day brings, and how that is known."""

    weekday: tuple[int, int]
    weekend: tuple[int, int]
    because: str


class Feed(Source):
    """One feed: of tenders, with what can be read out of its entries, or of market news."""

    enabled: bool = True
    kind: Literal["tenders", "news"] = "tenders"
    credit: str = ""  # who publishes it, as letters print it
    licence: str = ""
    language: str = ""  # of its words, as eForms writes it: NOR, DEU
    form: FormType = FormType.COMPETITION  # what its entries are unless `forms` says otherwise
    # stage -> regular expression on the title
    forms: dict[FormType, Annotated[str, AfterValidator(_regex)]] = Field(default_factory=dict)
    nuts: tuple[str, ...] = ()  # where the work is done where an entry does not say
    currency: str = "NOK"
    fields: dict[Literal["buyer", "place", "nuts", "deadline", "cpv", "value"], Rule] = Field(default_factory=dict)
    expected: Expectation | None = None

    def options(self) -> dict[str, Any]:
        """What the block says beyond the common keys and the defaults."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={*COMMON, "feeds"})


PartName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class Feeds(Feed):
    """RSS and Atom feeds: one by its `url` here, or several in tables of their own, [sources.feeds.feeds.NAME]."""

    enabled: bool = False
    feeds: dict[PartName, Feed] = Field(default_factory=dict)

    def parts(self, name: str) -> Mapping[str, Source]:
        """Each feed as `feeds.NAME`, with the pace and the windows of the block unless it has its own."""
        own: dict[str, Source] = {name: self} if self.url or not self.feeds else {}
        shared = ("delay", "overlap_days", "first_days")
        for part, feed in self.feeds.items():
            given = {key: getattr(self, key) for key in shared if key not in feed.model_fields_set}
            own[f"{name}.{part}"] = feed.model_copy(update={**given, "enabled": self.enabled and feed.enabled})
        return own


def _address(path: str) -> str:
    try:
        path.format(since="", until="", type="")
    except (KeyError, ValueError, IndexError):
        raise ValueError("only {since}, {until} and {type} can stand in a path") from None
    return path


def _pointer(words: str) -> str:
    if words and not words.startswith("/"):
        raise ValueError("a JSON Pointer begins with a slash, as /links/next does; empty for none")
    return words


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"no encoding is called {name!r}") from None
    return name


Pointer = Annotated[str, AfterValidator(_pointer)]


class Publisher(Source):
    """A publisher of OCDS releases: a shape by name, any key of which can be given here instead (docs/running.md)."""

    enabled: bool = True
    shape: Literal[tuple(SHAPES)] | None = None  # type: ignore[valid-type]  # the names are data
    path: Annotated[str, AfterValidator(_address)] | None = None
    step: (
        Annotated[str, StringConstraints(pattern=STEP.pattern.replace("?P<number>", "").replace("?P<unit>", ""))] | None
    ) = None
    moments: str | None = None
    types: tuple[str, ...] | None = None
    packing: Literal["json", "lines", "zip"] | None = None
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    next: Pointer | None = None
    cursor: Pointer | None = None
    cursor_parameter: str | None = None
    page_size: int | None = Field(default=None, ge=1)
    total: Pointer | None = None
    empty_without_releases: bool | None = None
    pages_shift: bool | None = None
    busy: dict[int, float] | None = None  # statuses that say "too many requests" -> seconds to wait
    longest_wait: float | None = Field(default=None, ge=0)
    key_header: str | None = None
    credit: str | None = None  # who publishes it, as letters print it
    licence: str | None = None
    expected: Expectation | None = None

    def options(self) -> dict[str, Any]:
        """What the block says beyond the common keys."""
        return self.model_dump(exclude_none=True, exclude={*COMMON, "publishers"})

    def resolved(self) -> Self:
        """The block with what its shape says in place of what it does not say itself."""
        shape = shape_of(self.options())
        known = ("url", "delay", "first_days", "monthly_overlap_days", "credit", "licence")
        return self.model_copy(
            update={key: value for key in known if (value := getattr(shape, key)) and key not in self.model_fields_set}
        )


class Ocds(Publisher):
    """Publishers of OCDS: one described here, or several in tables of their own, [sources.ocds.publishers.NAME]."""

    enabled: bool = False
    publishers: dict[PartName, Publisher] = Field(default_factory=dict)

    def parts(self, name: str) -> Mapping[str, Source]:
        """Each publisher as `ocds.NAME`, at its own pace."""
        own: dict[str, Source] = {name: self.resolved()} if self.url or self.shape or not self.publishers else {}
        for part, publisher in self.publishers.items():
            on = self.enabled and publisher.enabled
            own[f"{name}.{part}"] = publisher.resolved().model_copy(update={"enabled": on})
        return own


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
