"""Bigger together: joint bids the leader has released to this member, its own part alone."""

from collections.abc import Iterator

from digest.norwegian import left, money, together, when
from digest.sections.lines import buyer_of
from digest.settings import DigestSettings
from digest.week import Together, Week
from model.letter import Line, Link, Section, Why
from model.match import Quote

_INTRO = (
    "Jobber der dere dekker en del og andre i klyngen det dere mangler: mulig samarbeid å vurdere. Deltakerne må selv "
    "gjøre en egenvurdering etter konkurranseloven § 10. Ikke del pris, kalkyle eller ledig kapasitet."
)


def bigger_together(week: Week, settings: DigestSettings) -> Section | None:
    """Released joint bids this member is part of: its part, what it lacks alone, and how to answer."""
    if not week.together:
        return None
    return Section(
        kind="bigger_together",
        title="Større sammen",
        intro=_INTRO,
        lines=tuple(_line(one, week, settings) for one in week.together),
    )


def _line(one: Together, week: Week, settings: DigestSettings) -> Line:
    notice = one.notice
    lot = next((lot for lot in notice.lots if lot.id == one.lot), None)
    inner = lot.title.best if lot is not None and len(notice.biddable) > 1 else ""
    worth = (lot.worth if lot is not None else None) or notice.worth
    deadline = (lot.next_deadline if lot is not None else None) or notice.deadline
    return Line(
        title=f"{notice.title.best}: {inner}" if inner and inner != notice.title.best else notice.title.best,
        href=notice.url,
        facts=(buyer_of(notice), money(worth)),
        flag=f"Frist {when(deadline, week.now)} ({left(deadline, week.now)})" if deadline else "Ingen frist ennå",
        excerpt=_standing(one, settings),
        whys=tuple(_whys(one)),
        links=(Link(text="Les kunngjøringen", href=notice.url),) if notice.url else (),
        notice=one.key,
        joint=one.number,
    )


def _whys(one: Together) -> Iterator[Why]:
    if one.needs:
        own = together([need.name for need in one.needs])
        quoted = together([f"«{need.quote}»" for need in one.needs])
        quotes = tuple(Quote(field="need", start=0, end=len(need.quote), text=need.quote) for need in one.needs)
        yield Why(sentence=f"Deres del er {own}: kunngjøringen nevner {quoted}.", quotes=quotes)
    if one.why_not_alone:
        yield Why(sentence=f"{one.why_not_alone}.")


def _standing(one: Together, settings: DigestSettings) -> str:
    """Who is with it as far as it may be told, and what to do next."""
    lead = "Dere er foreslått som leder. " if one.lead else ""
    if one.partners:
        agreed = "Har også sagt ja til å bli nevnt" if one.agreed else ""
        return f"{lead}{agreed}: {together(list(one.partners))}."
    whom = settings.leader or "prosjektlederen"
    if one.agreed:
        return f"{lead}Dere har sagt ja til å bli nevnt. Ingen andre kan nevnes ennå. Spørsmål: {whom}."
    return (
        f"{lead}Si til {whom} om dere vil vurdere dette og kan nevnes for de andre. De får ikke vite om dere sier nei."
    )
