"""Numbers, money and times as people write them in Norwegian."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from model.money import Money
from model.notice import Deadline

OSLO = ZoneInfo("Europe/Oslo")
_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_SIGNS = {"NOK": "kr", "EUR": "euro", "SEK": "svenske kr", "DKK": "danske kr", "USD": "dollar", "GBP": "pund"}


def money(value: Money | None) -> str:
    """`18,5 mill. kr`, `850 000 kr`, `2,3 mrd. kr`; `verdi ikke oppgitt` without one."""
    if value is None:
        return "verdi ikke oppgitt"
    sign = _SIGNS.get(value.currency, value.currency)
    for size, name in ((Decimal(10**9), "mrd."), (Decimal(10**6), "mill.")):
        if value.amount >= size:
            return f"{_decimal(value.amount / size)}\u00a0{name} {sign}"
    return f"{value.amount:,.0f}".replace(",", "\u00a0") + f"\u00a0{sign}"


def day(moment: date, *, year: bool = False) -> str:
    """`torsdag 3. desember`, with the year where asked."""
    words = f"{_DAYS[moment.weekday()]} {moment.day}. {_MONTHS[moment.month - 1]}"
    return f"{words} {moment.year}" if year else words


def when(deadline: Deadline, now: datetime) -> str:
    """`torsdag 3. desember kl. 12.00` in Oslo; the year where it is another; no hour where none was stated."""
    local = deadline.at.astimezone(OSLO)
    words = day(local.date(), year=local.year != now.astimezone(OSLO).year)
    return words if deadline.date_only else f"{words} kl.\u00a0{local:%H.%M}"


def days_left(deadline: Deadline, now: datetime) -> int:
    """Whole days from today to the deadline's day, in Oslo; below 0 once it is past."""
    return (deadline.at.astimezone(OSLO).date() - now.astimezone(OSLO).date()).days


def left(deadline: Deadline, now: datetime) -> str:
    """`i dag`, `i morgen`, `om 10 dager`, `fristen er ute`."""
    days = days_left(deadline, now)
    if deadline.at < now.astimezone(UTC):
        return "fristen er ute"
    return {0: "i dag", 1: "i morgen"}.get(days, f"om {days} dager")


def count(number: int, one: str, many: str) -> str:
    """`1 anbud`, `6 anbud`."""
    return f"{number} {one if number == 1 else many}"


def within(days: int) -> str:
    """`innen to uker`, `innen 10 dager`."""
    return {7: "innen en uke", 14: "innen to uker"}.get(days, f"innen {days} dager")


def together(names: Sequence[str]) -> str:
    """`A`, `A og B`, `A, B og C`."""
    *first, last = names
    return f"{', '.join(first)} og {last}" if first else last


def short_month(moment: date) -> str:
    """`16.–22. november` needs both ends; this is one: `16. november`."""
    return f"{moment.day}. {_MONTHS[moment.month - 1]}"


def period(first: date, last: date) -> str:
    """`16.–22. november`, `30. november–6. desember`."""
    if first.month == last.month:
        return f"{first.day}.–{short_month(last)}"
    return f"{short_month(first)}–{short_month(last)}"


def _decimal(number: Decimal) -> str:
    step = Decimal("0.01") if number < 10 else Decimal("0.1")
    rounded = number.quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".").replace(".", ",")
