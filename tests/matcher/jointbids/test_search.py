"""The exact search against every team tried, and the solver against both."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.jointbids.search import LARGEST, UNLIMITED, Puzzle, best_teams, key, overlaps, suffices, superfluous
from matcher.jointbids.solver import solved

NEEDS = 5


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    members = draw(st.integers(1, 8))
    covers = draw(st.lists(st.integers(1, (1 << NEEDS) - 1), min_size=members, max_size=members))
    rooms = st.one_of(st.just(UNLIMITED), st.integers(1, 10))
    held = 0
    for one in covers:
        held |= one
    narrowed = [_narrowed(one, held) for one in covers]
    return Puzzle(
        needs=held.bit_count(),
        covers=tuple(narrowed),
        room=tuple(draw(st.lists(rooms, min_size=members, max_size=members))),
        surely=tuple(draw(st.lists(st.integers(0, 2), min_size=members, max_size=members))),
        rivals=draw(st.integers(0, (1 << held.bit_count()) - 1)),
        value=draw(st.integers(0, 25)),
        overlaps=draw(st.sampled_from((None, None, 0))),
    )


def _narrowed(mask: int, held: int) -> int:
    """The mask without the needs nobody covers."""
    kept = [at for at in range(NEEDS) if held >> at & 1]
    return sum(1 << place for place, at in enumerate(kept) if mask >> at & 1)


def every_team(puzzle: Puzzle) -> list[tuple[int, ...]]:
    """The slow twin: every team of up to five, for each choice of needs left out, fewest first."""
    members = range(len(puzzle.covers))
    teams = [team for size in range(1, LARGEST + 1) for team in combinations(members, size)]
    for left_out in range(puzzle.needs):
        found = set()
        for skipped in combinations(range(puzzle.needs), left_out):
            wanted = sum(1 << at for at in range(puzzle.needs) if at not in skipped)
            found |= {
                team
                for team in teams
                if suffices(puzzle, team, wanted)
                and not superfluous(puzzle, team, wanted)
                and (puzzle.overlaps is None or overlaps(puzzle, team) <= puzzle.overlaps)
            }
        if found:
            return sorted(found, key=lambda team: key(puzzle, team))
    return []


@settings(max_examples=150, deadline=None)
@given(puzzles())
def test_the_exact_search_finds_what_trying_every_team_finds(puzzle: Puzzle) -> None:
    assert best_teams(puzzle) == every_team(puzzle)[:3]


@settings(max_examples=20, deadline=None)
@given(puzzles())
def test_the_solver_finds_as_good_a_team(puzzle: Puzzle) -> None:
    exact, by_solver = best_teams(puzzle), solved(puzzle)

    assert bool(exact) == bool(by_solver)
    if exact:
        assert key(puzzle, by_solver[0])[:2] == key(puzzle, exact[0])[:2]


@settings(max_examples=60, deadline=None)
@given(puzzles())
def test_nobody_in_a_team_is_superfluous(puzzle: Puzzle) -> None:
    for team in best_teams(puzzle):
        held = 0
        for one in team:
            held |= puzzle.covers[one]

        assert not superfluous(puzzle, team, held) or puzzle.needs > held.bit_count()
