"""The one door all text passes: words with their spans in the original, in one spelling whatever bytes came in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# What may stand inside a word without being part of it: soft hyphen, zero-width and direction marks, byte order mark,
# and every character XML 1.0 forbids (control characters, surrogates, non-characters).
_IGNORED: Final = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff"
)
_MARKS: Final = "\u0300-\u036f"
_DROP: Final = re.compile(f"[{_IGNORED}]+")
_CHARACTER: Final = rf"[^\W_](?:[{_MARKS}{_IGNORED}]*)"
_PIECE: Final = rf"(?:{_CHARACTER})+"
_HYPHEN: Final = "[-\u2010\u2011]"
_WORD: Final = re.compile(rf"({_PIECE}(?:{_HYPHEN}{_PIECE})*)({_HYPHEN}(?!\w))?")


@dataclass(frozen=True, slots=True)
class Word:
    """
    A word: `form` is NFC, case folded, without invisible characters; [start, end) are characters of the original.

    `dangling` marks a first half that waits for its head, as `bygge-` in "bygge- og prosjektledelse".
    """

    form: str
    start: int
    end: int
    dangling: bool = False


def clean(text: str) -> str:
    """The text in NFC without what XML forbids and what cannot be seen; white space and case stay."""
    return unicodedata.normalize("NFC", _DROP.sub("", text))


def fold(text: str) -> str:
    """The text cleaned and case folded, in NFC: what words are compared in."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", _DROP.sub("", text)).casefold())


def words(text: str) -> Iterator[Word]:
    """
    The words of a text in order; a word with hyphens inside (`sd-anlegg`) is one word.

    Never raises, on any text. `fold(text[word.start:word.end])` is `word.form`.
    """
    for found in _WORD.finditer(text):
        yield Word(fold(found[1]), found.start(1), found.end(1), found[2] is not None)


def forms(text: str) -> list[str]:
    """The forms of `words` alone, for counting."""
    return [fold(found[1]) for found in _WORD.finditer(text)]
