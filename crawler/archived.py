"""What is archived of one source, for its spider to ask: by number and format from one look, by bytes each time."""

from collections.abc import Sequence

from sqlalchemy import Engine

from model.raw import RawDocument
from model.validator import Validator
from store import archive, validators
from store.database import reading


class Archived:
    """The archive as `crawler.spiders.source.Archive` wants it; what this crawl adds is not seen."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine = engine
        self._source = source
        self._by_format: dict[str, set[str]] = {}

    def has(self, source_id: str, format_: str) -> bool:
        """Whether a document of this format under this number was archived and read before this crawl."""
        if format_ not in self._by_format:
            with reading(self._engine) as connection:
                self._by_format[format_] = archive.known(connection, self._source, [format_])
        return source_id in self._by_format[format_]

    def lacking(self, listed: str, behind: str) -> Sequence[str]:
        """The source's numbers read in the format `listed`, oldest first, with nothing in the format `behind`."""
        with reading(self._engine) as connection:
            return archive.lacking(connection, self._source, listed, behind)

    def holds(self, document: RawDocument) -> bool:
        """Whether these very bytes are archived and were read."""
        with reading(self._engine) as connection:
            return archive.holds(connection, document)

    def validator(self, url: str) -> Validator | None:
        """What is remembered of the address's last answer whose contents are all stored."""
        with reading(self._engine) as connection:
            return validators.known(connection, self._source).get(url)
