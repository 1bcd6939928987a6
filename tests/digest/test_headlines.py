"""Market news in the letter: apart from tenders, headline and link alone, and inert."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from digest.letter import weekly
from digest.render import Rendered, render
from model.news import Headline
from tests.digest.test_letters import HOSTILE, SETTINGS, a_find, a_week

GOLDEN = Path(__file__).parent / "golden"
MARK = "NYTT I MARKEDET"


def a_headline(number: int, title: str = "Storfjellet Gruver varsler investeringer", **changes: object) -> Headline:
    values: dict[str, object] = {
        "source": "feeds.tidende", "source_id": str(number), "title": f"{title} {number}",
        "url": f"https://tidende.example.no/{number}", "publisher": "Havland Tidende",
        "published": datetime(2026, 11, 22 - number, 23, 30, tzinfo=UTC), **changes,
    }  # fmt: skip
    return Headline(**values)  # type: ignore[arg-type]  # a test's fields


def letter(*headlines: Headline) -> Rendered:
    return render(weekly(a_week(a_find(), headlines=headlines), SETTINGS))


def section(text: str) -> str:
    """The section's lines in the text part, up to the next one."""
    _, _, rest = text.partition(f"{MARK}\n")
    lines = rest.splitlines()[1:]
    end = next((index for index, line in enumerate(lines) if line == "OM BREVET"), len(lines))
    return "\n".join(lines[:end]).strip() + "\n"


def test_a_week_without_news_has_no_such_section() -> None:
    assert MARK not in letter().text


@pytest.mark.parametrize("many", [1, 3])
def test_the_section_is_as_its_golden_says(many: int) -> None:
    headlines = [a_headline(number) for number in range(1, many + 1)]
    headlines[-1:] = [a_headline(many, published=None)]

    assert section(letter(*headlines).text) == (GOLDEN / f"headlines_{many}.txt").read_text(encoding="utf-8")


def test_news_stands_after_the_tenders_and_links_where_it_was_published() -> None:
    root = html.fromstring(letter(a_headline(1)).html)
    headings = ["".join(map(str, one.itertext())) for one in root.iter() if one.get("class") == "h2"]
    links = [link.get("href") for link in root.iter("a")]

    assert headings.index("Best treff for dere") < headings.index("Nytt i markedet") < headings.index("Om brevet")
    assert "https://tidende.example.no/1" in links


def test_a_headline_is_no_match_and_is_not_recorded_as_shown() -> None:
    assert weekly(a_week(headlines=(a_headline(1),)), SETTINGS).shown == ()


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_headline_is_active(title: str) -> None:
    rendered = letter(a_headline(1, title, url="javascript:alert(1)", publisher=title))

    for active in ("<script", "<img", "javascript:", "<!--[if mso]>x"):
        assert active not in rendered.html
    assert "javascript:" not in rendered.text
