"""
The trades of public procurement: what each is called in five languages, and where it stands in CPV.

To add a trade or a word: a line in a `trades.toml` beside klyngeradar.toml, laid over matcher/data/trades.toml.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from model.cpv import Cpv


class TradesError(ValueError):
    """A file of trades that cannot be used; the message names the trade and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A trade: the words it is called by (any language) and the CPV branches it is bought under."""

    name: str
    group: str
    words: tuple[str, ...]
    cpv: tuple[Cpv, ...]
    broad: bool = False  # its words stand beside every other's: "totalentreprise", "skole"


@cache
def shipped() -> tuple[Trade, ...]:
    """The trades that come with the program."""
    return read(files("matcher.data").joinpath("trades.toml").read_text(encoding="utf-8"))


def names() -> Iterable[str]:
    """Every word of the shipped trades."""
    return (word for trade in shipped() for word in (trade.name, *trade.words))


def read(text: str) -> tuple[Trade, ...]:
    """Trades of a TOML file: tables of groups, in them `name = { words = [...], cpv = [...] }`. Raises TradesError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TradesError(f"not valid TOML: {error}") from None
    found: list[Trade] = []
    for group, members in table.items():
        if not isinstance(members, Mapping):
            raise TradesError(f"{group!r} must be a table of trades")
        found.extend(_trade(group, name, entry) for name, entry in members.items())
    return tuple(found)


def laid_over(below: Iterable[Trade], above: Iterable[Trade]) -> tuple[Trade, ...]:
    """Both lists as one: a trade of the same name gets the words and codes of both."""
    merged = {trade.name: trade for trade in below}
    for trade in above:
        known = merged.get(trade.name, trade)
        merged[trade.name] = Trade(
            name=trade.name,
            group=known.group,
            words=tuple(dict.fromkeys((*known.words, *trade.words))),
            cpv=tuple(dict.fromkeys((*known.cpv, *trade.cpv))),
            broad=known.broad,
        )
    return tuple(merged.values())


def _trade(group: str, name: str, entry: Any) -> Trade:
    if not isinstance(entry, Mapping) or set(entry) - {"words", "cpv", "broad"}:
        raise TradesError(f"{group}.{name}: a trade is {{ words = [...], cpv = [...] }}, not {entry!r}")
    words, codes = entry.get("words", []), entry.get("cpv", [])
    if not all(isinstance(part, list) and all(isinstance(one, str) for one in part) for part in (words, codes)):
        raise TradesError(f"{group}.{name}: words and cpv are lists of texts")
    try:
        cpv = tuple(Cpv.parse(code) for code in codes)
    except ValueError as error:
        raise TradesError(f"{group}.{name}: {error}") from None
    broad = entry.get("broad", False)
    if not isinstance(broad, bool):
        raise TradesError(f"{group}.{name}: broad is true or false")
    return Trade(name=name, group=group, words=tuple(filter(None, map(str.strip, words))), cpv=cpv, broad=broad)
