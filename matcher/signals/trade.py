"""Signals from trades: those the notice names beside the member's own, whatever words and language they use."""

from collections.abc import Mapping
from typing import Final

from matcher.profiles import MemberReading
from matcher.reading import BROAD_BESIDE, LotReading, Mention
from matcher.signals.finding import Context, Finding

NAMED: Final = 0.5
"""From here on a trade of the member's own counts as named in the title: then others beside it speak less."""

SAME_GROUP: Final = 0.5
"""What another trade counts against a member that works in its group."""

UNCODED: Final = 0.5
"""How well codes agree with a trade where the lot has none."""


def trade_in_title(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The title names a trade of the member's, counted by its share of all trades the title names."""
    del context
    own = _own(lot.title_trades, member)
    if not own:
        return None
    share = sum(strength for strength, _ in own) / sum(mention.strength for mention in lot.title_trades.values())
    _, best = own[0]
    return _finding(min(1.0, share), best, "Tittelen gjelder {trade} («{words}»)")


def trade_in_description(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The description names a trade of the member's, counted by how well the CPV codes agree with that trade."""
    agreeing = [
        (strength * code_agreement(lot, mention.trade, context), mention)
        for strength, mention in _own(lot.body_trades, member)
    ]
    strength, best = max(agreeing, key=lambda pair: (pair[0], pair[1].trade), default=(0.0, None))
    return None if best is None else _finding(strength, best, "Beskrivelsen gjelder {trade} («{words}»)")


def further_trades(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The description names more than one of the member's trades."""
    del context
    own = _own(lot.body_trades, member)
    if len(own) < 2:
        return None
    named = ", ".join(mention.trade for _, mention in own[:4])
    quotes = tuple(mention.quote for _, mention in own[:4])
    return Finding(strength=min(1.0, (len(own) - 1) / 2), reason=f"Flere av deres fag er nevnt: {named}", quotes=quotes)


def related_trade(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """The title names a trade of the same group as one of the member's."""
    found = [
        mention for mention in lot.title_trades.values() if context.index.trades[mention.trade].group in member.groups
    ]
    best = max(found, key=lambda mention: (mention.strength, mention.trade), default=None)
    return None if best is None else _finding(best.strength, best, "«{words}» ligger nær deres fag")


def other_trade(lot: LotReading, member: MemberReading, context: Context) -> Finding | None:
    """Negative: the title names a trade that is not the member's, and none that is."""
    own = _own(lot.title_trades, member)
    if own and own[0][0] >= NAMED:
        return None
    found = [
        (_alien(mention, member, context) * (1 - _overlap(mention.trade, member, context)), mention)
        for mention in lot.title_trades.values()
        if mention.trade not in member.trades
    ]
    strength, best = max(found, key=lambda pair: (pair[0], pair[1].trade), default=(0.0, None))
    return None if best is None else _finding(-strength, best, "Tittelen gjelder {trade} («{words}»), et annet fag")


def code_agreement(lot: LotReading, trade: str, context: Context) -> float:
    """How well the lot's CPV codes agree with a trade, 0-1; a half where it has none."""
    return max((context.branches.of(code).get(trade, 0.0) for code in lot.codes), default=UNCODED)


def _own(mentions: Mapping[str, Mention], member: MemberReading) -> list[tuple[float, Mention]]:
    found = [
        (mention.strength * member.trades[mention.trade], mention)
        for mention in mentions.values()
        if mention.trade in member.trades
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].trade))


def _alien(mention: Mention, member: MemberReading, context: Context) -> float:
    """How much a trade that is not the member's speaks against it: less where it is broad or of the member's group."""
    trade = context.index.trades[mention.trade]
    return (
        mention.strength
        * (BROAD_BESIDE if trade.broad else 1.0)
        * (SAME_GROUP if trade.group in member.groups else 1.0)
    )


def _overlap(trade: str, member: MemberReading, context: Context) -> float:
    """The share of CPV groups (four digits) that a trade has in common with the member's nearest trade."""
    groups = context.branches.groups[trade]
    return max((_shared(groups, context.branches.groups[own]) for own in member.trades), default=0.0)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _finding(strength: float, mention: Mention, sentence: str) -> Finding | None:
    if not strength:
        return None
    reason = sentence.format(trade=mention.trade, words=mention.quote.text)
    return Finding(strength=strength, reason=reason, quotes=(mention.quote,))
