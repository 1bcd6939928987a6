"""Who won, alone or together, among how many tenders; and how often there was one tender alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import median

from model.market import SingleBids, Winner
from store.market.figures import sums, trade_name
from store.market.reading import LotRow, Market, NoticeRow, WinRow


def single_bids(market: Market) -> SingleBids:
    """Of all awarded lots in the period."""
    return _single("", "i alt", market.lots)


def single_bids_by_trade(market: Market) -> list[SingleBids]:
    """By CPV division, the most telling lots first."""
    return _by(market, lambda row: row.division, lambda row: trade_name(row.division))


def single_bids_by_buyer(market: Market) -> list[SingleBids]:
    """By buyer, the most telling lots first."""
    return _by(market, lambda row: row.buyer, lambda row: row.buyer_name)


def winners(market: Market) -> list[Winner]:
    """The firms that won, the most frequent first."""
    groups: defaultdict[str, list[WinRow]] = defaultdict(list)
    for row in market.wins:
        groups[row.firm].append(row)
    found = [winner(key, rows, market) for key, rows in groups.items()]
    return sorted(found, key=lambda one: (-one.wins, one.name, one.key))


def winner(key: str, rows: Iterable[WinRow], market: Market) -> Winner:
    """One firm's wins; its name as the newest notice writes it."""
    mine = sorted(rows, key=lambda row: (market.by_key[row.notice].day, row.notice))
    received = [row.tenders for row in mine if row.tenders is not None]
    return Winner(
        key=key,
        name=mine[-1].name if mine else key,
        orgnr=next((row.orgnr for row in mine if row.orgnr), None),
        alone=sum(not row.together for row in mine),
        together=sum(row.together for row in mine),
        values=sums((row.amount, row.currency) for row in mine if not row.together),
        shared=sums((row.amount, row.currency) for row in mine if row.together),
        typical=median(received) if received else None,
        notices=tuple(dict.fromkeys(row.notice for row in mine)),
    )


def _by(market: Market, key: Callable[[NoticeRow], str], name: Callable[[NoticeRow], str]) -> list[SingleBids]:
    groups: defaultdict[str, list[LotRow]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in market.lots:
        of = market.by_key[row.notice]
        groups[key(of)].append(row)
        names[key(of)] = name(of)
    found = [_single(one, names[one], rows) for one, rows in groups.items()]
    return sorted((one for one in found if one.awarded), key=lambda one: (-one.known, -one.awarded, one.name, one.key))


def _single(key: str, name: str, rows: Iterable[LotRow]) -> SingleBids:
    awarded = [row for row in rows if row.awarded]
    known = [row for row in awarded if row.tenders is not None]
    single = [row for row in known if row.tenders == 1]
    return SingleBids(
        key=key,
        name=name,
        awarded=len(awarded),
        known=len(known),
        single=len(single),
        notices=tuple(dict.fromkeys(row.notice for row in single)),
    )
