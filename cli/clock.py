"""The run's clock: now, or the moment --as-of names."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cli.problems import Exit, Problem

OSLO = ZoneInfo("Europe/Oslo")
MORNING = time(6, 0)
"""What a date without an hour means: the morning of that day, when the letters are read."""


def moment(text: str) -> datetime:
    """`YYYY-MM-DD` (06:00 in Oslo) or `YYYY-MM-DDTHH:MM` (Oslo time) as UTC. Raises Problem (usage) otherwise."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise Problem(
            f"--as-of {text!r} is no time: write YYYY-MM-DD or YYYY-MM-DDTHH:MM, e.g. 2026-11-23T06:00", Exit.USAGE
        ) from None
    if len(text) == len("YYYY-MM-DD"):
        parsed = datetime.combine(parsed.date(), MORNING)
    return local(parsed)


def local(time_: datetime) -> datetime:
    """A time as UTC; one without an offset is Oslo time."""
    return (time_ if time_.tzinfo else time_.replace(tzinfo=OSLO)).astimezone(UTC)


def now() -> datetime:
    """The wall clock in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
