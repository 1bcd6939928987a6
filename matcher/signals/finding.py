"""What a signal returns, and what it is given besides lot and member."""

from dataclasses import dataclass

from matcher.reading import Rarity
from model.match import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`strength` is 0-1 (below 0: against); `reason` a sentence in Norwegian; `excludes` ends the matter."""

    strength: float
    reason: str
    quotes: tuple[Quote, ...] = ()
    excludes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beyond the pair: how rare words are."""

    rarity: Rarity
