"""Finding a phrase in a field: on words, never on whole texts, within a window, weighted by how rare each word is."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from matcher.reading import Field, Rarity, tokens

WINDOW = 10
"""Words within which a phrase's words must stand to be one phrase."""

ENOUGH = 0.35
"""Share of a phrase's weight that must be found; what is found counts by its share."""

FUZZY_FROM = 7
"""Letters from which one typing error is forgiven: shorter words differ by one letter and mean something else."""

PART_FROM = 5
"""Letters from which a word is looked for inside compounds, at their beginning or end."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: the share of its weight, how rare the found words are (0-1), and where they stand."""

    phrase: str
    coverage: float
    rarity: float
    field: str
    start: int
    end: int
    text: str


def find(phrase: str, field: Field, rarity: Rarity) -> Hit | None:
    """The phrase's best place in a field, or None where too little of it is there."""
    wanted = _stems(phrase)
    if not wanted or not field.tokens:
        return None
    weights = {stem: max(rarity.of(stem), 0.05) for stem in wanted}
    places = [
        (index, stem) for index, token in enumerate(field.tokens) for stem in wanted if same_word(stem, token.stem)
    ]
    best: tuple[float, int, int, int] | None = None
    for first in range(len(places)):
        held: dict[str, int] = {}
        for index, stem in places[first:]:
            if index - places[first][0] > WINDOW:
                break
            held.setdefault(stem, index)
        share = sum(weights[stem] for stem in held) / sum(weights.values())
        span = max(held.values()) - min(held.values())
        if best is None or (share, -span) > (best[0], -best[1]):
            best = (share, span, min(held.values()), max(held.values()))
    if best is None or best[0] < ENOUGH:
        return None
    start, end = field.tokens[best[2]].start, field.tokens[best[3]].end
    heaviest = max(weights.values())
    return Hit(phrase, best[0], heaviest, field.name, start, end, field.text[start:end])


@lru_cache(maxsize=1_000_000)
def same_word(stem: str, other: str) -> bool:
    """Whether a word of a notice is the phrase's word: the same stem, one slip of the pen, or a compound of it."""
    if stem == other:
        return True
    if len(stem) >= PART_FROM and len(other) >= len(stem) + 3 and (other.startswith(stem) or other.endswith(stem)):
        return True
    if len(other) >= PART_FROM + 1 and len(stem) >= len(other) + 3 and stem.startswith(other):
        return len(other) >= FUZZY_FROM
    return min(len(stem), len(other)) >= FUZZY_FROM and abs(len(stem) - len(other)) <= 1 and _near(stem, other)


def _near(one: str, other: str) -> bool:
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=10_000)
def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.stem for token in tokens(phrase)))
