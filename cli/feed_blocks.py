"""The blocks of klyngeradar.toml that describe feeds: of tenders, and of market news."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from cli.source_block import COMMON, Expectation, PartName, Source
from cli.table import Table
from model.form import FormType


def _regex(words: str) -> str:
    try:
        re.compile(words)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return words


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
