"""Fields out of an entry's words, as a feed's block in klyngeradar.toml maps them: by label or regular expression."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.formats import doffin_common as common
from crawler.formats.errors import FormatError
from model.notice import Deadline

LONGEST: Final = 20_000
"""Characters a regular expression of the configuration is let loose on."""

NAMES: Final = ("buyer", "place", "nuts", "deadline", "cpv", "value")
"""What can be mapped."""

_HOURS: Final = re.compile(r"%[HIcXT]")


def found(words: str, rules: Mapping[str, Any], name: str) -> list[str]:
    """What the rule for this field finds in the words, in order; nothing where there is no rule."""
    rule = rules.get(name)
    if not isinstance(rule, Mapping):
        return []
    label, regex = common.words(rule.get("label")), common.words(rule.get("regex"))
    if label:
        return [line[len(label) :].strip(" :") for line in words.splitlines() if _labelled(line, label)]
    if not regex:
        return []
    hits = (match[match.re.groups and 1] for match in _compiled(regex).finditer(words[:LONGEST]))
    return [hit.strip() for hit in hits if hit and hit.strip()]


def deadline(words: str, rules: Mapping[str, Any], warnings: list[str]) -> Deadline | None:
    """The deadline in the feed's own zone; a date alone is the end of that day. What cannot be read is told."""
    written = found(words, rules, "deadline")
    if not written:
        return None
    form = common.words(rules["deadline"].get("format")) or "%Y-%m-%d"
    zone = _zone(common.words(rules["deadline"].get("zone")))
    try:
        local = datetime.strptime(written[0], form).replace(tzinfo=zone)
        date_only = _HOURS.search(form) is None
        if date_only:
            local = datetime.combine(local.date() + timedelta(days=1), time(0), tzinfo=zone) - timedelta(minutes=1)
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        warnings.append(f"Fristen {written[0][:40]!r} kan ikke leses som {form!r}")
        return None
    if not 1990 <= at.year <= 2099:
        warnings.append(f"Fristen {written[0][:40]!r} er ikke en trolig dato")
        return None
    return Deadline(at=at, date_only=date_only)


def _labelled(line: str, label: str) -> bool:
    return line.casefold().startswith(label.casefold()) and line[len(label) :].lstrip()[:1] == ":"


@lru_cache(maxsize=200)
def _compiled(regex: str) -> re.Pattern[str]:
    try:
        return re.compile(regex, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        raise FormatError("a rule of the feed's fields is no regular expression") from None


@lru_cache(maxsize=50)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "Europe/Oslo")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FormatError("the zone of the feed's deadline is none that is known") from None


def form(title: str, rules: Mapping[str, Any], otherwise: str) -> str:
    """The stage of a notice: what the first rule (stage -> regular expression on the title) that fits says."""
    for stage, regex in rules.items():
        if isinstance(regex, str) and _compiled(regex).search(title[:LONGEST]):
            return stage
    return otherwise
