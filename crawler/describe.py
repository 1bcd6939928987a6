"""
docs/sources.md, made of the spiders' docstrings: `python -m crawler.describe > docs/sources.md`.

A spider's docstring is one sentence and then fixed headings, each with indented lines under it; the test of the
contracts holds every spider to them, and the page to the spiders.
"""

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Final

from crawler.run import spiders
from crawler.spiders.source import SourceSpider

HEADINGS: Final = ("Publisher", "Access", "Format", "Licence", "Quirks", "History")
_HEADING: Final = re.compile(r"[A-Z][a-z]+")
_BEFORE: Final = """\
# Sources

Made of the spiders' docstrings by `python -m crawler.describe > docs/sources.md`; a test holds the two together. A
source's block in `klyngeradar.toml` is `[sources.<name>]`; `klyngeradar init` writes the keys with their meaning.
"""


def described(spider: type[SourceSpider]) -> tuple[str, Mapping[str, str]]:
    """What a spider's docstring says: its sentence, and the words under each heading in their order."""
    lines = inspect.cleandoc(spider.__doc__ or "").splitlines()
    summary, sections, heading = [], dict[str, list[str]](), ""
    for line in lines:
        if _HEADING.fullmatch(line):
            heading = line
            sections[heading] = []
        elif heading:
            sections[heading].append(line.strip())
        else:
            summary.append(line.strip())
    return " ".join(filter(None, summary)), {name: " ".join(filter(None, words)) for name, words in sections.items()}


def page(every: Iterable[type[SourceSpider]]) -> str:
    """The whole page, in Markdown."""
    return "\n".join([_BEFORE, *(_section(spider) for spider in every)])


def _section(spider: type[SourceSpider]) -> str:
    summary, sections = described(spider)
    weekday, weekend = spider.expected.weekday, spider.expected.weekend
    rows = [f"**{name}.** {words}" for name, words in sections.items()]
    rows.append(
        f"**Expected.** {weekday[0]}-{weekday[1]} notices on a weekday, {weekend[0]}-{weekend[1]} at weekends: "
        f"{spider.expected.because}."
    )
    rows.append(f"**Credit.** {spider.credit or 'as its block says'}")
    body = "  \n".join(rows)
    return f"## {spider.name}\n\n{summary}\n\n{body}\n"


if __name__ == "__main__":
    sys.stdout.write(page(spiders().values()))
