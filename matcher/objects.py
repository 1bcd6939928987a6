"""Trades that only tell what another is done to: `rør` in "isolering av rør", `havn` in "asfaltering av havna"."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from matcher.recognise import Named, TradeIndex
from matcher.terms import Token

_DONE_TO: Final = re.compile(r"^\W*(?:\w+\W+)?(?:av|på|of|on)\b|^\s*for\b|^\s+$", re.IGNORECASE)
_JOINED: Final = re.compile(r"^\s*(?:og|and|eller)\s*$", re.IGNORECASE)


def done_to(read: Sequence[Token], text: str, named: Sequence[Named], index: TradeIndex) -> frozenset[str]:
    """The trades named right after another, narrow one as what it is done to, and those joined to these."""
    found = set()
    ordered = sorted(named, key=lambda one: (one.first, -one.size, one.trade))
    for before, one in pairwise(ordered):
        between = text[read[before.last].end : read[one.first].start]
        narrow = not index.trades[before.trade].broad and _DONE_TO.search(between)
        if before.last < one.first and (narrow or (before.trade in found and _JOINED.search(between))):
            found.add(one.trade)
    return frozenset(found)
