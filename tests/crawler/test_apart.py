"""A feed's body is read apart: whatever it does to its reader, the crawl goes on."""

import asyncio
import json
import resource
import time

import pytest

from crawler.apart import split_apart
from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Page
from tests.shared import shared

GOOD = b"<rss><channel><item><title>a</title></item></channel></rss>"


def read(body: bytes, seconds: float = 10.0) -> Page:
    return asyncio.run(split_apart(body, url="https://k.example/feed", content_type="text/xml", seconds=seconds))


def test_an_author_that_takes_minutes_is_ended_in_time() -> None:
    awkward = GOOD.replace(b"<item>", b"<item><author>" + b"a" * 200_000 + b"</author>")
    started = time.monotonic()

    with pytest.raises(FormatError, match="took longer"):
        read(awkward, seconds=1.0)

    assert time.monotonic() - started < 3


def test_a_reader_that_dies_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(FormatError, match="ended with 1"):
        read(GOOD)


def test_a_body_that_is_no_feed_is_told_with_its_reason() -> None:
    with pytest.raises(FormatError, match="HTML"):
        read(b"<html></html>")


@pytest.mark.shared
def test_every_nasty_feed_ends_as_its_manifest_says_in_two_seconds_and_200_mb() -> None:
    manifest = json.loads(shared("nasty", "manifest.json").read_text(encoding="utf-8"))
    wanted = {row["path"]: row["expect"] for row in manifest["files"] if row["cls"] == "feed"}
    found = {}
    for path in wanted:
        started = time.monotonic()
        try:
            page = read(shared("nasty", *path.split("/")).read_bytes())
            found[path] = "incomplete" if page.losses else "accept"
        except FormatError as error:
            found[path] = "incomplete" if "empty" in str(error) else "reject"
        assert time.monotonic() - started < 2, path

    assert len(found) == 18
    refused = {"quarantine": "reject"}  # the body is archived, refused with its reason, and nothing of it shown
    assert found == {path: refused.get(expect, expect) for path, expect in wanted.items()}
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 200 * 1024
