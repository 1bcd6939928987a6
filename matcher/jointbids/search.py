"""The smallest teams that cover what can be covered and reach the value: exact branch and bound on bit masks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

LARGEST: Final = 5
"""Members of a team; the competition authority asks for no more than the job needs, and more cannot be led."""

MOST: Final = 3
"""Teams proposed."""

EXACT_MEMBERS: Final = 200
EXACT_NEEDS: Final = 20
"""Up to here branch and bound answers (60 members in under 100 ms, 200 in about a second); beyond it `solver` does."""

UNLIMITED: Final = 1 << 62
"""Room of a member that states no largest size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Puzzle:
    """
    Candidates by their place: a bit mask of the needs each covers, and the size it takes.

    `rivals` masks the needs on which two candidates compete; `overlaps` is how often that may happen in a team, None
    for any. `surely` counts the needs a candidate covers outright: it only parts teams that are otherwise equal.
    """

    needs: int
    covers: tuple[int, ...]
    room: tuple[int, ...]
    surely: tuple[int, ...]
    rivals: int
    value: int = 0
    overlaps: int | None = None


Key = tuple[int, int, int, tuple[int, ...]]


def best_teams(puzzle: Puzzle, most: int = MOST) -> list[tuple[int, ...]]:
    """
    The best teams, best first: fewest needs left out, fewest members, fewest overlaps; nobody in them superfluous.

    Empty where no team of LARGEST reaches the value.
    """
    if sum(sorted(puzzle.room, reverse=True)[:LARGEST]) < puzzle.value:
        return []
    for left_out in range(puzzle.needs):
        found = _Search(puzzle, most, left_out).run()
        if found:
            return found
    return []


def key(puzzle: Puzzle, team: tuple[int, ...]) -> Key:
    """What teams that cover as much are compared by: size, overlaps, needs covered outright, places."""
    return (len(team), overlaps(puzzle, team), -sum(puzzle.surely[one] for one in team), team)


def overlaps(puzzle: Puzzle, team: Iterable[int]) -> int:
    """How many coverings of rival needs are one too many."""
    seen = more = 0
    for one in team:
        mine = puzzle.covers[one] & puzzle.rivals
        more += (mine & seen).bit_count()
        seen |= mine
    return more


def suffices(puzzle: Puzzle, team: Iterable[int], wanted: int) -> bool:
    """Whether a team covers the wanted needs and reaches the value."""
    held = room = 0
    for one in team:
        held |= puzzle.covers[one]
        room += puzzle.room[one]
    return held & wanted == wanted and room >= puzzle.value


def superfluous(puzzle: Puzzle, team: tuple[int, ...], wanted: int) -> list[int]:
    """The drop-one test: whom the team can do without."""
    return [one for one in team if suffices(puzzle, (other for other in team if other != one), wanted)]


@dataclass
class _Search:
    puzzle: Puzzle
    most: int
    left_out: int
    found: dict[tuple[int, ...], Key] = field(default_factory=dict)
    worst: Key | None = None

    def run(self) -> list[tuple[int, ...]]:
        self._step((), (1 << self.puzzle.needs) - 1, 0, 0, self.left_out)
        return sorted(self.found, key=self.found.__getitem__)

    def _step(self, team: tuple[int, ...], open_: int, skipped: int, banned: int, skips: int) -> None:
        free = [one for one in range(len(self.puzzle.covers)) if not banned >> one & 1]
        if not self._hopeful(team, open_, free, skips):
            return
        if not open_:
            self._whole(team, skipped, free, banned)
            return
        need, able = min(
            ((1 << at, [one for one in free if self.puzzle.covers[one] >> at & 1]) for at in _bits(open_)),
            key=lambda pair: len(pair[1]),
        )
        for one in sorted(able, key=lambda one: -(self.puzzle.covers[one] & open_).bit_count()):
            banned |= 1 << one
            self._step((*team, one), open_ & ~self.puzzle.covers[one], skipped, banned, skips)
        if skips:
            self._step(team, open_ & ~need, skipped | need, banned, skips - 1)

    def _whole(self, team: tuple[int, ...], skipped: int, free: list[int], banned: int) -> None:
        """Everything is covered: a team, or one that still wants size."""
        wanted = ((1 << self.puzzle.needs) - 1) & ~skipped
        if suffices(self.puzzle, team, wanted):
            ordered = tuple(sorted(team))
            if ordered not in self.found and not superfluous(self.puzzle, ordered, wanted):
                self._keep(ordered)
            return
        for one in free:
            banned |= 1 << one
            self._step((*team, one), 0, skipped, banned, 0)

    def _keep(self, team: tuple[int, ...]) -> None:
        mine = key(self.puzzle, team)
        if self.puzzle.overlaps is not None and mine[1] > self.puzzle.overlaps:
            return
        self.found[team] = mine
        if len(self.found) > self.most:
            del self.found[max(self.found, key=self.found.__getitem__)]
        if len(self.found) == self.most:
            self.worst = max(self.found.values())

    def _hopeful(self, team: tuple[int, ...], open_: int, free: list[int], skips: int) -> bool:
        """Whether a team from here can still be among the best: by places left, needs and size to be had in them."""
        largest = LARGEST if self.worst is None else min(LARGEST, self.worst[0])
        places = largest - len(team)
        missing = self.puzzle.value - sum(self.puzzle.room[one] for one in team)
        if places < 0 or (not places and (missing > 0 or open_.bit_count() > skips)):
            return False
        crossed = overlaps(self.puzzle, team)
        if self.puzzle.overlaps is not None and crossed > self.puzzle.overlaps:
            return False
        if self.worst is not None and not places and (len(team), crossed) > self.worst[:2]:
            return False
        if missing > 0 and sum(sorted((self.puzzle.room[one] for one in free), reverse=True)[:places]) < missing:
            return False
        wanted = open_.bit_count() - skips
        if wanted <= 0:
            return True
        gains = sorted(((self.puzzle.covers[one] & open_).bit_count() for one in free), reverse=True)
        return sum(gains[:places]) >= wanted


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
