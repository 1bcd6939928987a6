"""
The sections of the weekly letter in reading order.

To add one: a function `(week, settings) -> Section | None`, a line here, and its drawing in both templates.
"""

from collections.abc import Callable
from typing import Final

from digest.sections import headlines, matches, news, together
from digest.settings import DigestSettings
from digest.week import Week
from model.letter import Section

SECTIONS: Final[tuple[Callable[[Week, DigestSettings], Section | None], ...]] = (
    news.trouble,
    matches.none_found,
    matches.hurries,
    matches.best,
    together.bigger_together,
    news.changes,
    matches.rest,
    matches.sent_before,
    news.market,
    headlines.headlines,
    news.sources,
)
