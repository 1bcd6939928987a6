"""The weekly letter: sections put together under a subject that is the answer."""

from digest.norwegian import count, days_left, left, period, within
from digest.sections.registry import SECTIONS
from digest.settings import DigestSettings
from digest.week import Week
from model.letter import Letter

KIND = "weekly"


def weekly(week: Week, settings: DigestSettings) -> Letter:
    """One member's letter about one week."""
    sections = tuple(section for make in SECTIONS if (section := make(week, settings)) is not None)
    return Letter(
        kind=KIND,
        reader=week.member.id,
        language=week.member.language,
        first_day=week.monday,
        last_day=week.sunday,
        subject=_subject(week, settings),
        preheader=_preheader(week),
        greeting=f"{week.member.name} · uke {week.number}, {period(week.monday, week.sunday)}",
        sections=sections,
    )


def _subject(week: Week, settings: DigestSettings) -> str:
    if not week.finds:
        return f"Uke {week.number}: ingen nye anbud for dere"
    deadlines = [find.notice.deadline for find in week.finds if find.notice.deadline]
    soon = sum(0 <= days_left(deadline, week.now) <= settings.hurry_days for deadline in deadlines)
    hurry = f", {soon} med frist {within(settings.hurry_days)}" if soon else ""
    return f"Uke {week.number}: {count(len(week.finds), 'anbud', 'anbud')} for dere{hurry}"


def _preheader(week: Week) -> str:
    if not week.finds:
        return "Vi har lest markedet for dere. Dette rører seg."
    first = week.finds[0].notice
    deadline = f", frist {left(first.deadline, week.now)}" if first.deadline else ""
    return f"Best treff: {first.title.best}{deadline}"
