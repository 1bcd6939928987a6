"""The weekly letter: sections put together under a subject that is the answer."""

from digest.sections.registry import SECTIONS
from digest.settings import DigestSettings
from digest.speech import days_left
from digest.week import Week
from model.letter import Letter

KIND = "weekly"


def weekly(week: Week, settings: DigestSettings) -> Letter:
    """One member's letter about one week."""
    speech = week.speech
    sections = tuple(section for make in SECTIONS if (section := make(week, settings)) is not None)
    return Letter(
        kind=KIND,
        reader=week.member.id,
        language=speech.language,
        first_day=week.monday,
        last_day=week.sunday,
        subject=_subject(week, settings),
        preheader=_preheader(week),
        greeting=speech.say(
            "{member} · uke {week}, {period}",
            member=week.member.name,
            week=week.number,
            period=speech.period(week.monday, week.sunday),
        ),
        sections=sections,
    )


def _subject(week: Week, settings: DigestSettings) -> str:
    speech = week.speech
    if not week.finds:
        return speech.say("Uke {week}: ingen nye anbud for dere", week=week.number)
    deadlines = [find.notice.deadline for find in week.finds if find.notice.deadline]
    soon = sum(0 <= days_left(deadline, week.now) <= settings.hurry_days for deadline in deadlines)
    subject = speech.count(
        len(week.finds), "Uke {week}: {n} anbud for dere", "Uke {week}: {n} anbud for dere", week=week.number
    )
    if not soon:
        return subject
    within = speech.within(settings.hurry_days)
    hurry = speech.say("{n} med frist {within}", n=soon, within=within)
    return f"{subject}, {hurry}"


def _preheader(week: Week) -> str:
    speech = week.speech
    if not week.finds:
        return speech.say("Vi har lest markedet for dere. Dette rører seg.")
    first = week.finds[0].notice
    if first.deadline is None:
        return speech.say("Best treff: {title}", title=first.title.best)
    left = speech.left(first.deadline, week.now)
    return speech.say("Best treff: {title}, frist {left}", title=first.title.best, left=left)
