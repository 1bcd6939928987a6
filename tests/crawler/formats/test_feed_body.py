"""Bodies of feeds: what is one, what is read out of it, and what is told as missing."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import feed_body
from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Entry, Page
from tests.shared import shared

URL = "https://k.example/feed.xml"
ITEM = "<item><title>t{0}</title><link>/{0}</link><guid>{0}</guid></item>"
RSS = '<rss version="2.0"><channel><title>x</title>{}</channel></rss>'


def split(body: bytes) -> Page:
    return feed_body.split(body, url=URL)


def rss(*items: str) -> bytes:
    return RSS.format("".join(items)).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!DOCTYPE html><html><body>Vedlikehold</body></html>", "HTML"),
        (b"<html><body><rss/></body></html>", "HTML"),
        (b"{}", "no element"),
        (b"<opml/>", "root element is opml"),
        (b"<!-- only a comment -->", "no element"),
        (b'<!DOCTYPE rss [<!ENTITY x "y">]><rss><channel/></rss>', "entities"),
        ('<!DOCTYPE rss [<!ENTITY x "y">]><rss><channel/></rss>'.encode("utf-16"), "entities"),
        (b"<rss><channel/><channel/></rss>", "two channels"),
        (b"\x1f\x8bnot gzip", "gzip"),
        (gzip.compress(rss(ITEM.format(1)))[:-9], "breaks off"),
        (gzip.compress(b" " * (feed_body.LARGEST + 1)), "larger than"),
        (b" " * (feed_body.LARGEST + 1), "larger than"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else len(value),
)
def test_what_is_no_feed_is_refused_with_its_reason(body: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        split(body)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert split(rss()) == Page()


def test_gzip_is_unpacked_where_the_server_does_not_say_so() -> None:
    assert split(gzip.compress(rss(ITEM.format(1)))).entries == split(rss(ITEM.format(1))).entries


def test_a_guid_is_kept_as_it_is_and_no_address_made_of_it() -> None:
    (entry,) = split(rss("<item><title>a</title><guid isPermaLink='false'>g7</guid></item>")).entries

    assert entry == Entry(guid="g7", title="a")


@pytest.mark.parametrize("cut", [0.5, 0.8, 0.97])
def test_a_feed_that_breaks_off_is_a_loss_and_its_last_entry_is_left_for_tomorrow(cut: float) -> None:
    whole = rss(*map(ITEM.format, range(20)))

    page = split(whole[: int(len(whole) * cut)])

    assert page.losses == ("the feed breaks off before its end",)
    assert page.entries == split(whole).entries[: len(page.entries)]


def test_an_end_before_a_comment_is_an_end() -> None:
    assert split(rss(ITEM.format(1)) + b"\n<!-- 17 ms -->\n<!-- cache -->").losses == ()


def test_entities_named_in_an_entry_s_text_are_words() -> None:
    (entry,) = split(rss("<item><title>a</title><description><![CDATA[<!ENTITY x>]]></description></item>")).entries

    assert entry.title == "a"


def test_the_next_page_is_found_in_rss_and_atom() -> None:
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="?page=2"/>'
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/older"/></feed>'

    assert split(rss(link)).next == "https://k.example/feed.xml?page=2"
    assert split(atom).next == "https://k.example/older"


def test_times_are_utc_and_published_is_not_passed_off_as_updated() -> None:
    (entry,) = split(rss("<item><title>a</title><pubDate>Mon, 13 Jan 2031 09:00:00 +0100</pubDate></item>")).entries

    assert (entry.published, entry.updated) == ("2031-01-13T08:00:00+00:00", None)


def test_withdrawn_entries_are_named() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        b'<at:deleted-entry ref="tag:a" when="2026-11-20T10:00:00+01:00"/><at:deleted-entry/></feed>'
    )

    (gone,) = split(body).gone

    assert (gone.guid, gone.updated) == ("tag:a", "2026-11-20T09:00:00+00:00")


def test_a_page_comes_back_whole_from_the_process_that_read_it() -> None:
    page = Page(
        entries=(Entry(guid="a\ud800", title="æ\u2028"),), gone=(Entry(guid="b", xml="<x/>"),), next="u", losses=("l",)
    )

    assert Page.from_json(page.to_json()) == page


@given(st.binary(max_size=300), st.sampled_from([b"<rss>", b"<feed>", b"<?xml version='1.0'?><rss><channel><item>"]))
def test_any_bytes_after_a_feed_s_beginning_are_survived(tail: bytes, head: bytes) -> None:
    try:
        page = split(head + tail)
    except FormatError:
        return

    assert page.losses or page.notes or page.entries == () or tail.rstrip().endswith(b">")


QUIRKS = {
    "aaa_illformed.xml": (0, True),
    "always_strip_doctype.xml": (0, False),
    "georss_point_no_coords.xml": (0, False),
    "georss_polygon_insufficient_coords.xml": (0, False),
    "gml_point.xml": (0, False),
    "http_high_bit_date.xml": (0, False),
    "rdf_channel_empty_textinput.xml": (0, True),
    "rss_incomplete_cdata.xml": (0, True),
    "rss_item_link_corrupted_ampersands.xml": (0, True),
    "undeclared_namespace.xml": (0, True),
}
"""feedparser's own odd feeds: entries that can be used, and whether something is missing."""


@pytest.mark.shared
def test_feedparser_s_odd_feeds_lose_nothing_in_silence() -> None:
    folder = shared("data", "feeds", "feedparser_quirks")
    found = {}
    for path in sorted(folder.glob("*.xml")):
        try:
            page = split(path.read_bytes())
        except FormatError:
            continue
        found[path.name] = (len(page.entries), bool(page.losses))

    assert found == QUIRKS


@pytest.mark.shared
def test_a_real_tender_feed_is_read_with_and_without_guid() -> None:
    path: Path = shared("data", "feeds", "bund_rss", "service_bund_ausschreibungen.rss.xml")

    first, second = split(path.read_bytes()).entries

    assert first.guid == first.link.partition("#")[0]
    assert second.guid == ""
    assert "Vergabestelle" in second.summary
