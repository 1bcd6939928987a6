"""The blocks of klyngeradar.toml that describe publishers of OCDS releases."""

import codecs
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from cli.source_block import COMMON, Expectation, PartName, Source
from crawler.spiders.ocds_shapes import SHAPES, shape_of
from crawler.spiders.ocds_spans import STEP


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
