"""Money keeps its currency."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount without VAT in one currency (ISO 4217). Amounts in different currencies are never compared or added."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is no amount of money")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"{self.currency!r} is no currency code")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRange:
    """The contract sizes a member can take, both ends included; None is open."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str = "NOK"

    def __post_init__(self) -> None:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the smallest size {self.minimum} is above the largest {self.maximum}")

    def holds(self, value: Money) -> bool | None:
        """Whether the value lies inside; None where the currency differs, so that nothing can be said."""
        if value.currency != self.currency:
            return None
        above = self.minimum is None or value.amount >= self.minimum
        below = self.maximum is None or value.amount <= self.maximum
        return above and below
