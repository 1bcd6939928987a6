"""
Milliseconds to find the three best teams, for clusters of 24, 60, 200 and 300 members and 8, 15 and 20 needs.

    python benchmarks/jointbids.py [ROUNDS]

Each member covers about one need in six. Aim: under 100 ms for up to 60 members; 300 are the solver's.
"""

import random
import statistics
import sys
import time

from matcher.jointbids.search import EXACT_MEMBERS, Puzzle
from matcher.jointbids.solver import teams

SIZES = ((24, 8), (24, 15), (60, 8), (60, 15), (60, 20), (200, 20), (300, 20))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for members, needs in SIZES:
        taken = []
        for seed in range(rounds if members <= EXACT_MEMBERS else 1):
            puzzle = a_puzzle(random.Random(seed), members, needs)  # noqa: S311 - a benchmark's made-up cluster
            start = time.perf_counter()
            teams(puzzle)
            taken.append(1000 * (time.perf_counter() - start))
        median, worst = statistics.median(taken), max(taken)
        print(f"{members:>4} members {needs:>3} needs  median {median:8.1f} ms  worst {worst:8.1f} ms")


def a_puzzle(chance: random.Random, members: int, needs: int) -> Puzzle:
    """A cluster in which each member covers about a sixth of the needs, and takes 5 to 40 million."""
    covers = [sum(1 << at for at in range(needs) if chance.random() < 1 / 6) for _ in range(members)]
    for at in range(needs):
        covers[chance.randrange(members)] |= 1 << at
    return Puzzle(
        needs=needs,
        covers=tuple(covers),
        room=tuple(chance.randrange(5, 40) for _ in range(members)),
        surely=tuple(mask.bit_count() for mask in covers),
        rivals=(1 << needs) - 1,
        value=30,
    )


if __name__ == "__main__":
    main()
