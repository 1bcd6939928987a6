"""By what an entry is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.feed_identity import names, web_address
from crawler.formats.feed_page import Entry


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("https://a.example/x#track=feed", "https://a.example/x"),
        ("HTTPS://a.example/x?id=7&utm_source=rss&utm_medium=feed", "https://a.example/x?id=7"),
        ("https://a.example/x?b=2&a=%C3%B8", "https://a.example/x?b=2&a=%C3%B8"),
        (" https://a.example/x ", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//a.example/x", ""),
        ("https:///x", ""),
        ("http://[", ""),
        ("https://a.example/x\r\nSet-Cookie: a", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_kept_and_without_what_tracks(address: str, cleaned: str) -> None:
    assert web_address(address) == cleaned


def test_guid_comes_before_link_and_link_before_words() -> None:
    entries = [
        Entry(guid="g1", link="https://a.example/1", title="A"),
        Entry(link="https://a.example/2#x", title="B"),
        Entry(title="C", published="2026-11-20T08:00:00+00:00"),
    ]

    found = [name for name, _ in names("feeds", entries)]

    assert found[:2] == ["g1", "https://a.example/2"]
    assert found[2].startswith("hash:")
    assert found[2] != names("feeds.other", entries)[2][0]


def test_a_guid_shared_by_entries_with_other_links_names_none_of_them() -> None:
    entries = [Entry(guid="https://a.example/", link=f"https://a.example/{n}", title=str(n)) for n in range(3)]

    assert [name for name, _ in names("feeds", entries)] == [f"https://a.example/{n}" for n in range(3)]


def test_a_guid_repeated_with_the_same_link_is_one_entry() -> None:
    entries = [Entry(guid="g1", link="https://a.example/1", title=title) for title in ("før", "nå")]

    assert {name for name, _ in names("feeds", entries)} == {"g1"}


@given(st.text())
def test_any_address_is_survived_and_cleaning_it_again_changes_nothing(address: str) -> None:
    once = web_address(address)

    assert web_address(once) == once
