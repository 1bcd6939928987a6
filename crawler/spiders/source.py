"""
SourceSpider: what every source's spider is made of.

To add a source: a module here with one class, its docstring under the fixed headings (Publisher, Access, Format,
Licence, Quirks, History), its `documents`, and its answers in the demo portal. It is found by itself.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Protocol

from scrapy import Spider

from crawler.addresses import authority
from crawler.spiders.fetch import Fetcher, FetchError
from crawler.spiders.window import FilterIgnoredError, Window
from crawler.verdict import Tally
from model.raw import RawDocument
from model.validator import Validator


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many notices a day brings, and how we know; outside it somebody should look."""

    weekday: tuple[int, int]
    weekend: tuple[int, int]
    because: str


class Archive(Protocol):
    """What a spider may ask of what is stored already, so that a source is asked for nothing twice."""

    def has(self, source_id: str, format_: str) -> bool:
        """Whether a document of this format is kept under the source's number."""

    def holds(self, document: RawDocument) -> bool:
        """Whether this very document, byte for byte, is kept."""

    def validator(self, url: str) -> Validator | None:
        """What is remembered of the address's last answer whose contents are all stored."""

    def lacking(self, listed: str, behind: str) -> Sequence[str]:
        """The source's numbers kept in the format `listed`, oldest first, with nothing in the format `behind`."""


class NothingKept:
    """The archive of a crawl that stores nothing."""

    def has(self, source_id: str, format_: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Never."""
        return False

    def holds(self, document: RawDocument) -> bool:  # noqa: ARG002 - the protocol's signature
        """Never."""
        return False

    def validator(self, url: str) -> Validator | None:  # noqa: ARG002 - the protocol's signature
        """Never any."""
        return None

    def lacking(self, listed: str, behind: str) -> Sequence[str]:  # noqa: ARG002 - the protocol's signature
        """None."""
        return ()


class SourceSpider(Spider):
    """
    One source's walk: `documents` yields what the source has for a window, every doubt goes into the tally.

    Settings under the spider's name in capitals: `<NAME>_URL`, `<NAME>_KEY` and `<NAME>_OPTIONS` (the rest of its block
    in klyngeradar.toml, a mapping). `source` is what its documents are kept under: the spider's name, or for one of
    several publishers behind one spider `<name>.<publisher>`.
    """

    expected: ClassVar[Expected]
    title: ClassVar[str]  # what readers of letters know the source by
    credit: ClassVar[str]  # what its licence wants said; "" where each publisher's block says it
    url: ClassVar[str]
    busy: ClassVar[Mapping[int, float]] = {}  # statuses that say "too many requests" here -> seconds to wait

    def __init__(
        self, since: str | None = None, until: str | None = None, source: str | None = None, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.tally = Tally()
        self.source = source or self.name
        today = datetime.now(UTC).date()
        self.until = date.fromisoformat(until) if until else today
        self.since = date.fromisoformat(since) if since else self.until - timedelta(days=7)
        self.archive: Archive = NothingKept()
        self.validators: list[Validator] = []  # of answers read to their end; remembered when the crawl is COMPLETE
        self._fetcher: Fetcher | None = None

    async def start(self) -> AsyncIterator[RawDocument]:
        """Every document of the window; what ends the walk early is a loss in the tally."""
        try:
            async for document in self.documents(Window(since=self.since, until=self.until)):
                yield document
        except FilterIgnoredError as error:
            self.tally.lose(f"the filter is ignored: {error}")
        except FetchError as error:
            self.tally.lose(str(error))
        except Exception as error:
            self.logger.exception("%s: the walk ended in an error of the program", self.source)
            self.tally.lose(f"an error of the program: {type(error).__name__}: {str(error)[:200]}")

    def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """
        The documents the source has for the window, those it lists before those behind them.

        Promises, lists and loses in `tally`; FilterIgnoredError and FetchError may escape and end the walk.
        """
        raise NotImplementedError

    @property
    def access_name(self) -> str:
        """By which of its ways the source is read, for the report."""
        return ""

    @property
    def fetcher(self) -> Fetcher:
        """Makes this spider's requests, one after the other."""
        if self._fetcher is None:
            settings = self.settings
            self._fetcher = Fetcher(
                self,
                attempts=settings.getint("ATTEMPTS"),
                longest_wait=settings.getfloat("RETRY_AFTER_MOST"),
                trusted=self.trusted,
                busy=self.busy,
            )
        return self._fetcher

    @property
    def trusted(self) -> Collection[str]:
        """
        Authorities that may be asked though they are not public: those the operator named, and the source's own.

        A spider whose address comes from others than the operator gives `KLYNGERADAR_TRUSTED` alone.
        """
        return {*self.settings.getlist("KLYNGERADAR_TRUSTED"), authority(self.base_url)}

    @property
    def base_url(self) -> str:
        """Scheme, host and any prefix before the contract's paths, without a slash at the end."""
        return str(self.settings.get(self._setting("URL")) or self.url).rstrip("/")

    @property
    def key(self) -> str | None:
        """The source's key, where it has one and one is set."""
        found = self.settings.get(self._setting("KEY"))
        return str(found) if found else None

    @property
    def options(self) -> dict[str, Any]:
        """What else its block in klyngeradar.toml says."""
        return dict(self.settings.getdict(self._setting("OPTIONS")))

    def now(self) -> datetime:
        """The run's clock (UTC), else the wall clock."""
        given = self.settings.get("KLYNGERADAR_NOW")
        return given if isinstance(given, datetime) else datetime.now(UTC).replace(microsecond=0)

    def _setting(self, what: str) -> str:
        return f"{self.name.upper()}_{what}"
