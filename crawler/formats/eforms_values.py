"""Reading single elements (texts, codes, amounts) and making the vocabulary's values of them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from lxml.etree import _Element as Element

from model.cpv import Cpv
from model.money import Money
from model.nuts import Nuts
from model.text import Text

Pair = tuple[str, str]

_AMOUNT: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,20})?", re.ASCII)
_NUMBER: Final = re.compile(r"(\d{1,9})(?:\.0{0,9})?", re.ASCII)
_WEB: Final = re.compile(r"https?://[^\s/?#\\<>\"]+[^\s<>\"]*", re.ASCII | re.IGNORECASE)
_TWICE_ENCODED: Final = re.compile("Ã[\u0080-\u009f\u00a1-\u00bf˜…†‡‰„–—Ÿ]|â€")
LARGEST: Final = Decimal(10) ** 14
"""A sum from here on is a slip of the keyboard; no public contract comes near it in any currency."""

NO_TEXT: Final = Text()
MOST_DOUBTS: Final = 40
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)


class Doubts:
    """What was read but is not believed, in words for the leader, each once; and the notice's dispatch to judge by."""

    def __init__(self, dispatched: datetime | None = None) -> None:
        self.dispatched = dispatched
        self._words: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        """Note a doubt."""
        self._words[sentence] = None

    def told(self) -> tuple[str, ...]:
        """All of them; beyond a number no one reads, only how many more there are."""
        words_ = tuple(self._words)
        if len(words_) <= MOST_DOUBTS:
            return words_
        return (*words_[:MOST_DOUBTS], f"og {len(words_) - MOST_DOUBTS} lignende merknader")


def words(element: Element) -> str | None:
    """The element's text on one line: NFC, every run of blanks one blank; None where there is none."""
    raw = element.text
    if not raw:
        return None
    parts = raw.split()
    if len(parts) == 1:
        line = parts[0]
    elif parts:
        line = " ".join(parts)
    else:
        return None
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def title(element: Element) -> Pair | None:
    """(language, one line)."""
    line = words(element)
    return None if line is None else (element.get("languageID", ""), line)


def prose(element: Element) -> Pair | None:
    """(language, text with its line breaks): NFC, indentation and doubled blanks gone."""
    raw = element.text
    if not raw:
        return None
    clean = _tidy(raw)
    if not clean:
        return None
    return element.get("languageID", ""), clean if clean.isascii() else unicodedata.normalize("NFC", clean)


def _tidy(raw: str) -> str:
    if "\t" in raw or "\r" in raw:
        raw = raw.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    while "  " in raw:  # halves a run each time
        raw = raw.replace("  ", " ")
    if "\n" in raw:
        raw = raw.replace(" \n", "\n").replace("\n ", "\n")
    return raw.strip()


def listed(element: Element) -> Pair | None:
    """(list the code is of, code)."""
    line = words(element)
    return None if line is None else (element.get("listName", ""), line)


def schemed(element: Element) -> Pair | None:
    """(scheme the id is of, id)."""
    line = words(element)
    return None if line is None else (element.get("schemeName", ""), line)


def measured(element: Element) -> Pair | None:
    """(unit, number as written)."""
    line = words(element)
    return None if line is None else (element.get("unitCode", ""), line)


def amount(element: Element) -> Pair | None:
    """(currency, amount), as written."""
    line = words(element)
    return None if line is None else (element.get("currencyID", ""), line)


def text(pairs: list[Pair] | None) -> Text:
    """A text in its languages; words given twice in one language are kept once."""
    if not pairs:
        return NO_TEXT
    if len(pairs) == 1 and pairs[0][0].isupper():  # by far the most
        return Text((pairs[0],))
    return Text.of(pairs)


def money(pair: Pair | None, doubts: Doubts, what: str) -> Money | None:
    """A sum of money. 0 and -1 stand for "not published" (BT-195) and are None without a word."""
    if pair is None:
        return None
    currency, raw = pair[0].strip().upper(), pair[1]
    if not _AMOUNT.fullmatch(raw):
        doubts.add(f"{what}: {raw[:40]!r} er ikke et beløp")
        return None
    value = Decimal(raw)
    if value in (0, -1):
        return None
    if not 0 < value < LARGEST:
        doubts.add(f"{what}: {raw[:40]} er ikke et trolig beløp")
        return None
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        doubts.add(f"{what}: {raw[:40]} står uten valuta")
        return None
    return Money(value, currency)


def number(raw: str | None) -> int | None:
    """A whole number from 0 up; None for anything else."""
    match = _NUMBER.fullmatch(raw) if raw else None
    return int(match[1]) if match else None


def codes(raws: Iterable[str], doubts: Doubts) -> tuple[Cpv, ...]:
    """CPV codes, each once, in order."""
    found = []
    for raw in raws:
        code = _cpv(raw)
        if code is None:
            doubts.add(f"CPV {raw[:20]!r} er ingen kode")
        else:
            found.append(code)
    return tuple(dict.fromkeys(found))


def nuts(raw: str | None, doubts: Doubts) -> Nuts | None:
    """A NUTS code."""
    code = _nuts(raw) if raw else None
    if raw and code is None:
        doubts.add(f"Sted: {raw[:20]!r} er ingen NUTS-kode")
    return code


@lru_cache(maxsize=20_000)
def _cpv(raw: str) -> Cpv | None:
    try:
        return Cpv.parse(raw)
    except ValueError:
        return None


@lru_cache(maxsize=5_000)
def _nuts(raw: str) -> Nuts | None:
    try:
        return Nuts.parse(raw)
    except ValueError:
        return None


def web(raw: str | None, doubts: Doubts, what: str) -> str | None:
    """An http(s) address; one that starts with `www.` gets https. Any other is dropped with a word."""
    if raw is None:
        return None
    address = f"https://{raw}" if raw[:4].lower() == "www." else raw
    if _WEB.fullmatch(address):
        return address
    doubts.add(f"{what}: adressen er ikke en http- eller https-adresse og vises ikke")
    return None


def twice_encoded(words_: str) -> bool:
    """Whether UTF-8 seems to have been read as Latin-1 somewhere on the way (`KjÃ¸p`); never mended, only told."""
    return ("Ã" in words_ or "â" in words_) and _TWICE_ENCODED.search(words_) is not None
