"""What the matcher knows before it sees a pair: learnt from the notices at hand, the trades, and CPV's labels."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from matcher import trades as trade_list
from matcher.branches import Branches
from matcher.rarity import learn as learn_rarity
from matcher.reading import buyer_id
from matcher.recognise import TradeIndex
from matcher.signals.finding import Context
from matcher.trades import Trade
from matcher.understanding import Document, Understanding, class_of
from model.notice import Notice


def learn(notices: Iterable[tuple[str, Notice]], extra: Sequence[Trade] = ()) -> Context:
    """Learn from (key, notice) pairs: rare words, which words stand with which codes, who has bought what."""
    known = list(notices)
    trades = trade_list.laid_over(trade_list.shipped(), extra)
    return Context(
        rarity=learn_rarity(notice for _, notice in known),
        index=TradeIndex(trades),
        branches=Branches(trades),
        understanding=Understanding([document(key, notice) for key, notice in known], trades),
        bought=_bought(notice for _, notice in known),
    )


def document(key: str, notice: Notice) -> Document:
    """A notice as the model of texts and codes reads it."""
    titles = [notice.title.best, *(lot.title.best for lot in notice.biddable)]
    bodies = [notice.description.best, *(lot.description.best for lot in notice.biddable)]
    return Document(
        key=key,
        title=" . ".join(dict.fromkeys(titles)),
        body=" ".join(dict.fromkeys(bodies)),
        codes=tuple(dict.fromkeys(code.code for code in notice.cpv)),
    )


def _bought(notices: Iterable[Notice]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for notice in notices:
        buyer = buyer_id(notice)
        if buyer is not None:
            found[buyer].update({class_of(code.code) for code in notice.cpv})
    return found
