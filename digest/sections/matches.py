"""The week's finds: what hurries, the best as cards, the rest as rows."""

from dataclasses import replace

from digest.sections.lines import card, row
from digest.settings import DigestSettings
from digest.speech import days_left
from digest.week import Find, Week
from model.letter import Section


def hurries(week: Week, settings: DigestSettings) -> Section | None:
    """Finds whose deadline is near, in the order of their deadlines."""
    near = [find for find in week.finds if _near(find, week, settings)]
    if not near:
        return None
    near.sort(key=lambda find: (find.notice.deadline.at.timestamp() if find.notice.deadline else 0.0, find.key))
    speech = week.speech
    within = speech.within(settings.hurry_days)
    intro = speech.count(len(near), "{n} anbud har frist {within}.", "{n} anbud har frist {within}.", within=within)
    lines = tuple(row(find, week) for find in near)
    return Section(kind="hurries", title=speech.say("Haster"), intro=intro, lines=lines)


def best(week: Week, settings: DigestSettings) -> Section | None:
    """The finds that suit best, as cards."""
    if not week.finds:
        return None
    cards = tuple(card(find, week) for find in week.finds[: settings.max_cards])
    return Section(kind="best", title=week.speech.say("Best treff for dere"), lines=cards)


def none_found(week: Week, settings: DigestSettings) -> Section | None:
    """A week without finds says what was read, so that silence is never taken for a failure."""
    del settings
    if week.finds:
        return None
    speech = week.speech
    nothing = speech.say("Ingen nye anbud passet profilen deres denne uken.")
    read = speech.count(week.market.read, "{n} kunngjøring er lest.", "{n} kunngjøringer er lest.")
    return Section(kind="none_found", title=speech.say("Ingen treff denne uken"), intro=f"{nothing} {read}")


def rest(week: Week, settings: DigestSettings) -> Section | None:
    """Further finds, one row each."""
    further = week.finds[settings.max_cards :]
    if not further:
        return None
    lines = tuple(row(find, week) for find in further)
    return Section(kind="rest", title=week.speech.say("Flere treff"), lines=lines)


def _near(find: Find, week: Week, settings: DigestSettings) -> bool:
    deadline = find.notice.deadline
    return deadline is not None and 0 <= days_left(deadline, week.now) <= settings.hurry_days


def sent_before(week: Week, settings: DigestSettings) -> Section | None:
    """What an urgent letter of the week has told, a line each."""
    del settings
    if not week.sent_before:
        return None
    lines = tuple(replace(row(find, week), notice=None) for find in week.sent_before)
    return Section(kind="sent_before", title=week.speech.say("Sendt som haster tidligere i uken"), lines=lines)
