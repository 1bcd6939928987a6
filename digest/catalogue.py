"""
The catalogues: what stands in letters, in the reader's language.

The source is bokmål, so that it reads in the code as members read it; nynorsk and English are whole translations in
digest/translations/LANGUAGE/LC_MESSAGES/letters.po, read as they are (no build step). To add a language: a catalogue,
its name in model.profile, and its forms in digest.speech; a test tells what is missing, unused or differs in its
placeholders.
"""

from functools import cache
from importlib.resources import files
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE: Final = "nb"
TRANSLATED: Final = ("nn", "en")
KEYWORDS: Final = {"say": None, "count": (2, 3), "N_": None}
"""How sentences are marked in the code, for Babel's extraction."""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for a sentence that is translated later
    """Mark a sentence that is translated where it is shown."""
    return sentence


@cache
def catalogue(language: str) -> Catalog | None:
    """The catalogue of a language; None for the source language and for one that has none."""
    if language not in TRANSLATED:
        return None
    path = files("digest") / "translations" / language / "LC_MESSAGES" / "letters.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def translated(language: str, sentence: str) -> str:
    """The sentence in the language; as it is where the catalogue has none."""
    found = catalogue(language)
    message = found.get(sentence) if found is not None else None
    return str(message.string) if message is not None and message.string else sentence


def counted(language: str, number: int, one: str, many: str) -> str:
    """The form of the sentence for the number (one is one, everything else is many, in all our languages)."""
    found = catalogue(language)
    message = found.get(one) if found is not None else None
    if message is not None and isinstance(message.string, tuple | list) and all(message.string):
        one, many = message.string[0], message.string[1]
    return one if number == 1 else many
