"""Collaboration: a team the leader has taken up, who of it was asked and agreed to be named, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.jointbid import Coverage, Need, Team


class Stage(StrEnum):
    """How far a collaboration has come."""

    CONSIDERED = "considered"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"


SHOWN: frozenset[Stage] = frozenset({Stage.RELEASED, Stage.SUBMITTED, Stage.WON, Stage.LOST})
"""Stages in which its members may see it."""


class Answer(StrEnum):
    """What a partner said to being named to the others."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A member of a released team: asked on its own, and what it answered."""

    member: str
    answer: Answer
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """
    All there is to know of a team that was taken up. For the leader's eyes alone: it names everybody.

    The team, the needs and who covers them are kept as they stood when it was taken up, so that later nights do not
    turn over what people are talking about. `lot` is None for the whole contract.
    """

    id: int
    notice: str
    lot: str | None
    team: Team
    needs: tuple[Need, ...]
    coverage: tuple[Coverage, ...]
    parts: str | None
    stage: Stage
    at: datetime
    by: str
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """
    A collaboration as one of its members may see it: the contract, its own part, and who has agreed to be named.

    `named` are ids of other members; empty until this member has agreed to be named itself. How many others there
    are, what they answered and what they cover is not in it.
    """

    id: int
    notice: str
    lot: str | None
    needs: tuple[Need, ...]
    why_not_alone: str
    proposed_lead: bool
    answer: Answer
    stage: Stage
    released_at: datetime
    named: tuple[str, ...] = ()
