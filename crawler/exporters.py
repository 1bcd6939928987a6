"""Documents as Scrapy's own feeds (`scrapy crawl doffin -o out.jsonl`): bytes written as text."""

from typing import Any

from scrapy.exporters import CsvItemExporter, JsonItemExporter, JsonLinesItemExporter


class Readable:
    """Writes a document's body as UTF-8 text; what is none is shown escaped."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """The value as a feed can hold it."""
        text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
        return super().serialize_field(field, name, text)  # type: ignore[misc]  # the exporter beside it has it


class Lines(Readable, JsonLinesItemExporter):
    """JSON lines."""


class Json(Readable, JsonItemExporter):
    """One JSON list."""


class Table(Readable, CsvItemExporter):
    """CSV."""
