"""The register's hard-wrapped texts become running text again, and nothing of them is lost."""

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.brreg_text import unwrap

WORD = st.text("abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=14)
TEXT = st.lists(WORD, min_size=1, max_size=60).map(" ".join)
ANY_LINES = st.lists(st.none() | st.integers() | st.text(max_size=80), max_size=8)


@given(text=TEXT)
def test_wrapping_at_words_is_undone(text: str) -> None:
    assert unwrap(textwrap.wrap(text, 70)) == text


@given(before=TEXT, word=st.text("bdfghjklmnprs", min_size=9, max_size=20), after=TEXT)
def test_a_word_broken_over_two_lines_is_made_whole(before: str, word: str, after: str) -> None:
    lines = [f"{before} {word[:5]}-", f"{word[5:]} {after}"]

    assert unwrap(lines) == f"{before} {word} {after}"


@given(lines=ANY_LINES)
def test_no_letter_is_lost_or_made_up(lines: list[object]) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\s-]", "", text)

    assert letters(unwrap(lines)) == letters("".join(line for line in lines if isinstance(line, str)))


@given(lines=ANY_LINES)
def test_running_text_stays_as_it_is(lines: list[object]) -> None:
    once = unwrap(lines)

    assert unwrap([once]) == once


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Salg, montering og vedlike-", "hold av porter."], "Salg, montering og vedlikehold av porter."),
        (["arbeidsmarkeds-", "trygde- og pensjonspolitikken"], "arbeidsmarkeds- trygde- og pensjonspolitikken"),
        (["Arbeids-", "og velferdstjenester"], "Arbeids- og velferdstjenester"),
        (["Salg av el-", "artikler og IT-", "tjenester"], "Salg av el-artikler og IT-tjenester"),
        (["Drift i Mo-", "Rana"], "Drift i Mo- Rana"),
        (["  Graving ", "", None, " og\tsprengning "], "Graving og sprengning"),
        ([""], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_hyphens_are_kept_where_they_belong_to_the_word(lines: list[str | None], text: str) -> None:
    assert unwrap(lines) == text


@pytest.mark.parametrize("value", [None, 3, {"a": "b"}, b"ab", True])
def test_what_is_no_list_of_lines_is_no_text(value: object) -> None:
    assert unwrap(value) == ""
