"""`evaluate`: how good a ranking is, measured on judged pairs alone."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from matcher import exchange
from matcher.rank import best_lots
from matcher.trades import Trade

RELEVANT: Final = 2
"""Grades from here on are wanted (0 not relevant, 1 marginal, 2 wanted, 3 core)."""

THRESHOLD: Final = 50.0
"""The score from which a match is an alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Means over members with a relevant notice; precision, recall and Brier over all judged pairs."""

    members: int
    pairs: int
    ndcg_at_10: float
    p_at_5: float
    p_at_10: float
    average_precision: float
    precision_at_threshold: float
    recall_at_threshold: float
    brier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The averages, and the same for each member (without those that need a relevant notice where there is none)."""

    average: Measures
    per_member: Mapping[str, Measures]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"average": asdict(self.average), "members": {id_: asdict(one) for id_, one in self.per_member.items()}}


def evaluate_files(members: Path, notices: Path, judgements: Path, trades: Sequence[Trade] = ()) -> Evaluation:
    """Rank the files and measure the ranking on the judged pairs. Raises exchange.ExchangeError."""
    profiles, read = exchange.members(members), exchange.notices(notices)
    try:
        grades = json.loads(judgements.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise exchange.ExchangeError(f"{judgements}: {error}") from None
    scores = {(match.member, match.notice): match.score for match in best_lots(profiles, read, trades)}
    return evaluate(scores, {member.id: grades.get(member.id, {}) for member in profiles})


def evaluate(scores: Mapping[tuple[str, str], float], grades: Mapping[str, Mapping[str, int]]) -> Evaluation:
    """Measure scores (0-100) against grades (0-3). A judged pair without a score scores 0; ties count against us."""
    per_member = {}
    for member, judged in grades.items():
        pairs = [(scores.get((member, notice), 0.0), grade) for notice, grade in judged.items()]
        if pairs:
            per_member[member] = _measure([pairs], pairs)
    every = [[(scores.get((m, n), 0.0), g) for n, g in judged.items()] for m, judged in grades.items() if judged]
    return Evaluation(average=_measure(every, [pair for pairs in every for pair in pairs]), per_member=per_member)


def _measure(rankings: Sequence[Sequence[tuple[float, int]]], pairs: Sequence[tuple[float, int]]) -> Measures:
    ranked = [_order(ranking) for ranking in rankings if any(grade >= RELEVANT for _, grade in ranking)]
    alerts = [grade >= RELEVANT for score, grade in pairs if score >= THRESHOLD]
    wanted = sum(grade >= RELEVANT for _, grade in pairs)
    return Measures(
        members=len(ranked),
        pairs=len(pairs),
        ndcg_at_10=_mean([ndcg(grades, 10) for grades in ranked]),
        p_at_5=_mean([_precision(grades, 5) for grades in ranked]),
        p_at_10=_mean([_precision(grades, 10) for grades in ranked]),
        average_precision=_mean([average_precision(grades) for grades in ranked]),
        precision_at_threshold=sum(alerts) / len(alerts) if alerts else 0.0,
        recall_at_threshold=sum(alerts) / wanted if wanted else 0.0,
        brier=_mean([(score / 100 - (grade >= RELEVANT)) ** 2 for score, grade in pairs]),
    )


def _order(ranking: Sequence[tuple[float, int]]) -> list[int]:
    return [grade for _, grade in sorted(ranking, key=lambda pair: (-pair[0], pair[1]))]


def ndcg(grades: Sequence[int], depth: int) -> float:
    """Normalised discounted cumulative gain with gain 2^grade - 1 (Burges et al. 2005); 1.0 is the best order."""
    best = _gain(sorted(grades, reverse=True)[:depth])
    return _gain(grades[:depth]) / best if best else 0.0


def average_precision(grades: Sequence[int]) -> float:
    """Mean of the precision at each relevant one."""
    hits, total = 0, 0.0
    for position, grade in enumerate(grades, start=1):
        if grade >= RELEVANT:
            hits += 1
            total += hits / position
    return total / hits if hits else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(position + 1) for position, grade in enumerate(grades, start=1))


def _precision(grades: Sequence[int], depth: int) -> float:
    """Share of relevant ones among the first `depth`; a list with fewer relevant ones cannot reach 1."""
    return sum(grade >= RELEVANT for grade in grades[:depth]) / depth


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
