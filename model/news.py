"""Headline: one piece of market news, told by its headline alone; the article stays where it was published."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """
    What is passed on of an article: headline, address, publisher and time (UTC), never its text (åndsverkloven).

    `source`/`source_id` name the feed and its own name for the entry; `url` is an http(s) address.
    """

    source: str
    source_id: str
    title: str
    url: str
    publisher: str
    published: datetime | None = None
