"""The urgent letter: a strong match whose deadline cannot wait for Monday, the morning after it was found."""

from dataclasses import replace
from datetime import date

from digest.sections import matches, news
from digest.settings import DigestSettings
from digest.speech import days_left
from digest.week import Find, Week
from model.letter import Letter, Section

KIND = "urgent"


def day(week: Week, today: date) -> Week:
    """The same facts for one day."""
    return replace(week, monday=today, changes=(), together=(), headlines=())


def urgent(week: Week, settings: DigestSettings) -> Letter | None:
    """The day's urgent letter of a member; None where nothing is both strong and near."""
    finds = tuple(find for find in week.finds if is_urgent(find, week, settings))
    if not finds:
        return None
    speech, now = week.speech, replace(week, finds=finds)
    first = finds[0].notice
    left = speech.left(first.deadline, week.now) if first.deadline else ""
    if len(finds) == 1:
        subject = speech.say("Haster: {title}, frist {left}", title=first.title.best, left=left)
    else:
        subject = speech.count(
            len(finds), "Haster: {n} anbud for dere, første frist {left}",
            "Haster: {n} anbud for dere, første frist {left}", left=left,
        )  # fmt: skip
    cards = matches.best(now, settings)
    about = Section(
        kind="about_urgent",
        title=speech.say("Hvorfor nå"),
        intro=speech.say("Fristen er så nær at dette ikke bør vente til ukebrevet. Der står det bare i én linje."),
    )
    sections = (news.trouble(week, settings), cards, about, news.sources(week, settings))
    return Letter(
        kind=KIND,
        reader=week.member.id,
        language=speech.language,
        first_day=week.monday,
        last_day=week.monday,
        subject=subject,
        preheader=speech.say("Best treff: {title}, frist {left}", title=first.title.best, left=left),
        greeting=f"{week.member.name} · {speech.day(week.monday)}",
        sections=tuple(section for section in sections if section is not None),
    )


def is_urgent(find: Find, week: Week, settings: DigestSettings) -> bool:
    """Whether a find is strong enough and near enough."""
    deadline = find.notice.lot(find.best.lot).next_deadline or find.notice.deadline
    if deadline is None or deadline.at <= week.now or find.best.score < settings.urgent_score:
        return False
    return days_left(deadline, week.now) <= settings.urgent_days
