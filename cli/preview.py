"""What the profiles would have caught lately, for `members check`; read only, and nothing where nothing is stored."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.exc import OperationalError, ProgrammingError

from cli import matching
from cli.call import Call
from matcher.coverage import Coverage, coverage
from matcher.scorer import read_lots, read_member
from model.match import Opinion
from model.member import Member
from store import judgements as judgement_store
from store import notices as notice_store
from store.database import reading

DAYS = 90


def lines(run: Call, members: Sequence[Member]) -> Iterator[str]:
    """Sentences for each member; none where no notice of the last 90 days is stored or there is no database yet."""
    since = run.now.date() - timedelta(days=DAYS)
    try:
        with reading(run.engine) as connection:
            stored = list(notice_store.current(connection))
            said = judgement_store.latest(connection)
    except (OperationalError, ProgrammingError):
        return
    recent = [(one.key, one.notice) for one in stored if (one.notice.published or date.min) >= since]
    if not recent:
        return
    context = matching.known(run)
    lots = [(key, lot) for key, found in read_lots(recent, context) for lot in found]
    by_key = {one.key: one.notice for one in stored}
    for member in members:
        wanted = [
            (one.notice, by_key[one.notice])
            for one in said
            if one.member == member.id and one.opinion is Opinion.WANTED and one.notice in by_key
        ]
        liked = [lot for _, found in read_lots(wanted, context) for lot in found]
        yield from _told(member, coverage(read_member(member, context), lots, liked, context))


def _told(member: Member, found: Coverage) -> Iterator[str]:
    yield f"{member.id}: {found.alerts} of the {found.lots} lots of the last {DAYS} days would have been alerts"
    if found.silent:
        yield f"{member.id}: these phrases caught nothing: {', '.join(found.silent)}"
    for text, number in found.noisy:
        yield f"{member.id}: {text!r} stood in {number} lots and hardly any became an alert; say it more narrowly"
    if found.words:
        yield f"{member.id}: words of notices you wanted: {', '.join(found.words)}"
    if found.branches:
        yield f"{member.id}: CPV branches of notices you wanted: {', '.join(found.branches)}"
