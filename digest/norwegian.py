"""Bokmål, for what is written to the leader in the command and the summaries: digest.speech by short names."""

from digest.speech import OSLO, Speech, days_left

__all__ = ["OSLO", "count", "day", "days_left", "left", "money", "period", "together", "when", "within"]

_NB = Speech("nb")
day, left, money, period = _NB.day, _NB.left, _NB.money, _NB.period
together, when, within = _NB.together, _NB.when, _NB.within


def count(number: int, one: str, many: str) -> str:
    """`1 anbud`, `6 anbud`."""
    return f"{_NB.whole(number)} {one if number == 1 else many}"
