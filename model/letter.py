"""Letter: what one reader is told about one period, as sections of lines; not yet HTML, text or mail."""

from dataclasses import dataclass
from datetime import date

from model.match import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere: `href` is an absolute http(s) address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One why-sentence, with the notice's own words to mark."""

    sentence: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One thing told: a card or a row, as its section's template draws it. Empty fields are not drawn.

    `facts` are ready words in reading order (buyer, place, value …); `flag` is a short word on what hurries or changed.
    """

    title: str
    href: str | None = None
    facts: tuple[str, ...] = ()
    flag: str | None = None
    excerpt: str = ""
    whys: tuple[Why, ...] = ()
    links: tuple[Link, ...] = ()
    notice: str | None = None  # the notice's key, for the record of what was shown
    score: float | None = None
    joint: int | None = None  # the number of the joint bid it tells of, for the journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a letter: `kind` names the function that made it and the templates that draw it."""

    kind: str
    title: str
    intro: str = ""
    lines: tuple[Line, ...] = ()
    more: int = 0  # how many further lines were left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A reader, a period (first and last day, both included) and the sections that had something to say."""

    kind: str  # weekly, urgent, leader …
    reader: str  # member id
    language: str
    first_day: date
    last_day: date
    subject: str
    preheader: str
    greeting: str
    sections: tuple[Section, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the notices that appear in it, each once, in order."""
        keys = [line.notice for section in self.sections for line in section.lines if line.notice]
        return tuple(dict.fromkeys(keys))

    @property
    def joint_bids(self) -> tuple[int, ...]:
        """Numbers of the joint bids it tells its reader of."""
        return tuple(line.joint for section in self.sections for line in section.lines if line.joint is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a person changed in a draft: another greeting, notices (by key) left out and so not told of."""

    greeting: str | None = None
    dropped: tuple[str, ...] = ()
