"""A text as a notice gives it: the same words in one or more languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

PREFERENCE = ("NOR", "NOB", "NNO", "ENG")
"""Which language a Norwegian reader is shown first (eForms language codes). Nynorsk is often tagged NOR or NOB."""


@dataclass(frozen=True, slots=True)
class Text:
    """Pairs of (eForms language code or "" where none is given, words), in the notice's order, no pair empty."""

    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, versions: Iterable[tuple[str, str]]) -> Self:
        """Keep what holds words; a language that comes twice keeps both, in order."""
        kept = ((language.strip().upper(), words.strip()) for language, words in versions)
        return cls(tuple(dict.fromkeys((language, words) for language, words in kept if words)))

    @classmethod
    def plain(cls, words: str | None, language: str = "") -> Self:
        """A text in one language, or the empty text."""
        return cls.of([(language, words or "")])

    @property
    def best(self) -> str:
        """The words in the language readers prefer: NOR, NOB, NNO, ENG, then whatever comes first; "" without words."""
        for wanted in PREFERENCE:
            for language, words in self.versions:
                if language == wanted:
                    return words
        return self.versions[0][1] if self.versions else ""

    @property
    def language(self) -> str:
        """The language code of `best`."""
        return next((language for language, words in self.versions if words == self.best), "")

    @property
    def others(self) -> tuple[str, ...]:
        """The words in the other languages, worth matching too."""
        return tuple(words for _, words in self.versions if words != self.best)

    def __bool__(self) -> bool:
        return bool(self.versions)
