"""Words as they are compared: the stem of the whole word beside the stems of its parts, with the place it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Final

from matcher import codes, language, trades
from matcher.lexicon import Lexicon, shipped
from matcher.slips import Slips
from matcher.spelling import spelled
from matcher.stems import stem
from matcher.text import Word, words

STOP: Final = language.words("stop")
"""Words that say nothing of what is bought."""

COMMON: Final = frozenset(stem(spelled(word)) for word in language.words("common"))
"""Stems in every trade's notices: alone they carry nothing, and as a compound's head they do not change it."""

_ASIDE: Final = language.words("aside")
"""Words after which stands where, for whom or with what, once the thing itself is named."""

_HALVES: Final = frozenset(stem(spelled(word)) for word in language.words("halves"))
"""Stems of words that are a compound's first half where `og` stands between: `varme og ventilasjonsanlegg`."""

_AND: Final = frozenset({"og", "and", "och", "eller"})

_CLAUSE: Final = re.compile(r"[.:;()\n/|]|\s[-\u2013\u2014]\s")


@dataclass(frozen=True, slots=True)
class Token:
    """
    A word of a text: its whole stem, the stems of its parts (head last; none where it is whole), and its place.

    `aside` marks what is said of where or for whom: `skole` in "nytt tak på skole", `kran` in "lastebil med kran".
    """

    whole: str
    parts: tuple[str, ...]
    start: int
    end: int
    aside: bool = False

    @property
    def leaves(self) -> tuple[str, ...]:
        """Its parts, or itself."""
        return self.parts or (self.whole,)

    @property
    def telling(self) -> tuple[str, ...]:
        """Its parts, or itself where they are all common: `driftskontrollanlegg` tells what drift and anlegg do not."""
        return (self.whole,) if all(part in COMMON for part in self.parts) else self.parts


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon: hand-written words, the labels of CPV, the names of the trades."""
    return shipped([*(code.norwegian for code in codes.labels()), *trades.names()])


@cache
def slips() -> Slips:
    """The lexicon's words, to be met through a slip of the pen."""
    return Slips(lexicon().forms)


@lru_cache(maxsize=400_000)
def taken_apart(form: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a word and the stems of its parts, slips forgiven; a word with hyphens has its pieces as parts."""
    if "-" in form or "\u2010" in form or "\u2011" in form:
        pieces = [piece for piece in re.split("[-\u2010\u2011]", form) if piece]
        found = [taken_apart(piece) for piece in pieces]
        parts = tuple(part for whole, inner in found for part in (inner or (whole,)))
        return "".join(spelled(piece) for piece in pieces[:-1]) + (found[-1][0] if found else ""), parts
    one = spelled(form)
    parts = lexicon().parts(one)
    if not parts and not lexicon().knows(one) and (meant := slips().meant(one)) is not None:
        return stem(meant), lexicon().parts(meant)
    return stem(one), parts


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text that say something, in order; a first half waiting for its head (`bygge-`) is given it."""
    found: list[Token] = []
    waiting: list[int] = []
    named = aside = False
    end = 0
    for word in words(text):
        if _CLAUSE.search(text, end, word.start):
            named = aside = False
        end = word.end
        if word.form in _ASIDE:
            aside = aside or named
        if word.form in STOP or word.form.isdigit() or len(word.form) < 2:
            continue
        token = _token(word, aside=aside)
        named = named or token.leaves[0] not in COMMON
        for position in waiting if token.parts else ():
            found[position] = _completed(found[position], token)
        if not word.dangling:
            waiting.clear()
        else:
            waiting.append(len(found))
        found.append(token)
    return tuple(_with_heads(found, text))


def _with_heads(found: Sequence[Token], text: str) -> Iterator[Token]:
    """The words, with first halves that stand without a hyphen (`varme og ventilasjonsanlegg`) given their head."""
    for one, after in zip_longest(found, found[1:]):
        waits = after is not None and one.whole in _HALVES and bool(after.parts) and after.parts[-1] in COMMON
        joined = waits and text[one.end : after.start].strip().lower() in _AND
        yield _completed(one, after) if joined and after is not None else one


def _token(word: Word, *, aside: bool) -> Token:
    whole, parts = taken_apart(word.form)
    return Token(whole, parts, word.start, word.end, aside)


def _completed(half: Token, full: Token) -> Token:
    return Token(half.whole + full.parts[-1], (*half.leaves, full.parts[-1]), half.start, half.end, half.aside)
