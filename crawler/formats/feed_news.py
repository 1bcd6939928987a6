"""One entry of a news feed as a headline: no text of the article is archived, so none can be shown."""

from crawler.formats import doffin_common as common
from crawler.formats.errors import FormatError
from crawler.formats.feed_identity import web_address
from crawler.formats.html_text import one_line
from crawler.formats.origin import Origin
from model.news import Headline

LONGEST = 300


def read(body: bytes, origin: Origin) -> Headline:
    """The headline of an archived entry. Raises FormatError alone, on any bytes."""
    entry = common.load(body)
    title, url = one_line(common.words(entry.get("title"))), web_address(common.words(entry.get("link")))
    if not title:
        raise FormatError("a news entry without a headline")
    if not url:
        raise FormatError("a news entry without a web address")
    return Headline(
        source=origin.source,
        source_id=origin.source_id,
        title=title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…",
        url=url,
        publisher=one_line(common.words(entry.get("publisher"))),
        published=common.moment(entry.get("published")),
    )
