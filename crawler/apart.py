"""Reading a feed's body apart: in a process of its own that is killed when its time is up."""

import asyncio
import json
import os
import subprocess
import sys
from typing import Final

from crawler.formats.errors import FormatError
from crawler.formats.feed_page import Page
from crawler.split_feed import NO_FEED

SECONDS: Final = 10.0
SECONDS_PER_MIB: Final = 4.0
"""How long a body may take: feedparser needs up to two seconds for a MiB of honest markup on a slow machine."""


async def split_apart(body: bytes, *, url: str, content_type: str, seconds: float = SECONDS) -> Page:
    """The page of a feed's body. Raises FormatError for what is no feed, breaks the reader, or takes too long."""
    limit = seconds + SECONDS_PER_MIB * len(body) / 2**20
    return await asyncio.to_thread(_split, body, url, content_type, limit)


def _split(body: bytes, url: str, content_type: str, seconds: float) -> Page:
    command = [sys.executable, "-m", "crawler.split_feed", url, content_type]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what others wrote are its arguments, never a shell's
            command, input=body, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise FormatError(f"reading it took longer than {seconds:.0f} s and was ended") from None
    try:
        if done.returncode == NO_FEED:
            raise FormatError(str(json.loads(done.stdout)))
        if done.returncode == 0:
            return Page.from_json(done.stdout)
    except (KeyError, TypeError, json.JSONDecodeError):
        pass
    last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["without a word"]
    raise FormatError(f"its reader ended with {done.returncode}: {last[0][:120]}")
