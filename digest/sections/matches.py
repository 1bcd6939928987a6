"""The week's finds: what hurries, the best as cards, the rest as rows."""

from digest.norwegian import count, days_left, within
from digest.sections.lines import card, row
from digest.settings import DigestSettings
from digest.week import Find, Week
from model.letter import Section


def hurries(week: Week, settings: DigestSettings) -> Section | None:
    """Finds whose deadline is near, in the order of their deadlines."""
    near = [find for find in week.finds if _near(find, week, settings)]
    if not near:
        return None
    near.sort(key=lambda find: (find.notice.deadline.at.timestamp() if find.notice.deadline else 0.0, find.key))
    intro = f"{count(len(near), 'anbud har', 'anbud har')} frist {within(settings.hurry_days)}."
    return Section(kind="hurries", title="Haster", intro=intro, lines=tuple(row(find, week.now) for find in near))


def best(week: Week, settings: DigestSettings) -> Section | None:
    """The finds that suit best, as cards."""
    if not week.finds:
        return None
    cards = tuple(card(find, week.now) for find in week.finds[: settings.max_cards])
    return Section(kind="best", title="Best treff for dere", lines=cards)


def none_found(week: Week, settings: DigestSettings) -> Section | None:
    """A week without finds says what was read, so that silence is never taken for a failure."""
    del settings
    if week.finds:
        return None
    read = count(week.market.read, "kunngjøring er lest", "kunngjøringer er lest")
    intro = f"Ingen nye anbud passet profilen deres denne uken. {read}."
    return Section(kind="none_found", title="Ingen treff denne uken", intro=intro)


def rest(week: Week, settings: DigestSettings) -> Section | None:
    """Further finds, one row each."""
    further = week.finds[settings.max_cards :]
    if not further:
        return None
    return Section(kind="rest", title="Flere treff", lines=tuple(row(find, week.now) for find in further))


def _near(find: Find, week: Week, settings: DigestSettings) -> bool:
    deadline = find.notice.deadline
    return deadline is not None and 0 <= days_left(deadline, week.now) <= settings.hurry_days
