"""Matches: what the matcher found, and what it has still to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select

from model.match import Match
from store import content
from store.members import profile_hashes
from store.tables.members import judgement, match, matched_member, matched_notice, member
from store.tables.notices import notice, notice_identifier
from store.upsert import insert_or_replace_all

_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """
    What has to be matched: these notices with every member, and every notice with these members.

    A notice or a member is stale when it is new, or has changed, or was matched by another scorer; a member also when
    something was said of its notices since.
    """

    notices: frozenset[str]
    members: frozenset[str]


def record(connection: Connection, matches: Iterable[Match], at: datetime) -> int:
    """
    Keep matches computed at `at` (UTC) from notices and profiles as they are stored now; returns how many.

    A match replaces the former one of the same member, notice and lot. Raises KeyError for a member or a notice that
    is not stored.
    """
    profiles = profile_hashes(connection)
    waiting, total = iter(matches), 0
    while batch := list(islice(waiting, _PAGE)):
        known = _contents(connection, {one.notice for one in batch})
        rows = {(one.member, known[one.notice][0], one.lot): one for one in batch}
        insert_or_replace_all(
            connection,
            match,
            [_values(one, *known[one.notice], profiles[one.member], at) for one in rows.values()],
            identity=("member", "notice", "lot"),
            keep=("first_at",),
        )
        total += len(batch)
    return total


def matches(
    connection: Connection, *, member: str | None = None, minimum_score: float = 0.0, since: datetime | None = None
) -> Iterator[Match]:
    """Matches, best first within each member: of one member, of a score or better, computed at that time or later."""
    query = select(match).where(match.c.score >= minimum_score)
    if member is not None:
        query = query.where(match.c.member == member)
    if since is not None:
        query = query.where(match.c.at >= since)
    query = query.order_by(match.c.member, match.c.score.desc(), match.c.notice, match.c.lot)
    for row in connection.execute(query.execution_options(yield_per=_PAGE)):
        yield _match(row)


def stale(connection: Connection, scorer: str) -> Stale:
    """What this scorer has not yet matched in its present state."""
    notices = _unmatched(notice.c.key, notice.c.content_hash, matched_notice.c.notice, matched_notice, scorer)
    members = _unmatched(member.c.id, member.c.profile_hash, matched_member.c.member, matched_member, scorer)
    return Stale(
        notices=frozenset(connection.execute(notices).scalars()),
        members=frozenset(connection.execute(members).scalars())
        | frozenset(connection.execute(_judged_since()).scalars()),
    )


def mark_matched(
    connection: Connection,
    scorer: str,
    at: datetime,
    *,
    notices: Iterable[str] = (),
    members: Iterable[str] = (),
) -> None:
    """
    Note that these notices have met every member, and these members every notice, as they are stored now.

    Record the matches first: those that were not recorded anew are no matches any more and go.
    """
    _mark(connection, notices, scorer, at, (notice.c.key, notice.c.content_hash), (match.c.notice, matched_notice))
    _mark(connection, members, scorer, at, (member.c.id, member.c.profile_hash), (match.c.member, matched_member))


def _mark(
    connection: Connection, keys: Iterable[str], scorer: str, at: datetime, subject: tuple[Any, Any], marks: Any
) -> None:
    (key, state), (in_match, table) = subject, marks
    waiting = iter(sorted(set(keys)))
    while batch := list(islice(waiting, _PAGE)):
        found = connection.execute(select(key, state).where(key.in_(batch))).all()
        rows = [{in_match.name: one, state.name: now, "scorer": scorer, "at": at} for one, now in found]
        insert_or_replace_all(connection, table, rows, identity=(in_match.name,))
        now = select(state).where(key == in_match).scalar_subquery()
        outdated = or_(match.c.scorer != scorer, match.c[state.name].is_distinct_from(now))
        connection.execute(delete(match).where(in_match.in_(batch), outdated))


def _unmatched(key: Any, state: Any, mark: Any, table: Any, scorer: str) -> Any:
    same = (mark == key) & (table.c[state.name] == state) & (table.c.scorer == scorer)
    return select(key).where(~select(mark).where(same).exists())


def _judged_since() -> Any:
    mark = matched_member.c
    return select(mark.member).where(select(judgement.c.id).where(_newer(mark)).exists())


def _newer(mark: Any) -> Any:
    return (judgement.c.member == mark.member) & (judgement.c.at > mark.at)


def _contents(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    query = (
        select(notice_identifier.c.identifier, notice.c.key, notice.c.content_hash)
        .join_from(notice_identifier, notice, notice_identifier.c.notice == notice.c.key)
        .where(notice_identifier.c.identifier.in_(sorted(keys)), notice_identifier.c.joins)
    )
    return {name: (key, content_hash) for name, key, content_hash in connection.execute(query)}


def _values(one: Match, notice_key: str, content_hash: str, profile_hash: str, at: datetime) -> dict[str, Any]:
    return {
        "member": one.member,
        "notice": notice_key,
        "lot": one.lot,
        "scorer": one.scorer,
        "points": one.points,
        "score": one.score,
        "excluded": one.excluded,
        "evidence": content.EVIDENCE.dump_json(one.evidence, exclude_defaults=True).decode("utf-8"),
        "profile_hash": profile_hash,
        "content_hash": content_hash,
        "first_at": at,
        "at": at,
    }


def _match(row: Row[Any]) -> Match:
    return Match(
        member=row.member,
        notice=row.notice,
        lot=row.lot,
        scorer=row.scorer,
        evidence=content.EVIDENCE.validate_json(row.evidence),
        excluded=row.excluded,
    )
