"""Addresses in letters lie under the one that is configured, and nowhere without it."""

from collections.abc import Callable

import pytest

from digest import addresses

BASE = "https://radar.example.no/klynge/"


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (addresses.answer(BASE, "a.b"), "svar/a.b"),
        (addresses.unsubscribe(BASE, "a.b"), "u/a.b"),
        (addresses.feed(BASE, "s3cret"), "feed/s3cret.atom"),
        (addresses.calendar(BASE, "s3cret"), "kalender/s3cret.ics"),
        (addresses.own_page(BASE), "medlem"),
    ],
)
def test_an_address_is_the_base_and_its_path(made: str, path: str) -> None:
    assert made == f"https://radar.example.no/klynge/{path}"


@pytest.mark.parametrize("make", [addresses.answer, addresses.unsubscribe, addresses.feed, addresses.calendar])
def test_without_a_base_there_is_none(make: Callable[[str | None, str], str | None]) -> None:
    assert make(None, "token") is None
    assert addresses.own_page(None) is None
