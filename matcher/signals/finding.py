"""What a signal returns, and what it is given besides lot and member."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.branches import Branches
from matcher.coefficients import SCORER, Coefficients, shipped
from matcher.learning import Taste
from matcher.rarity import Rarity
from matcher.recognise import TradeIndex
from matcher.understanding import Understanding
from model.match import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`strength` is 0-1 (below 0: against); `reason` a sentence in Norwegian; `quotes` the words it rests on."""

    strength: float
    reason: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """What is known beyond the pair: how rare words are, the trades and their codes, what the archive has taught."""

    rarity: Rarity
    index: TradeIndex
    branches: Branches
    understanding: Understanding
    bought: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # buyer -> CPV class -> notices
    coefficients: Coefficients = field(default_factory=shipped)
    scorer: str = SCORER
    tastes: Mapping[str, Taste] = field(default_factory=dict)  # member -> what its judgements taught
