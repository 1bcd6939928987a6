"""
Coefficients fitted on judged pairs: `python -m matcher.fit MEMBERS NOTICES JUDGEMENTS` writes data/coefficients.json.

Every profile is fitted twice, with its CPV codes and without, so that both kinds are served. Weights are held at 0 or
above: a signal speaks for or against by the sign of its strength alone. The figures written beside the coefficients
are of whole profiles held out in turn.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from matcher import exchange
from matcher.coefficients import Coefficients
from matcher.context import learn
from matcher.evaluation import RELEVANT, Measures, evaluate
from matcher.regression import NAMES, Prior, fit, points
from matcher.scorer import read_lot, read_member, strengths_of
from model.match import score_of
from model.member import Member

NOTHING_KNOWN: Final = Prior(
    centre=Coefficients(base=0.0, weights=dict.fromkeys(NAMES, 0.0)),
    pull=1.0,
    base_pull=0.0,
)
"""Weights are pulled towards 0 (L2); the base is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judged pair with the strength of every signal."""

    member: str
    notice: str
    grade: int
    strengths: tuple[float, ...]


def strengths(members: Sequence[Member], notices: exchange.Notices, grades: Mapping[str, Any]) -> list[Judged]:
    """What every signal says of every judged pair, at the notice's best lot (the largest sum of strengths)."""
    context, by_id = learn(notices.notices), dict(notices.notices)
    found = []
    for member in members:
        reading = read_member(member, context)
        for key, grade in grades.get(member.id, {}).items():
            if key not in by_id:
                continue
            lots = [read_lot(key, by_id[key], lot, context) for lot in by_id[key].biddable]
            rows = [strengths_of(lot, reading, context) for lot in lots]
            found.append(Judged(member=member.id, notice=key, grade=int(grade), strengths=max(rows, key=sum)))
    return found


def fitted(pairs: Sequence[Judged], without: frozenset[str] = frozenset()) -> Coefficients:
    """The logistic regression of "wanted" on the strengths, pulled towards 0; signals in `without` stay at 0."""
    used = [name not in without for name in NAMES]
    table = [tuple(one if kept else 0.0 for one, kept in zip(pair.strengths, used, strict=True)) for pair in pairs]
    return fit(table, [pair.grade >= RELEVANT for pair in pairs], NOTHING_KNOWN)


def held_out(
    asked: Sequence[Judged], beside: Sequence[Judged], without: frozenset[str] = frozenset()
) -> dict[tuple[str, str], float]:
    """Scores of the asked pairs, each profile scored by what the other profiles' pairs taught."""
    scores = {}
    for member in sorted({pair.member for pair in asked}):
        learnt = fitted([pair for pair in (*asked, *beside) if pair.member != member], without)
        for pair in asked:
            if pair.member == member:
                scores[member, pair.notice] = score_of(points(pair.strengths, learnt))
    return scores


def measured(asked: Sequence[Judged], beside: Sequence[Judged], without: frozenset[str] = frozenset()) -> Measures:
    """How good the held-out scores are."""
    grades: dict[str, dict[str, int]] = {}
    for pair in asked:
        grades.setdefault(pair.member, {})[pair.notice] = pair.grade
    return evaluate(held_out(asked, beside, without), grades).average


def without_codes(members: Sequence[Member]) -> list[Member]:
    """The profiles as they would be if nobody knew CPV."""
    return [
        replace(member, cpv=(), capabilities=tuple(replace(skill, cpv=()) for skill in member.capabilities))
        for member in members
    ]


def report(members: Path, notices: Path, judgements: Path) -> dict[str, Any]:
    """Coefficients, the held-out figures, and what is lost without each signal."""
    profiles, read = exchange.members(members), exchange.notices(notices)
    grades = json.loads(judgements.read_text(encoding="utf-8"))
    coded = strengths(profiles, read, grades)
    bare = strengths(without_codes(profiles), read, grades)
    coefficients = fitted([*coded, *bare])
    return {
        "made_by": "python -m matcher.fit members.json notices.jsonl judgements.json",
        "profiles": len(profiles),
        "pairs": len(coded),
        "base": coefficients.base,
        "weights": dict(coefficients.weights),
        "held_out": {"with_codes": _brief(measured(coded, bare)), "without_codes": _brief(measured(bare, coded))},
        "ablation": {
            name: {
                "with_codes": _brief(measured(coded, bare, frozenset({name}))),
                "without_codes": _brief(measured(bare, coded, frozenset({name}))),
            }
            for name in NAMES
        },
    }


def _brief(measures: Measures) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in asdict(measures).items() if isinstance(value, float)}


if __name__ == "__main__":
    made = report(*(Path(argument) for argument in sys.argv[1:4]))
    target = Path(__file__).with_name("data") / "coefficients.json"
    target.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for kind, figures in made["held_out"].items():
        sys.stdout.write(f"{kind}: {figures}\n")
