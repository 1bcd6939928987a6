"""Retry-After in both its forms."""

from datetime import UTC, datetime

import pytest
from scrapy.http import TextResponse

from crawler.spiders.fetch import FetchError, as_json, retry_after

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def answer(body: bytes = b"", **headers: str) -> TextResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return TextResponse("https://example.org/", status=429, body=body, headers=named)


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (answer(Retry_After="2"), 2.0),
        (answer(Retry_After=" 10 "), 10.0),
        (answer(Retry_After="Mon, 23 Nov 2026 05:00:30 GMT"), 30.0),
        (answer(Retry_After="Mon, 23 Nov 2026 04:00:00 GMT"), 1.0),
        (answer(Retry_After="soon"), 1.0),
        (answer(b'{"statusCode":429,"message":"Rate limit is exceeded. Try again in 53 seconds."}'), 53.0),
        (answer(b"busy"), None),
    ],
)
def test_the_wait_is_what_the_source_asks_for(response: TextResponse, seconds: float | None) -> None:
    assert retry_after(response, NOW) == seconds


def test_control_characters_in_json_are_let_through() -> None:
    assert as_json(answer(b'\xef\xbb\xbf{"heading": "a\x01b\tc"}')) == {"heading": "a\x01b\tc"}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"a":', b"[" * 200_000, b'{"total": NaN}', b'{"total": 1e999}']
)
def test_what_is_no_object_is_told(body: bytes) -> None:
    with pytest.raises(FetchError):
        as_json(answer(body))
