"""What the portal's sites have in common: a request, an answer, and what goes wrong on purpose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong. `rate_limit` is (requests let through, refusals after them); pages count from 1."""

    cap: int = 1000
    cap_style: str = "400"  # or "empty"
    rate_limit: tuple[int, int] = (0, 0)
    retry_after: str = "seconds"  # or "date"
    control_characters: bool = False
    status_500_on_page: int | None = None
    truncate_on_page: int | None = None
    html_200: bool = False
    total_mismatch: bool = False
    filter_ignored: bool = False
    silent_zero: bool = False
    missing_download: frozenset[str] = frozenset()
    register_refuses: str = ""  # a list by numbers with this one among them is refused
    register_changes: int = 30  # changes of others in the company register's feed
    robots: str = "allow"  # or "disallow", "500"
    feeds: Mapping[str, "Answer"] = field(default_factory=dict)  # what feeds of these names answer
    ted: frozenset[str] = frozenset()  # TED's own traps, by name: demo/ted_site.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    A request as it came, header names in title case.

    `asked` counts the requests before it, `again` those for this very address, so that answers can differ from call to
    call.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    asked: int
    again: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back; `cut` ends the connection after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


def as_json(status: int, answer: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    return Answer(status=status, body=json.dumps(answer, ensure_ascii=False).encode(), headers=headers or {})
