"""A lot as the signals read it: its fields as words with stems, and how rare each stem is."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from matcher import grams
from matcher.stems import stem
from matcher.text import words
from model.cpv import Cpv
from model.notice import Lot, Notice, Place
from model.text import Text

_STOP_WORDS = """
og i på av for til med er som det den de en et ei å at om fra ved skal kan vil har ble blir være eller etter samt
dette denne disse inkl herunder mv mm da så vår våre deres sin sitt sine ikke også the of and to in a an be is on with
or by as oppdragsgiver leverandør anskaffelse anskaffelsen kontrakt avtale rammeavtale kommune konkurranse tilbud
gjelder omfatter behov innkjøp kjøp
"""
STOP = frozenset(_STOP_WORDS.split())
"""Words that say nothing of what is bought."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a field: its stem and where it stands in the original."""

    stem: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field's text and its words; `name` is what quotes call it."""

    name: str
    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReading:
    """What signals see of a lot: fields of lot and notice, the notice's codes where the lot has none."""

    notice: Notice
    lot: Lot
    titles: tuple[Field, ...]
    bodies: tuple[Field, ...]
    cpv: tuple[Cpv, ...]
    places: tuple[Place, ...]
    stems: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """How many of the notices read hold a stem or a run of letters. Compared by identity, to be a cache key."""

    notices: int
    holding: Mapping[str, int]
    runs: Mapping[str, int] = field(default_factory=dict)

    def of(self, stem_: str) -> float:
        """0 for a stem in every notice, about 1 for one in hardly any; trades' words lie above one half."""
        seen = self.holding.get(stem_, 0)
        return math.log((self.notices + 1) / (seen + 1)) / math.log(self.notices + 1) if self.notices else 1.0


def learn(notices: Iterable[Notice]) -> Rarity:
    """Count the stems of these notices' texts."""
    holding: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    number = 0
    for notice in notices:
        number += 1
        texts = [notice.title.best, notice.description.best, *(lot.title.best for lot in notice.biddable)]
        holding.update({token.stem for text in texts for token in tokens(text)})
        runs.update(grams.count([" ".join(texts)]).keys())
    return Rarity(number, holding, runs)


def read(notice: Notice, lot: Lot) -> LotReading:
    """Read one lot with the notice around it. With one lot, the notice's own words are the lot's."""
    alone = len(notice.biddable) == 1
    titles = [
        *_fields("lot.title", lot.title),
        *(_fields("notice.title", notice.title) if alone or not lot.title else []),
    ]
    bodies = [*_fields("lot.description", lot.description), *_fields("lot.note", lot.note)]
    if alone or not lot.description:
        bodies += _fields("notice.description", notice.description)
    elif not alone:
        bodies += _fields("notice.title", notice.title)
    unique = {found.text: found for found in reversed(titles)}
    bodies = [found for found in bodies if found.text not in unique]
    every = [*unique.values(), *bodies]
    return LotReading(
        notice=notice,
        lot=lot,
        titles=tuple(unique.values()),
        bodies=tuple(bodies),
        cpv=lot.cpv or notice.cpv,
        places=lot.places or notice.places,
        stems=frozenset(token.stem for found in every for token in found.tokens),
    )


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text that say something."""
    return tuple(
        Token(stem(word.form), word.form, word.start, word.end)
        for word in words(text)
        if word.form not in STOP and (len(word.form) > 2 or word.form.isalpha()) and not word.form.isdigit()
    )


def _fields(name: str, text: Text) -> list[Field]:
    return [Field(name, words_, tokens(words_)) for _, words_ in text.versions]
