"""
A backfill of Doffin notices from the demo's portal on this machine: notices per second from the first request to the
stored notice, beside `scrapy bench` in the same run.

    python benchmarks/crawl.py [NOTICES]

5,000 notices without an argument; politeness is set to zero, one request is in flight as always. Both ways into Doffin
are timed: the public API (hit and XML) and the open web interface (hit and details). `scrapy bench` fetches pages of
links as fast as it can, 8 at a time, and stores nothing: what a crawl could do at the most, not what ours does.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from demo.doffin_site import KEY
from demo.market import load, scaled
from demo.portal import serve

ROOT = Path(__file__).resolve().parent.parent
WAYS = {"public API v2": KEY, "web client": ""}


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    print(f"scrapy bench: {bench():.0f} pages a second, stored nowhere")
    for way, key in WAYS.items():
        seconds, report = backfill(number, key)
        if (report["verdict"], report["stored"]) != ("complete", number):
            sys.exit(f"{way}: the crawl was not whole: {report}")
        rate = number / seconds
        print(f"{way}: {number} notices in {seconds:.0f} s, {rate:.0f} a second, {report['requests']} requests")


def backfill(number: int, key: str) -> tuple[float, dict[str, object]]:
    """Seconds of a crawl in a process of its own, start-up included, and its report."""
    program = [str(Path(sys.executable).with_name("klyngeradar"))]
    with tempfile.TemporaryDirectory() as folder, serve(scaled(load(), number)) as portal:
        settings = {"URL": portal.url, "DELAY": "0", **({"KEY": key} if key else {})}
        environment = os.environ | {f"KLYNGERADAR_SOURCES__DOFFIN__{name}": value for name, value in settings.items()}
        subprocess.run([*program, "init"], cwd=folder, check=True, capture_output=True)
        window = ["--since", "2026-11-09", "--until", "2026-11-20"]
        started = time.perf_counter()
        done = subprocess.run(
            [*program, "--as-of", "2026-11-23", "--json", "crawl", "doffin", *window],
            cwd=folder,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - started
    (report,) = json.loads(done.stdout)
    return seconds, report


def bench() -> float:
    """Pages a second of Scrapy's own benchmark, in the middle of its ten seconds."""
    program = [sys.executable, "-m", "scrapy", "bench"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(program, cwd=folder, check=True, capture_output=True, text=True)
    rates = sorted(int(rate) for rate in re.findall(r"\(at (\d+) pages/min\)", done.stderr))
    return rates[len(rates) // 2] / 60


if __name__ == "__main__":
    main()
