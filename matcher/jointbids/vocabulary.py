"""What joint bids know beyond the matcher: classes of trades, trades that name places, who does which trade as well."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from matcher import rarity as rarities
from matcher import trades as trade_list
from matcher.branches import Branches
from matcher.rarity import Rarity
from matcher.recognise import TradeIndex
from matcher.trades import Trade
from model.notice import Notice

BUILDER: Final = "bygging av bygg"
"""The trade that stands for every building."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What a night knows before it breaks contracts into needs: rare words, the trades and their codes."""

    rarity: Rarity
    index: TradeIndex
    branches: Branches


def learn(notices: Iterable[tuple[str, Notice]], extra: Sequence[Trade] = ()) -> Known:
    """Learn from (key, notice) pairs; trades of one's own are laid over the shipped ones and their short names."""
    known = trade_list.laid_over(trade_list.laid_over(trade_list.shipped(), _short()), extra)
    return Known(
        rarity=rarities.learn(notice for _, notice in notices), index=TradeIndex(known), branches=Branches(known)
    )


def classes(trade: Trade) -> frozenset[str]:
    """The classes of contracts a trade is bought in; none for what stands alone."""
    grouped = {name for name, groups in table()["classes"].items() if trade.group in groups}
    return frozenset(grouped | {name for name, trades in table()["also_in"].items() if trade.name in trades})


def names_place(trade: str) -> bool:
    """Whether the trade's words often tell only where the work is done."""
    return trade in table()["places"]["trades"]


def says_nothing(trade: str) -> bool:
    """Whether a description that names the trade asks for nothing by it."""
    return trade in table()["places"]["never"]


def is_general(trade: str) -> bool:
    """Whether the trade's words are said of any work: a need only where nothing else is named, or a code agrees."""
    return trade in table()["general"]["trades"]


def trade_of(code: str) -> str | None:
    """The trade a code is used for where its place among the branches would tell another."""
    told: str | None = table()["codes"].get(code)
    return told


def is_building(trade: str) -> bool:
    """Whether the trade is one of those a builder covers, whatever the building."""
    return trade in table()["building"]["trades"]


def is_umbrella(trade: str, quote: str) -> bool:
    """Whether a trade, or the words that name it, stand for all trades together."""
    known = table()["umbrella"]
    return trade in known["trades"] or any(word in quote.casefold() for word in known["words"])


def is_road_name(quote: str) -> bool:
    """Whether the words name a road: they say where the work is done."""
    return quote.casefold().startswith(tuple(table()["roads"]["names"]))


@cache
def builder_words() -> frozenset[str]:
    """Words that ask for a builder even where the trades inside the building are named."""
    return frozenset(table()["building"]["asked"].split())


def also(trade: str) -> frozenset[str]:
    """The trades that whoever does this one does as well."""
    return frozenset(table()["also"].get(trade, ()))


@cache
def table() -> Mapping[str, Any]:
    """matcher/data/needs.toml."""
    return tomllib.loads(files("matcher.data").joinpath("needs.toml").read_text(encoding="utf-8"))


def _short() -> tuple[Trade, ...]:
    return tuple(
        Trade(name=name, group="", words=tuple(words), cpv=()) for name, words in table()["short"].items()
    )  # fmt: skip
