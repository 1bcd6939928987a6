"""Trades that a contract's texts name, with the words that name them and whether they are asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from matcher.jointbids.vocabulary import Known, names_place
from matcher.jointbids.wording import Piece, Standing, denied, minor, placed, stretches
from matcher.objects import done_to
from matcher.terms import tokens

SURE: Final = 0.9
"""How surely words must name a trade to be looked at; heads of compounds (industrimaling) do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A trade named in a piece of text."""

    trade: str
    strength: float
    quote: str
    piece: Piece
    at: int
    aside: bool
    minor: bool
    denied: bool

    of: bool  # what another trade is done to: `stål` in "maling av stål"

    @property
    def asked(self) -> bool:
        """Whether the words ask for it as work of some size."""
        return self.piece.standing is Standing.ASKED and not self.minor and not self.denied and not self.of

    @property
    def taken_out(self) -> bool:
        """Whether the words take it out of the contract, or let it be handed on."""
        return self.denied or self.piece.standing in {Standing.RELEASED, Standing.EXCLUDED}


def mentions(found: Iterable[Piece], known: Known) -> tuple[Mention, ...]:
    """Every trade named in the pieces, in order."""
    return tuple(mention for piece in found for mention in _in(piece, known))


def _in(piece: Piece, known: Known) -> Iterator[Mention]:
    for start, stretch in stretches(piece.text):
        read = tokens(stretch)
        named = [one for one in known.index.find(read) if one.strength >= SURE]
        objects = done_to(read, stretch, named, known.index)
        for one in sorted(named, key=lambda one: (one.first, -one.size, one.trade)):
            first, last = start + read[one.first].start, start + read[one.last].end
            before, after = piece.text[:first], piece.text[last:]
            yield Mention(
                trade=one.trade,
                strength=one.strength,
                quote=piece.text[first:last],
                piece=piece,
                at=first,
                aside=one.aside and (piece.title or names_place(one.trade)),
                minor=minor(before, after),
                denied=denied(before),
                of=one.trade in objects or (not piece.title and placed(before, after)),
            )
