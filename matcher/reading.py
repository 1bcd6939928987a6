"""A lot as the signals read it: its fields as words, the trades they name, its codes and the kind of work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matcher import work
from matcher.objects import done_to
from matcher.recognise import Named, TradeIndex
from matcher.terms import COMMON, Token, tokens
from model.cpv import Cpv, leaves
from model.match import Quote
from model.notice import Lot, Notice, Place
from model.text import Text

ASIDE_IN_TITLE: Final = 0.6
"""What a word counts that tells in a title where or for whom: `skole` in "nytt tak på skole"."""

TRADE_ASIDE: Final = {"title": 0.5, "body": 0.8}
"""What a trade counts that is named so."""

OBJECT: Final = 0.7
"""What a trade counts that only tells what another is done to: `havn` in "asfaltering av havna"."""

BROAD_BESIDE: Final = 0.4
"""What a broad trade ("totalentreprise") counts beside one that is named surely."""

SURE: Final = 0.7

MODIFIER: Final = {"head": 0.9, "before common": 0.95, "before own": 0.6}
"""What a part of a compound counts: as its head, before a head that says nothing, before one of its own."""

CODES: Final = 8
"""CPV codes of a lot that are weighed; what comes after lists everything."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field's text and its words, and where each word and part of a word stands; `name` is what quotes call it."""

    name: str
    text: str
    tokens: tuple[Token, ...]
    wholes: Mapping[str, Sequence[tuple[int, float]]]
    leaves: Mapping[str, Sequence[tuple[int, float]]]

    def quote(self, first: int, last: int) -> Quote:
        """The words from one token to another as they stand in the text."""
        start, end = self.tokens[first].start, self.tokens[last].end
        return Quote(field=self.name, start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, slots=True)
class Mention:
    """A trade named in a field: how much it counts, and the words that name it."""

    trade: str
    strength: float
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReading:
    """What signals see of a lot: fields of lot and notice, the notice's codes where the lot has none."""

    notice: Notice
    lot: Lot
    titles: tuple[Field, ...]
    bodies: tuple[Field, ...]
    cpv: tuple[Cpv, ...]
    places: tuple[Place, ...]
    title_trades: Mapping[str, Mention]
    body_trades: Mapping[str, Mention]
    title_work: Mapping[str, Token]
    codes: tuple[str, ...]  # of `cpv` those that are weighed, eight digits each
    understood: tuple[tuple[str, float], ...] = ()  # CPV classes read from the text, best first


def read(notice: Notice, lot: Lot, index: TradeIndex, understood: tuple[tuple[str, float], ...] = ()) -> LotReading:
    """Read one lot with the notice around it. With one lot, the notice's own words are the lot's."""
    title_texts, body_texts = texts(notice, lot)
    titles = tuple(_field(name, text, title=True) for name, text in title_texts)
    bodies = tuple(_field(name, text, title=False) for name, text in body_texts)
    cpv = leaves(lot.cpv or notice.cpv)
    return LotReading(
        notice=notice,
        lot=lot,
        titles=titles,
        bodies=bodies,
        cpv=cpv,
        codes=tuple(code.code for code in cpv[:CODES]),
        places=lot.places or notice.places,
        title_trades=_mentions(titles, index, TRADE_ASIDE["title"]),
        body_trades=_mentions(bodies, index, TRADE_ASIDE["body"]),
        title_work=work.named(token for one in titles for token in one.tokens),
        understood=understood,
    )


def texts(notice: Notice, lot: Lot) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The texts that count as the lot's titles and as its descriptions, each with its field's name, none twice."""
    alone = len(notice.biddable) == 1
    titles = [*_named("lot.title", lot.title)]
    if alone or not lot.title:
        titles += _named("notice.title", notice.title)
    bodies = [*_named("lot.description", lot.description), *_named("lot.note", lot.note)]
    if alone or not lot.description:
        bodies += _named("notice.description", notice.description)
    elif not alone:
        bodies += _named("notice.title", notice.title)
    seen: set[str] = set()
    return _unseen(titles, seen), _unseen(bodies, seen)


def buyer_id(notice: Notice) -> str | None:
    """The buyer as its history is kept: by organisation number, else by name."""
    buyer = notice.buyers[0] if notice.buyers else None
    return None if buyer is None else buyer.orgnr or buyer.name.casefold().strip()


def _named(name: str, text: Text) -> list[tuple[str, str]]:
    return [(name, words) for _, words in text.versions]


def _unseen(found: Iterable[tuple[str, str]], seen: set[str]) -> list[tuple[str, str]]:
    kept = []
    for name, text in found:
        if text not in seen:
            seen.add(text)
            kept.append((name, text))
    return kept


def _field(name: str, text: str, *, title: bool) -> Field:
    found = tokens(text)
    wholes: dict[str, list[tuple[int, float]]] = {}
    parts: dict[str, list[tuple[int, float]]] = {}
    for at, token in enumerate(found):
        counts = ASIDE_IN_TITLE if title and token.aside else 1.0
        wholes.setdefault(token.whole, []).append((at, counts))
        if token.telling == (token.whole,):
            parts.setdefault(token.whole, []).append((at, counts))
        for place, part in enumerate(token.parts):
            parts.setdefault(part, []).append((at, counts * _as_part(token.parts, place)))
    return Field(name, text, found, wholes, parts)


def _as_part(parts: tuple[str, ...], place: int) -> float:
    if place == len(parts) - 1:
        return MODIFIER["head"]
    return MODIFIER["before common" if all(part in COMMON for part in parts[place + 1 :]) else "before own"]


def _mentions(fields: Iterable[Field], index: TradeIndex, aside: float) -> dict[str, Mention]:
    best: dict[str, tuple[float, Named, Field]] = {}
    for one in fields:
        every = index.find(one.tokens)
        objects = done_to(one.tokens, one.text, [named for named in every if named.strength >= SURE], index)
        for named in every:
            strength = named.strength * (aside if named.aside else OBJECT if named.trade in objects else 1.0)
            if strength > best.get(named.trade, (0.0,))[0]:
                best[named.trade] = (strength, named, one)
    sure = any(strength >= SURE and not index.trades[trade].broad for trade, (strength, _, _) in best.items())
    return {
        trade: Mention(
            trade,
            strength * (BROAD_BESIDE if sure and index.trades[trade].broad else 1.0),
            one.quote(named.first, named.last),
        )
        for trade, (strength, named, one) in best.items()
    }
