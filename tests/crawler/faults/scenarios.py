"""The scenarios of ../shared/nasty/http/scenarios.json: what each does to an answer, whatever the source's shape."""

import random
from collections.abc import Callable, Sequence

from tests.crawler.faults.answers import (
    Asked,
    ChunkedCut,
    Dripping,
    Endless,
    HugeHeader,
    Item,
    Plain,
    Truncated,
    bomb,
    zipped,
)
from tests.crawler.faults.kinds import SIZE

WEEK = ("2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17")
TRUTH = tuple(Item(number=number, day=WEEK[number % len(WEEK)]) for number in range(25))
LATE = Item(number=90, day="2026-11-14")
OUTSIDE = tuple(Item(number=number, day="2019-05-02") for number in range(50, 60))

Broken = Callable[[bytes, str], Plain]

ON_PAGE_2: dict[str, Broken] = {
    "s429_forever": lambda _body, _other: Plain(status=429, headers={"Retry-After": "1"}),
    "truncated_body": lambda body, _other: Truncated(body=body),
    "chunked_cut": lambda body, _other: ChunkedCut(body=body),
    "slow_loris": lambda body, _other: Dripping(body=body),
    "endless_body": lambda body, _other: Endless(body=body),
    "huge_header": lambda body, _other: HugeHeader(body=body),
    "gzip_bomb": lambda _body, _other: bomb(64),
    "gzip_truncated": lambda body, _other: zipped(body, keep=0.6),
    "redirect_to_internal": lambda _body, other: Plain(status=302, headers={"Location": f"{other}/canary"}),
    "redirect_loop": lambda _body, _other: Plain(status=307, headers={"Location": "/again"}),
}
"""What is sent in place of page 2, made of what should be, and of another server's address."""

EVERYWHERE: dict[str, Broken] = {
    "wrong_content_type": lambda body, _other: Plain(body=body, kind="text/html"),
    "html_200": lambda _body, _other: Plain(body=b"<html><body>Vedlikehold</body></html>", kind="text/html"),
    "cookie_wall": lambda _body, _other: Plain(
        body=b"<html><form action=/consent></form></html>", kind="text/html", headers={"Set-Cookie": "wall=1"}
    ),
    "redirect_cross_domain_auth": lambda _body, other: Plain(status=307, headers={"Location": other}),
}
"""What is sent in place of every list."""


def broken(scenario: str, asked: Asked, again: int, body: bytes, other: str) -> Plain:
    """The answer to a list: `again` counts how often this very page was asked for before."""
    plain = Plain(body=body)
    if scenario in EVERYWHERE:
        return EVERYWHERE[scenario](body, other)
    if asked.page == 3 and scenario == "s500_on_page_3":
        return Plain(status=500)
    if asked.page != 2:
        return plain
    if scenario in ON_PAGE_2:
        return ON_PAGE_2[scenario](body, other)
    if scenario == "s503_twice_then_ok" and again < 2:
        return Plain(status=503)
    return plain


def visible(scenario: str, night: int, pages_served: int) -> list[Item]:
    """What the server has, newest first, by how many pages it has served: lists change while they are read."""
    items = sorted(TRUTH, key=lambda item: (item.day, item.number), reverse=True)
    if scenario == "silent_zero":
        return []
    if scenario == "unordered":
        random.Random(7).shuffle(items)  # noqa: S311 - the same disorder each time
    if scenario == "shifting_pages" and pages_served:
        items = [Item(number=80, day="2026-11-17"), *items]
    if scenario == "deleted_during_paging" and pages_served:
        items = items[1:]
    if scenario == "late_arrival" and night > 1:
        items = [*items, LATE]
    if scenario == "filter_ignored":
        items = [*items, *OUTSIDE]
    if scenario == "schema_drift_field" and night > 1:
        items = [Item(number=number, day="2026-11-18") for number in range(100, 120)]
    return items


def page_of(scenario: str, items: Sequence[Item], number: int) -> Sequence[Item]:
    """The notices of a page."""
    if scenario == "next_link_loop":
        number = 1
    start = (number - 1) * SIZE
    if scenario == "dup_items_across_pages":
        start -= 3 * (number - 1)
    return items[start : start + SIZE]
