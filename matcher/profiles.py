"""A member as the signals read it: its phrases, the trades they name, its branches in CPV, its kinds of work."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from matcher import work
from matcher.branches import Branches
from matcher.phrases import RARE_FROM, Phrase, phrase
from matcher.rarity import Rarity
from matcher.recognise import TradeIndex
from matcher.terms import COMMON, tokens
from matcher.understanding import class_of
from model.member import Member

TRADE_ASIDE: Final = 0.4
"""What a trade counts that a phrase names aside: `elbil` in "ladestasjoner for elbil"."""

BROAD_PHRASE: Final = 0.3
"""What a broad trade counts that is named by nothing but one common word."""

FADES: Final = 0.3
"""How fast a trade's further branches count less as the member's."""

OWN: Final = 0.6
"""How surely a phrase must name a trade for its branches to be told as the member's."""


@dataclass(frozen=True)
class MemberReading:
    """What signals see of a member."""

    member: Member
    phrases: tuple[tuple[str, Phrase], ...]  # (capability's name, phrase)
    trades: Mapping[str, float]
    near: frozenset[str]  # its trades and every kind of them
    groups: frozenset[str]
    stated: tuple[str, ...]  # significant digits of the branches it names
    inferred: Mapping[str, float]  # eight digits -> how surely its phrases mean the branch
    work: Mapping[str, Mapping[str, float]]  # trade -> kinds of work

    @cached_property
    def by_leaf(self) -> Mapping[str, tuple[Phrase, ...]]:
        """Its phrases by each word or part that is rare enough to carry one."""
        found: dict[str, list[Phrase]] = defaultdict(list)
        for _, one in self.phrases:
            for leaf, weight in one.weights.items():
                if weight > RARE_FROM:
                    found[leaf].append(one)
        return {leaf: tuple(phrases) for leaf, phrases in found.items()}

    @cached_property
    def telling(self) -> tuple[Phrase, ...]:
        """Its phrases without those of nothing but common words."""
        return tuple(one for _, one in self.phrases if any(weight > RARE_FROM for weight in one.weights.values()))

    @cached_property
    def divisions(self) -> frozenset[str]:
        """The CPV divisions it works in, stated or inferred."""
        return frozenset(code[:2] for code in (*self.stated, *self.inferred))

    @cached_property
    def above(self) -> frozenset[str]:
        """The wide branches over its own: two and three digits."""
        codes = (*self.stated, *self.inferred)
        return frozenset(code[:depth].rstrip("0").ljust(2, "0") for code in codes for depth in (2, 3))

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of the text model that are its branches'; what a wide branch holds is asked by `holds`."""
        return frozenset(class_of(code.ljust(8, "0")) for code in (*self.stated, *self.inferred))

    def holds(self, name: str) -> bool:
        """Whether a class of the text model is its own or lies in one of its branches."""
        return name in self.classes or any(name.startswith(branch) for branch in self.stated)


def read(member: Member, rarity: Rarity, index: TradeIndex, branches: Branches) -> MemberReading:
    """Read a member's profile."""
    phrases = [(skill.name, text) for skill in member.capabilities for text in skill.phrases]
    trades = _trades([text for _, text in phrases], index)
    inferred: dict[str, float] = {}
    for name, surely in trades.items():
        for place, branch in enumerate(branches.trades[name].cpv):
            inferred[branch.code] = max(inferred.get(branch.code, 0.0), surely * (1 + place) ** -FADES)
    kinds = [branches.kinds.get(name, frozenset()) for name in trades]
    return MemberReading(
        member=member,
        phrases=tuple((skill, phrase(text, rarity)) for skill, text in phrases),
        trades=trades,
        near=frozenset(trades).union(*kinds),
        groups=frozenset(branches.trades[name].group for name in trades),
        stated=tuple(branch.significant for branch in member.branches),
        inferred=inferred,
        work={name: work.of_codes((b.code for b in branches.trades[name].cpv), 0.4) for name in trades},
    )


def _trades(phrases: list[str], index: TradeIndex) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in phrases:
        read = tokens(text)
        vague = len(read) == 1 and all(leaf in COMMON for leaf in read[0].leaves)
        for named in index.find(read):
            surely = named.strength * (TRADE_ASIDE if named.aside else 1.0)
            if vague and index.trades[named.trade].broad:
                surely *= BROAD_PHRASE
            found[named.trade] = max(found.get(named.trade, 0.0), surely)
    return found
