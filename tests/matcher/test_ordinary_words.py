"""Everyday words name no trade, and first halves without a hyphen are given their head."""

import pytest

from matcher.recognise import TradeIndex
from matcher.terms import tokens
from matcher.trades import shipped


@pytest.fixture(scope="module")
def index() -> TradeIndex:
    return TradeIndex(shipped())


@pytest.mark.parametrize(
    "text",
    [
        "Avtalen gir rett til opsjon",
        "Prisene skal dekke alle kostnader",
        "Det vises til konkurransegrunnlaget og vedlegg",
        "Målet er å lage et godt grunnlag",
        "De stilles spørsmål hos oppdragsgiver",
        "The municipality and its suppliers",
        "Landsdekkende virkemidler av forskjellige slag",
        "Vi vil beholde en tanke og skrive den ned",
        "Arbeid utføres ved behov",
    ],
)
def test_everyday_words_name_no_trade(index: TradeIndex, text: str) -> None:
    assert index.find(tokens(text)) == ()


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("overhaling av gir", "overhaling av maskiner"),
        ("leie av stillas", "stillas"),
        ("bygging av lager", "lager og logistikk"),
        ("levering av lagringstank og beholder", "tanker og beholdere"),
        ("kjøp av dekk", "dekk"),
    ],
)
def test_the_things_they_look_like_still_do(index: TradeIndex, text: str, trade: str) -> None:
    assert trade in {one.trade for one in index.find(tokens(text))}


@pytest.mark.parametrize(
    ("text", "trades"),
    [
        ("Rehabilitering av varme og ventilasjonsanlegg", {"varmeanlegg", "ventilasjon"}),
        ("Service av varme- og kjøleanlegg", {"varmeanlegg", "kulde og kjøling"}),
    ],
)
def test_a_first_half_is_given_its_head(index: TradeIndex, text: str, trades: set[str]) -> None:
    assert trades <= {one.trade for one in index.find(tokens(text))}


def test_a_word_of_its_own_waits_for_no_head() -> None:
    assert next(token.parts for token in tokens("vann til renseanlegg")) == ()
