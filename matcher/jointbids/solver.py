"""Teams of clusters too large for branch and bound: the same question put to HiGHS through scipy.optimize.milp."""

from typing import Any, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.jointbids.search import EXACT_MEMBERS, EXACT_NEEDS, LARGEST, MOST, Puzzle, best_teams

SKIP: Final = 1e6
MEMBER: Final = 1e3
OVERLAP: Final = 1.0
PLACE: Final = 1e-6
"""Costs, each level above all that lies below it: a need left out, a member, an overlap, a later place."""

SECONDS: Final = 10.0


def teams(puzzle: Puzzle) -> list[tuple[int, ...]]:
    """The best teams, exact where the cluster's size allows branch and bound, by the solver beyond."""
    if len(puzzle.covers) <= EXACT_MEMBERS and puzzle.needs <= EXACT_NEEDS:
        return best_teams(puzzle)
    return solved(puzzle)


def solved(puzzle: Puzzle, most: int = MOST) -> list[tuple[int, ...]]:
    """The best teams by the solver; each found team, and all that hold it, is ruled out before the next is sought."""
    found: list[tuple[int, ...]] = []
    while len(found) < most:
        team = _solve(puzzle, found)
        if team is None or (found and _left_out(puzzle, team) > _left_out(puzzle, found[0])):
            break
        found.append(team)
    return found


def _left_out(puzzle: Puzzle, team: tuple[int, ...]) -> int:
    held = 0
    for one in team:
        held |= puzzle.covers[one]
    return puzzle.needs - held.bit_count()


def _solve(puzzle: Puzzle, ruled_out: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    """Variables: who is in the team, which need is left out, how often a need is covered once too often."""
    members, needs = len(puzzle.covers), puzzle.needs
    covers = np.array([[mask >> at & 1 for mask in puzzle.covers] for at in range(needs)], dtype=float)
    rivals = np.array([puzzle.rivals >> at & 1 for at in range(needs)], dtype=float)
    one, none = np.eye(needs), np.zeros((needs, needs))
    size = np.concatenate([np.ones(members), np.zeros(2 * needs)])
    room = np.minimum(np.array(puzzle.room, dtype=float), float(max(puzzle.value, 1)))
    rules: list[Any] = [
        LinearConstraint(np.hstack([covers, one, none]), lb=1),
        LinearConstraint(np.hstack([covers * rivals[:, None], none, -one]), ub=1),
        LinearConstraint(size, ub=LARGEST),
        LinearConstraint(np.concatenate([room / max(puzzle.value, 1), np.zeros(2 * needs)]), lb=min(puzzle.value, 1)),
    ]
    if puzzle.overlaps is not None:
        rules.append(LinearConstraint(np.concatenate([np.zeros(members + needs), rivals]), ub=puzzle.overlaps))
    for team in ruled_out:
        row = np.zeros(members + 2 * needs)
        row[list(team)] = 1
        rules.append(LinearConstraint(row, ub=len(team) - 1))
    cost = np.concatenate([
        MEMBER + PLACE * np.arange(members), np.full(needs, SKIP), OVERLAP * rivals
    ])  # fmt: skip
    high = np.concatenate([np.ones(members + needs), np.full(needs, LARGEST)])
    kinds = np.ones(members + 2 * needs, dtype=int)
    answer = milp(cost, constraints=rules, bounds=Bounds(0, high), integrality=kinds, options={"time_limit": SECONDS})
    if answer.x is None:
        return None
    return tuple(int(at) for at in np.flatnonzero(answer.x[:members] > 0.5))
