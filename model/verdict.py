"""Verdict: whether a crawl brought all there was, decided by us from counts, never by a crawler's "finished"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """How a crawl ended. Only COMPLETE moves the cursor."""

    COMPLETE = "complete"
    SUSPECT = "suspect"  # all the source said it had arrived, but the source's own past says that cannot be all
    INCOMPLETE = "incomplete"  # something arrived, something is known to be missing or cannot be trusted
    FAILED = "failed"  # nothing could be read


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """
    One source's crawl of the window [since, until] (publication or issue dates, both included).

    `promised` is what the source said it had (None where it never said), `listed` how many distinct notices its lists
    named, `stored` how many of them were read and stored this time or before, `new` how many were new or changed;
    `refused` counts documents kept but not readable. `problems` are sentences for the leader, worst first.
    """

    source: str
    access: str
    since: date
    until: date
    started: datetime
    ended: datetime
    verdict: Verdict
    promised: int | None = None
    listed: int = 0
    stored: int = 0
    new: int = 0
    refused: int = 0
    requests: int = 0
    problems: tuple[str, ...] = ()

    @property
    def of_notices(self) -> bool:
        """Whether the source hands out notices, so that a letter misses something where it was not read whole."""
        return self.source.partition(".")[0] not in REGISTERS

    @property
    def counts(self) -> str:
        """What its numbers count."""
        return "notices" if self.of_notices else "org numbers"


REGISTERS: Final = frozenset({"brreg"})
"""Sources that tell of organisations instead of notices."""

EXIT_OK = 0
EXIT_NO_SOURCE = 69
EXIT_SOME_SOURCES = 70


def exit_code(verdicts: Iterable[Verdict]) -> int:
    """0 when every source is COMPLETE or none was asked, 69 when none could be read whole, 70 else (DESIGN 5)."""
    found = list(verdicts)
    if all(verdict is Verdict.COMPLETE for verdict in found):
        return EXIT_OK
    whole = any(verdict in {Verdict.COMPLETE, Verdict.SUSPECT} for verdict in found)
    return EXIT_SOME_SOURCES if whole else EXIT_NO_SOURCE
