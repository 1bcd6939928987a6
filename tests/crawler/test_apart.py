"""A feed's body is read apart: whatever it does to its reader, the crawl goes on."""

import asyncio
import json
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

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

    assert time.monotonic() - started < 30


def test_a_reader_that_dies_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(FormatError, match="ended with 1"):
        read(GOOD)


def test_a_body_that_is_no_feed_is_told_with_its_reason() -> None:
    with pytest.raises(FormatError, match="HTML"):
        read(b"<html></html>")


def measured(paths: list[str]) -> tuple[dict[str, str], float, int]:
    """How each feed ends, the most seconds of CPU one took, and the most KiB of memory: of this process's children."""
    found, most = {}, 0.0
    for path in paths:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            page = read(shared("nasty", *path.split("/")).read_bytes())
            found[path] = "incomplete" if page.losses else "accept"
        except FormatError as error:
            found[path] = "incomplete" if "empty" in str(error) else "reject"
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        most = max(most, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return found, most, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.mark.shared
def test_every_nasty_feed_ends_as_its_manifest_says_in_two_seconds_and_200_mb() -> None:
    manifest = json.loads(shared("nasty", "manifest.json").read_text(encoding="utf-8"))
    wanted = {row["path"]: row["expect"] for row in manifest["files"] if row["cls"] == "feed"}

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:  # whose children are these readers only
        found, seconds, kibibytes = alone.submit(measured, list(wanted)).result()

    assert len(found) == 18
    refused = {"quarantine": "reject"}  # the body is archived, refused with its reason, and nothing of it shown
    assert found == {path: refused.get(expect, expect) for path, expect in wanted.items()}
    assert seconds < 2
    assert kibibytes < 200 * 1024
