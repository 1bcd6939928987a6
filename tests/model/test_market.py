"""What counts as an amount, who is who, and the page of definitions."""

from decimal import Decimal

import pytest

from model.market import DEFINITIONS, believed, firm_key
from model.money import Money
from model.organisation import Organisation
from tests.shared import ROOT


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", False), ("1", False), ("999.99", False), ("1000", True), ("18500000", True), ("1111111", False),
        ("123456789", False), ("999999999", False), ("25000000000", True), ("100000000001", False),
    ],
)  # fmt: skip
def test_amounts_typed_to_fill_a_field_are_not_believed(amount: str, expected: bool) -> None:
    assert believed(Money(Decimal(amount), "NOK")) is expected


def test_no_amount_is_not_believed() -> None:
    assert not believed(None)


def test_a_firm_is_known_by_its_number_else_by_its_name() -> None:
    assert firm_key(Organisation(name="Et  Sameie")) == "et sameie"
    assert firm_key(Organisation(name="Et Sameie", orgnr="310415073")) == "310415073"


def test_the_page_on_the_market_prints_every_definition_as_it_is() -> None:
    page = (ROOT / "docs" / "market.md").read_text(encoding="utf-8")

    missing = [name for name, words in DEFINITIONS.items() if f"| `{name}` | {words} |" not in page]

    assert missing == []
