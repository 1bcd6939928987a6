"""The facts of each member's week, read from the store."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import inf

from sqlalchemy import Connection

from digest import changed
from digest import urgent as urgent_letter
from digest.settings import DigestSettings
from digest.speech import OSLO
from digest.week import Changed, Find, Market, Together, Week
from model.collaboration import Answer
from model.difference import DEADLINES, differences
from model.form import FormType
from model.match import Match
from model.member import Member
from model.news import Headline
from model.notice import Notice
from model.verdict import CrawlReport
from store import audit, closures, crawls, letters, matches, members, news, notices, procedures, together
from store.closures import Ending
from store.notices import StoredNotice

MOST_LISTED = 5
MOST_HEADLINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What all letters of a week share: the notices that stand, the market, the sources."""

    standing: dict[str, StoredNotice]
    market: Market
    reports: tuple[CrawlReport, ...]
    headlines: tuple[Headline, ...]


def weeks(connection: Connection, monday: date, now: datetime, settings: DigestSettings) -> Iterable[Week]:
    """Every member's week, in the order of their ids."""
    known = _known(connection, monday, now)
    for member in members.members(connection):
        yield _week(connection, member, monday, now, settings, known)


def _known(connection: Connection, monday: date, now: datetime) -> Known:
    standing = {}
    trades: Counter[str] = Counter()
    buyers: Counter[str] = Counter()
    forms: Counter[FormType] = Counter()
    awards = []
    held = audit.held(connection)
    for stored in notices.current(connection):
        notice = stored.notice
        if stored.set_aside is not None:
            continue
        if stored.open_lots(now) and stored.key not in held:
            standing[stored.key] = stored
        if notice.published is None or not 0 <= (notice.published - monday).days < 7:
            continue
        forms[notice.form_type] += 1
        trades.update({code.division for code in notice.cpv[:1]})
        buyers.update(buyer.name for buyer in notice.buyers[:1])
        winners = changed.winners(notice)
        if winners and notice.form_type is FormType.RESULT:
            awards.append((notice.title.best, winners, notice.url))
    market = Market(
        read=sum(forms.values()),
        competitions=forms[FormType.COMPETITION] + forms[FormType.CHANGE],
        planned=forms[FormType.PLANNING],
        results=forms[FormType.RESULT],
        trades=_most(trades),
        buyers=_most(buyers),
        awards=tuple(sorted(awards, key=lambda award: award[0])[:MOST_LISTED]),
    )
    newest: dict[str, CrawlReport] = {}
    for report in crawls.reports(connection, limit=50):
        if report.of_notices:
            newest.setdefault(report.source, report)
    start, end = (datetime.combine(day, time(0), OSLO).astimezone(UTC) for day in (monday, monday + timedelta(days=7)))
    return Known(
        standing=standing,
        market=market,
        reports=tuple(newest[name] for name in sorted(newest)),
        headlines=tuple(news.between(connection, start, end, limit=MOST_HEADLINES)),
    )


def _week(
    connection: Connection, member: Member, monday: date, now: datetime, settings: DigestSettings, known: Known
) -> Week:
    told = letters.shown(connection, member.id)
    urgent = letters.shown(connection, member.id, kind=urgent_letter.KIND)
    start = datetime.combine(monday, time(0), OSLO)
    grouped: dict[str, list[Match]] = defaultdict(list)
    for match in matches.matches(connection, member=member.id, minimum_score=settings.threshold):
        stored = known.standing.get(match.notice)
        if stored is not None and is_open(stored, match.lot, now):
            grouped[match.notice].append(match)
    finds, sent = [], []
    for key, found in grouped.items():
        stored = known.standing[key]
        shown_at = told.get(key)
        if shown_at is None or stored.changed_at > shown_at:
            finds.append(_find(connection, key, stored, found, changed=shown_at is not None))
        elif urgent.get(key, datetime.min.replace(tzinfo=UTC)) >= start:
            sent.append(_find(connection, key, stored, found))
    finds.sort(key=lambda find: (-find.best.score, find.key))
    week = Week(
        monday=monday,
        now=now,
        member=member,
        finds=tuple(finds),
        sent_before=tuple(sorted(sent, key=lambda find: (-find.best.score, find.key))),
        market=known.market,
        headlines=known.headlines,
        reports=known.reports,
    )
    return replace(
        week, together=_together(connection, member.id, now), changes=_changes(connection, told)
    )  # fmt: skip


def _find(
    connection: Connection, key: str, stored: StoredNotice, found: Iterable[Match], *, changed: bool = False
) -> Find:
    best = tuple(sorted(found, key=lambda match: (-match.score, match.lot)))
    moved = 0
    if changed or stored.notice.change is not None:
        every = procedures.changes_since(connection, key, datetime.min.replace(tzinfo=UTC))
        moved = sum(one.field in DEADLINES for one in every)
    return Find(key=key, notice=stored.notice, matches=best, changed=changed, moved=moved)


def _together(connection: Connection, member: str, now: datetime) -> tuple[Together, ...]:
    """The joint bids this member may be told of, the nearest deadline first; it passes the barrier."""
    found = [
        Together(
            number=one.part.id,
            key=one.stored.key,
            notice=one.stored.notice,
            lot=one.part.lot,
            needs=one.part.needs,
            why_not_alone=one.part.why_not_alone,
            lead=one.part.proposed_lead,
            agreed=one.part.answer is Answer.YES,
            partners=one.names,
        )
        for one in together.for_member(connection, member, now)
    ]
    return tuple(sorted(found, key=lambda one: (_last_day(one.notice), one.number)))


def _last_day(notice: Notice) -> float:
    return notice.deadline.at.timestamp() if notice.deadline else inf


def is_open(stored: StoredNotice, lot_id: str, now: datetime) -> bool:
    """Whether the lot can still be won; a group of lots can as long as the notice is open."""
    shut = {lot.id for lot in stored.notice.biddable} - {lot.id for lot in stored.open_lots(now)}
    return lot_id not in shut and any(lot.id == lot_id for lot in stored.notice.lots)


def _changes(connection: Connection, told: dict[str, datetime]) -> tuple[Changed, ...]:
    """What became of notices told of: changed, replaced by a later one, ended; once, in the letter after it."""
    found: list[Changed] = []
    endings = closures.of(connection, told)
    for stored in notices.current(connection, keys=sorted(told)):
        shown_at = told[stored.key]
        ended = [one for one in endings.get(stored.key, ()) if one.seen > shown_at]
        newer = notices.show(connection, stored.superseded_by) if stored.superseded_by else None
        if newer is None:
            if stored.changed_at > shown_at:
                found += changed.lines(stored, procedures.changes_since(connection, stored.key, shown_at))
            found += _ended(connection, stored, ended)
        elif newer.changed_at > shown_at and newer.key not in told:
            what = [*changed.lines(newer, differences(stored.notice, newer.notice)), *_ended(connection, newer, ended)]
            found += what or [changed.line(newer, changed.CHANGED)]
    return tuple(dict.fromkeys(found))


def _ended(connection: Connection, stored: StoredNotice, endings: Iterable[Ending]) -> Iterator[Changed]:
    """What later notices of its procedure ended, a line for each of them."""
    told: dict[str, list[Ending]] = defaultdict(list)
    for ending in endings:
        told[ending.by].append(ending)
    for key, mine in told.items():
        by = notices.show(connection, key)
        if by is not None:
            yield changed.ended(stored, mine, by.notice)


def _most(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_LISTED])
