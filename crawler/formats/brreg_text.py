"""The register's free text, which it keeps in lines of about 70 characters, as running text."""

import re
from collections.abc import Iterable
from typing import Final

SHORT: Final = frozenset({"cd", "co", "dvd", "e", "el", "ev", "fm", "gps", "hr", "ikt", "it", "pc", "tv", "va", "vvs"})
"""What stands before a hyphen that belongs to the word: el-artikler, IT-tjenester."""

BESIDE: Final = frozenset({"eller", "for", "og", "og/eller", "osv", "samt", "til"})
"""What follows a hyphen that stands for a word's missing end: "arbeids- og velferd"."""

_BROKEN = re.compile(r"([^\W\d_]+)-$")


def unwrap(lines: object) -> str:
    """
    The lines of a text field (`vedtektsfestetFormaal`, `aktivitet`) as one text; "" for what is no list of lines.

    Lines are joined by a blank. A word broken by a hyphen at the end of a line is made whole, unless the hyphen is the
    word's own: it follows a short or capital beginning (el-, IT-), or stands for the end of the next word.
    """
    if isinstance(lines, str):
        lines = [lines]
    if not isinstance(lines, Iterable) or isinstance(lines, bytes | dict):
        return ""
    text = ""
    for line in lines:
        words = " ".join(line.split()) if isinstance(line, str) else ""
        if not words:
            continue
        text = _joined(text, words) if text else words
    return text


def _joined(text: str, line: str) -> str:
    broken = _BROKEN.search(text)
    if broken is None:
        return f"{text} {line}"
    beginning, following = broken[1], line.split(maxsplit=1)[0]
    if not following[0].islower() or following.strip(",.;") in BESIDE or following.endswith("-"):
        return f"{text} {line}"
    if beginning.lower() in SHORT or not beginning[1:].islower():
        return f"{text}{line}"
    return f"{text[:-1]}{line}"
