"""Markup becomes words, and nothing in it stays active."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.html_text import LONGEST, one_line, plain


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Stål & rør", "Stål & rør"),
        ("Stål &amp; r&#248;r", "Stål & rør"),
        ("<p>Første</p><p>Andre<br>tredje</p>", "Første\nAndre\ntredje"),
        ("Sted: <strong>Ranvik</strong>\n<br />Frist: 1.2.", "Sted: Ranvik\nFrist: 1.2."),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("x<script>alert(1)</script>y<style>p{}</style>", "xy"),
        ("<a href='javascript:alert(1)'>les</a>", "les"),
        ("a\x00b\x0b\ud800c", "abc"),
        ("trykk < 6 bar", "trykk < 6 bar"),
        ("", ""),
    ],
)
def test_words_and_lines_are_kept_and_nothing_else(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_a_title_is_one_line() -> None:
    assert one_line("Ny <b>kai</b>\r\n\u2028front<br>nord") == "Ny kai front nord"


@given(st.text())
def test_any_text_is_survived(markup: str) -> None:
    words = plain(markup)

    assert len(words) <= len(markup) * 2 + 8
    assert "\x00" not in words


def test_a_text_beyond_reason_is_cut() -> None:
    assert len(plain("<p>" + "a" * 3 * LONGEST)) <= LONGEST
