"""Bundles: several small notices of one buyer, region and period that together make a job worth going for."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from matcher.jointbids.coverage import Skills
from model.jointbid import Bundle, JointBid, NeedKind
from model.money import Money
from model.notice import Notice
from model.nuts import Nuts

SMALL: Final = Decimal(1_300_000)
"""NOK: the national threshold of 2025, below which a contract need not be published; small for anybody."""

PERIOD: Final = timedelta(days=45)
"""Between the first deadline and the last of a bundle."""

CURRENCY: Final = "NOK"

Found = tuple[Notice, JointBid]


def bundles(judged: Iterable[Found], members: Sequence[Skills]) -> tuple[Bundle, ...]:
    """The bundles among open notices, each at least two that some member does and would take together."""
    places: defaultdict[tuple[str, str], list[Found]] = defaultdict(list)
    for notice, joint in judged:
        if notice.buyers and notice.deadline is not None and _value(notice) is not None:
            buyer = notice.buyers[0].orgnr or notice.buyers[0].name.casefold()
            for region in _regions(notice):
                places[buyer, region].append((notice, joint))
    found: dict[tuple[str, ...], Bundle] = {}
    for (_, region), group in places.items():
        for near in _periods(group):
            made = _bundle(region, near, members)
            if made is not None:
                found.setdefault(made.notices, made)
    whole = [set(notices) for notices in found]
    return tuple(one for key, one in sorted(found.items()) if not any(set(key) < other for other in whole))


def _bundle(region: str, group: Sequence[Found], members: Sequence[Skills]) -> Bundle | None:
    """What the members' own small jobs in the group make, for the members who do most of them."""
    own = {one.member.id: [pair for pair in group if _is_small_for(one, region, pair)] for one in members}
    most = max((len(jobs) for jobs in own.values()), default=0)
    if most < 2:
        return None
    jobs = next(jobs for jobs in own.values() if len(jobs) == most)
    total = sum((value for notice, _ in jobs if (value := _value(notice)) is not None), Decimal(0))
    able = tuple(one.member.id for one in members if own[one.member.id] == jobs and _takes(one, total))
    if not able or total <= SMALL:
        return None
    keys = tuple(sorted(joint.notice for _, joint in jobs))
    return Bundle(
        id=hashlib.sha256("|".join((region, *keys)).encode()).hexdigest()[:12],
        buyer=jobs[0][0].buyers[0].name,
        region=region,
        notices=keys,
        total=Money(total, CURRENCY),
        members=able,
    )


def _is_small_for(one: Skills, region: str, pair: Found) -> bool:
    """Whether a member does a trade of the notice, there, and the job is small for it or small by itself."""
    notice, joint = pair
    value, own = _value(notice), one.member.value_range
    least = own.minimum if own is not None and own.currency == CURRENCY else None
    small = value is not None and (value <= SMALL or (least is not None and value < least))
    wanted = {need.name for need in joint.needs if need.kind is NeedKind.TRADE}
    here = not one.member.regions or any(Nuts(region).overlaps(known) for known in one.member.regions)
    return small and here and bool(wanted & set(one.trades))


def _takes(one: Skills, total: Decimal) -> bool:
    return one.member.value_range is None or one.member.value_range.holds(Money(total, CURRENCY)) is not False


def _periods(group: Sequence[Found]) -> Iterator[list[Found]]:
    """The notices whose deadlines lie within PERIOD from each one's on."""
    ordered = sorted(group, key=lambda pair: (_day(pair[0]), pair[1].notice))
    for place, (first, _) in enumerate(ordered):
        yield [pair for pair in ordered[place:] if _day(pair[0]) - _day(first) <= PERIOD]


def _day(notice: Notice) -> date:
    return notice.deadline.at.date() if notice.deadline is not None else date.max


def _value(notice: Notice) -> Decimal | None:
    return notice.worth.amount if notice.worth is not None and notice.worth.currency == CURRENCY else None


def _regions(notice: Notice) -> list[str]:
    places = [*notice.places, *(place for lot in notice.biddable for place in lot.places)]
    return sorted({place.nuts.code for place in places if place.nuts is not None})
