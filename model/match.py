"""Evidence, Match and Judgement: why a lot suits a member, how well, and what people said of it."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The notice's own words: `text` stands at [start, end) (characters) of the named field, e.g. `lot.title`."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against a match: the signal, its points (log odds), a sentence for people, the words quoted."""

    signal: str
    points: float
    reason: str
    quotes: tuple[Quote, ...] = ()

    @property
    def quote(self) -> str | None:
        """The first words quoted, or None."""
        return self.quotes[0].text if self.quotes else None


def score_of(points: float) -> float:
    """
    The one fixed curve from points to 0-100, one decimal: the logistic function, in per cent.

    Points are log odds, so that 0 is "as likely wanted as not" and evidence adds up.
    """
    return round(100 / (1 + math.exp(-max(-50.0, min(50.0, points)))), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """
    A lot and a member with the evidence between them; the score is what the evidence shows, nothing else.

    `notice` is the notice's key in the store (or its id in a file of notices); `excluded` holds the reason where a
    gate ruled the pair out, and then the score is 0.
    """

    member: str
    notice: str
    lot: str
    scorer: str
    evidence: tuple[Evidence, ...] = ()
    excluded: str | None = None

    @property
    def points(self) -> float:
        """The sum of the evidence's points, rounded once so that stored and computed sums agree."""
        return round(math.fsum(evidence.points for evidence in self.evidence), 6)

    @property
    def score(self) -> float:
        """0-100: about how many in a hundred such alerts are wanted."""
        return 0.0 if self.excluded is not None else score_of(self.points)


class Opinion(StrEnum):
    """What a person said of a match."""

    WANTED = "wanted"
    NOT_WANTED = "not-wanted"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's word on a notice for a member. Append-only: a newer one replaces, never erases, an older one."""

    member: str
    notice: str
    opinion: Opinion
    by: str
    at: datetime
    why: str = ""
