"""Two sources on one host are one visitor: one request in flight, and the pause kept between them."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from crawler.spiders.gates import through
from demo.market import load
from demo.portal import serve
from tests.cli.radar import Radar

PAUSE = 0.3


def test_two_sources_on_one_host_keep_the_pause_between_them(tmp_path: Path) -> None:
    radar = Radar(tmp_path)
    radar("init")
    names = ("DOFFIN", "TED")

    with serve(replace(load(), notices=load().notices[:2])) as portal:
        environment = {f"KLYNGERADAR_SOURCES__{name}__URL": portal.url for name in names}
        environment |= {f"KLYNGERADAR_SOURCES__{name}__DELAY": str(PAUSE) for name in names}
        environment["KLYNGERADAR_SOURCES__TED__ENABLED"] = "1"
        radar("--as-of", "2026-11-23", "crawl", "doffin", "ted", code=0, **environment)

    kept = [one for one in portal.requests if one.path != "/robots.txt"]
    assert len(kept) > 4
    assert any("webclient" in one.path for one in kept)
    assert any("v3" in one.path for one in kept)
    starts = sorted(one.start for one in kept)
    assert min(later - earlier for earlier, later in pairwise(starts)) >= PAUSE * 0.5  # unheld: milliseconds


def test_one_passes_at_a_time_and_other_hosts_do_not_wait() -> None:
    passed: list[tuple[str, float, float]] = []

    async def ask(host: str, who: str) -> None:
        async with through(host, who, 0.05):
            start = time.monotonic()
            await asyncio.sleep(0.02)
            passed.append((host, start, time.monotonic()))

    async def all_at_once() -> None:
        await asyncio.gather(*(ask(host, who) for host, who in ("ax", "ay", "az", "bx")))

    asyncio.run(all_at_once())

    mine = [(start, end) for host, start, end in passed if host == "a"]
    assert all(later[0] - earlier[1] >= 0.045 for earlier, later in pairwise(mine))
    assert passed[1][0] == "b", "another host waits for nobody"
