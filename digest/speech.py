"""How letters speak: sentences, numbers, money and times as people write them in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from digest.catalogue import N_, counted, translated
from model.money import Money
from model.notice import Deadline

OSLO: Final = ZoneInfo("Europe/Oslo")

_SIGNS: Final = {
    "NOK": N_("kr"), "EUR": N_("euro"), "SEK": N_("svenske kr"), "DKK": N_("danske kr"), "USD": N_("dollar"),
    "GBP": N_("pund"),
}  # fmt: skip
_SIZES: Final = ((Decimal(10**9), N_("{number} mrd. {sign}")), (Decimal(10**6), N_("{number} mill. {sign}")))
_DAY: Final = {"en": "EEEE d MMMM"}
_DAY_OF_MONTH: Final = {"en": "d MMMM"}


@dataclass(frozen=True, slots=True)
class Speech:
    """A language to write in: `nb`, `nn` or `en`."""

    language: str

    def say(self, sentence: str, **values: object) -> str:
        """The sentence in this language with its {placeholders} filled in."""
        words = translated(self.language, sentence)
        return words.format(**values) if values else words

    def count(self, number: int, one: str, many: str, **values: object) -> str:
        """The sentence for a number, which may stand in it as {n}: `1 anbud`, `6 anbud`."""
        return counted(self.language, number, one, many).format(n=self.whole(number), **values)

    def whole(self, number: int) -> str:
        """`1 214`; `1,214` in English."""
        return f"{number:,}" if self.language == "en" else f"{number:,}".replace(",", "\u00a0")

    def money(self, value: Money | None) -> str:
        """`18,5 mill. kr`, `850 000 kr`, `2,3 mrd. kr`; `verdi ikke oppgitt` without one."""
        if value is None:
            return self.say("verdi ikke oppgitt")
        sign = self.say(_SIGNS[value.currency]) if value.currency in _SIGNS else value.currency
        for size, words in _SIZES:
            if value.amount >= size:
                number = self._decimal(value.amount / size)
                return self.say(words, number=number, sign=sign).replace(" ", "\u00a0", 1)
        return self.say("{number} {sign}", number=self.whole(round(value.amount)), sign=sign).replace(" ", "\u00a0")

    def day(self, moment: date, *, year: bool = False) -> str:
        """`torsdag 3. desember`, with the year where asked."""
        words = _formatted(moment, _DAY.get(self.language, "EEEE d. MMMM"), self.language)
        return f"{words} {moment.year}" if year else words

    def hour(self, moment: datetime) -> str:
        """`kl. 12.00` in Oslo; the colon is the English reader's."""
        local = moment.astimezone(OSLO)
        return self.say("kl. {time}", time=f"{local:%H:%M}" if self.language == "en" else f"{local:%H.%M}").replace(
            " ", "\u00a0"
        )

    def when(self, deadline: Deadline, now: datetime) -> str:
        """`torsdag 3. desember kl. 12.00` in Oslo; the year where it is another; no hour where none was stated."""
        local = deadline.at.astimezone(OSLO)
        words = self.day(local.date(), year=local.year != now.astimezone(OSLO).year)
        return words if deadline.date_only else f"{words} {self.hour(deadline.at)}"

    def left(self, deadline: Deadline, now: datetime) -> str:
        """`i dag`, `i morgen`, `om 10 dager`, `fristen er ute`."""
        days = days_left(deadline, now)
        if deadline.at < now.astimezone(UTC):
            return self.say("fristen er ute")
        if days == 0:
            return self.say("i dag")
        return self.say("i morgen") if days == 1 else self.count(days, "om {n} dag", "om {n} dager")

    def within(self, days: int) -> str:
        """`innen to uker`, `innen 10 dager`."""
        if days == 7:
            return self.say("innen en uke")
        return self.say("innen to uker") if days == 14 else self.count(days, "innen {n} dag", "innen {n} dager")

    def together(self, names: Sequence[str]) -> str:
        """`A`, `A og B`, `A, B og C`."""
        *first, last = names
        return self.say("{first} og {last}", first=", ".join(first), last=last) if first else last

    def day_of_month(self, moment: date) -> str:
        """`16. november`."""
        return _formatted(moment, _DAY_OF_MONTH.get(self.language, "d. MMMM"), self.language)

    def period(self, first: date, last: date) -> str:
        """`16.–22. november`, `30. november–6. desember`."""
        if first.month == last.month:
            dot = "" if self.language == "en" else "."
            return f"{first.day}{dot}–{self.day_of_month(last)}"
        return f"{self.day_of_month(first)}–{self.day_of_month(last)}"

    def _decimal(self, number: Decimal) -> str:
        step = Decimal("0.01") if number < 10 else Decimal("0.1")
        text = f"{number.quantize(step, rounding=ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
        return text if self.language == "en" else text.replace(".", ",")


def days_left(deadline: Deadline, now: datetime) -> int:
    """Whole days from today to the deadline's day, in Oslo; below 0 once it is past."""
    return (deadline.at.astimezone(OSLO).date() - now.astimezone(OSLO).date()).days


@lru_cache(maxsize=5_000)
def _formatted(moment: date, pattern: str, language: str) -> str:
    return format_date(moment, pattern, locale=language)
