"""
Kill the program at random moments of building and sending 24 letters, and count at the receiver what came of it.

`python benchmarks/kills.py [--kills 100] [--answer-after 0.01] [--seed 1] [--folder]`. Each kill hits an installation
of its own, which is then run once more to its end. Exit code 1 where the promise of docs/decisions/0015 is broken.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.digest.killing import MEMBERS, Installation, Program, program, template, trial
from tests.digest.sink import Sink, listening


def main() -> int:
    """Run the trials and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--answer-after", type=float, default=0.01, help="seconds the server thinks over each mail")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", action="store_true", help="deliver into a folder instead")
    asked = options.parse_args()
    dice, total = random.Random(asked.seed), Counter[str]()  # noqa: S311 - the same moments every time
    sink = None if asked.folder else Sink(slow=asked.answer_after)
    with tempfile.TemporaryDirectory() as place, program() as started, listening(sink) if sink else nullcontext():
        database = Path(place, "template.sqlite")
        template(database)
        mail = f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"' if sink else ""
        whole = min(_seconds(started, Installation.laid_out(Path(place, f"w{n}"), database, mail)) for n in range(3))
        number = 0
        while total["kills"] < asked.kills:
            number += 1
            folder = Installation.laid_out(Path(place, str(number)), database, mail)
            found = trial(started, folder, sink, [dice.uniform(0, whole)])
            total += Counter(
                kills=found.killed,
                letters=MEMBERS,
                never=len(found.never),
                extra=sum(found.extra.values()),
                extra_known=len(set(found.extra) - found.unknown),
                extra_read=len(set(found.extra) & found.read),
                extra_of_one_kill=max(0, sum(found.extra.values()) - found.killed),
                unlike=len(found.unlike),
                parked=len(found.parked),
            )
    _tell(total, whole)
    return int(any(total[name] for name in ("never", "extra_known", "extra_of_one_kill", "unlike", "parked")))


def _seconds(started: Program, place: Installation) -> float:
    begun = time.monotonic()
    started.run(place.folder)
    return time.monotonic() - begun


def _tell(total: Counter[str], whole: float) -> None:
    print(f"{total['kills']} kills of a run of {whole:.1f} s; {total['letters']} letters")
    print(f"never received                                 {total['never']}")
    print(f"extra copies                                   {total['extra']}")
    print(f"  more than one for a kill                     {total['extra_of_one_kill']}")
    print(f"  where `sent` was written down                {total['extra_known']}")
    print(f"  where the 250 was read and not yet written   {total['extra_read']}")
    print(f"copies that differ in any byte                 {total['unlike']}")
    print(f"left for the leader                            {total['parked']}")


if __name__ == "__main__":
    sys.exit(main())
