"""
Notices per second through the eForms format, beside lxml's bare parse of the same bytes in the same run.

    python benchmarks/parse.py [ROUNDS]

Reads the real notices in ../shared. Aim: at least 40 % of the bare parse's rate.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from crawler.formats import eforms
from crawler.formats.origin import Origin

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    bodies = [(path.stem, path.read_bytes()) for path in sorted(SHARED.glob("*/eforms/*.xml"))]
    if not bodies:
        sys.exit(f"{SHARED}: no notices there")

    def read() -> None:
        for stem, body in bodies:
            eforms.read(body, Origin(source="ted", source_id=stem, url=""))

    def bare() -> None:
        for _, body in bodies:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
            etree.fromstring(body, parser)

    taken: dict[str, list[float]] = {"bare": [], "read": []}
    for _ in range(rounds):  # alternating, so that whatever else the machine does meets both
        taken["bare"].append(timed(bare))
        taken["read"].append(timed(read))
    rates = {name: len(bodies) / statistics.median(seconds) for name, seconds in taken.items()}
    print(f"{len(bodies)} notices, {sum(len(body) for _, body in bodies) / 2**20:.1f} MiB, median of {rounds} rounds")
    print(f"lxml alone    {rates['bare']:8.0f} notices/s")
    print(
        f"eforms.read   {rates['read']:8.0f} notices/s, {rates['read'] / rates['bare']:.0%} of lxml alone (aim: 40 %)"
    )


def timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
