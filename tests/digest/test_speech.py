"""Numbers, money and times as people write them, in each language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from digest.speech import Speech
from model.money import Money
from model.notice import Deadline

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "nb", "en"),
    [
        (18_500_000, "NOK", "18,5 mill. kr", "NOK 18.5 million"),
        (1_450_000, "NOK", "1,45 mill. kr", "NOK 1.45 million"),
        (850_000, "NOK", "850 000 kr", "NOK 850,000"),
        (2_300_000_000, "NOK", "2,3 mrd. kr", "NOK 2.3 billion"),
        (3_000_000, "EUR", "3 mill. euro", "EUR 3 million"),
        (3_000_000, "CHF", "3 mill. CHF", "CHF 3 million"),
    ],
)
def test_money(amount: int, currency: str, nb: str, en: str) -> None:
    value = Money(Decimal(amount), currency)

    assert plain(Speech("nb").money(value)) == plain(Speech("nn").money(value)) == nb
    assert plain(Speech("en").money(value)) == en


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "verdi ikke oppgitt"), ("nn", "verdi ikkje oppgjeven"), ("en", "value not stated")],
)
def test_no_value_is_said(language: str, words: str) -> None:
    assert Speech(language).money(None) == words


@pytest.mark.parametrize(
    ("days", "nb", "nn", "en"),
    [
        (0, "i dag", "i dag", "today"),
        (1, "i morgen", "i morgon", "tomorrow"),
        (10, "om 10 dager", "om 10 dagar", "in 10 days"),
        (-2, "fristen er ute", "fristen er ute", "the deadline has passed"),
    ],
)
def test_days_left(days: int, nb: str, nn: str, en: str) -> None:
    deadline = Deadline(at=NOW + timedelta(days=days, hours=6))

    assert [Speech(one).left(deadline, NOW) for one in ("nb", "nn", "en")] == [nb, nn, en]


def test_a_deadline_is_a_day_and_an_hour_in_oslo() -> None:
    deadline = Deadline(at=datetime(2026, 12, 1, 11, 0, tzinfo=UTC))

    assert [plain(Speech(one).when(deadline, NOW)) for one in ("nb", "nn", "en")] == [
        "tirsdag 1. desember kl. 12.00",
        "tysdag 1. desember kl. 12.00",
        "Tuesday 1 December at 12:00",
    ]


@pytest.mark.parametrize(
    ("first", "last", "nb", "en"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16.–22. november", "16–22 November"),
        (date(2026, 11, 30), date(2026, 12, 6), "30. november–6. desember", "30 November–6 December"),
    ],
)
def test_a_period(first: date, last: date, nb: str, en: str) -> None:
    assert Speech("nb").period(first, last) == nb
    assert Speech("en").period(first, last) == en


def test_large_counts_have_a_space_or_a_comma() -> None:
    said = [plain(Speech(one).count(1214, "{n} kunngjøring", "{n} kunngjøringer")) for one in ("nb", "nn", "en")]

    assert said == ["1 214 kunngjøringer", "1 214 kunngjeringar", "1,214 notices"]
