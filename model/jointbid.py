"""JointBid: what a contract takes, who of the cluster covers which part, and which few could take it together."""

from dataclasses import dataclass
from enum import StrEnum

from model.money import Money


class Verdict(StrEnum):
    """What can be made of a contract, for its best proposal; the definitions are docs/decisions/0011's."""

    SOLO = "solo"
    GREEN = "joint-green"
    AMBER = "joint-amber"
    RED = "joint-red"
    NOBODY = "nobody"
    TOO_LATE = "too-late"


class Light(StrEnum):
    """Competition law's light for a pair or a team. Never says "lawful": it tells how much must be assessed."""

    GREEN = "green"  # different trades
    AMBER = "amber"  # overlap on some need
    RED = "red"  # each seems able alone


class NeedKind(StrEnum):
    """What sort of thing a contract takes."""

    TRADE = "trade"
    REQUIREMENT = "requirement"
    SIZE = "size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """
    One thing a contract takes, with the notice's words it comes from (or the CPV code).

    `main` marks a trade without which there is no contract to bid for, `absolute` a requirement that must be met.
    Needs of kind SIZE, and requirements that are not absolute, are told, not judged: profiles say nothing of them.
    """

    id: str
    name: str
    quote: str
    cpv: str | None = None
    lot: str | None = None
    kind: NeedKind = NeedKind.TRADE
    main: bool = False
    absolute: bool = False

    @property
    def judged(self) -> bool:
        """Whether members are held against it."""
        return self.kind is NeedKind.TRADE or self.absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A member covers a need; `words` are the member's own, `surely` tells a trade named outright from a near one."""

    member: str
    need: str
    words: str
    surely: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLight:
    """The light for two members of a team, with the reason in Norwegian."""

    members: tuple[str, str]
    light: Light
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A member of a team: the needs it covers, what it lacks alone, and what the team would lack without it."""

    member: str
    needs: tuple[str, ...]
    why_not_alone: str
    adds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A few members who together cover what the cluster can cover. Without any one of them they would not."""

    members: tuple[TeamMember, ...]
    lead: str
    light: Light
    uncovered: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    pairs: tuple[PairLight, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Its members' ids."""
        return tuple(one.member for one in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotJudgement:
    """One lot, or the whole contract where it has no lots, judged by itself; `parts` are words that allow part-bids."""

    lot: str | None
    verdict: Verdict
    needs: tuple[Need, ...]
    coverage: tuple[Coverage, ...] = ()
    solo: tuple[str, ...] = ()
    teams: tuple[Team, ...] = ()
    uncovered: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    parts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBid:
    """
    A contract and what the cluster could make of it. Visible to the leader alone until released and agreed to.

    `solo` are members able alone; `subcontract` those that could do a part for whoever bids: told to the leader only.
    """

    notice: str
    verdict: Verdict
    lots: tuple[LotJudgement, ...] = ()
    teams: tuple[Team, ...] = ()
    solo: tuple[str, ...] = ()
    subcontract: tuple[str, ...] = ()
    days_left: int | None = None
    planning: bool = False

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs of every lot."""
        return tuple(need for lot in self.lots for need in lot.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """
    Small notices of one buyer, region and period that together make a job worth going for.

    `members` do the trades of at least two of them, and take contracts of the total. For the leader alone.
    """

    id: str
    buyer: str
    region: str
    notices: tuple[str, ...]
    total: Money
    members: tuple[str, ...]
