"""One spelling for a word whatever Scandinavian language it came in: led to bokmål's."""

import re
from functools import cache
from typing import Final

from matcher import language

_LETTERS: Final = str.maketrans({"ä": "æ", "ö": "ø", "é": "e", "è": "e", "ü": "y", "ô": "o"})


_ENDINGS: Final = (
    (re.compile(r"arar(?:ane)?$"), "ere"),
    (re.compile(r"(?<=[bdfghjklmnprstv])arane?$"), "erne"),
    (re.compile(r"(?<=[bdfghjklmnprstv])ane$"), "ene"),
    (re.compile(r"(?<=ing)ar$"), "er"),
    (re.compile(r"(?<=[bdfghjklmnprstv])ar$"), "er"),
    (re.compile(r"(?<=[bdfghjklmnprst])or$"), "er"),
    (re.compile(r"heten$|heitene?$|heiter$"), "het"),
    (re.compile(r"heit$"), "het"),
    (re.compile(r"leik$"), "het"),
    (re.compile(r"tionen$|tioner$"), "sjoner"),
    (re.compile(r"tion$"), "sjon"),
)
_KEEP: Final = language.words("keep_ending")


_INSIDE: Final = language.spellings()
_ANYWHERE: Final = re.compile("|".join(sorted(map(re.escape, _INSIDE), key=len, reverse=True)))
_ROAD: Final = re.compile(r"^(?:vei|væg|vej)(?!led|vis|vik)|(?:vei|væg|vej)(?=(?:en|er|ene|a)?$)")


@cache
def spelled(form: str) -> str:
    """The form of a word (as `text.words` gives it) in the one spelling words are compared in."""
    word = form.translate(_LETTERS)
    if word.startswith("ikt"):
        word = "it" + word[3:]
    if len(word) < 4 or not word.isalpha():
        return word
    word = _ANYWHERE.sub(lambda found: _INSIDE[found[0]], word)
    word = _ROAD.sub("veg", word)
    if len(word) < 6 or word in _KEEP:
        return word
    for pattern, ending in _ENDINGS:
        changed = pattern.sub(ending, word)
        if changed != word:
            return changed
    return word
