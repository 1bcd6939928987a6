"""Bigger together: joint bids the leader has released to this member, its own part alone."""

from collections.abc import Iterator

from digest.catalogue import N_
from digest.reasons import reason
from digest.sections.lines import buyer_of
from digest.settings import DigestSettings
from digest.speech import Speech
from digest.week import Together, Week
from model.letter import Line, Link, Section, Why
from model.match import Quote

_INTRO = N_(
    "Jobber der dere dekker en del og andre i klyngen det dere mangler: mulig samarbeid å vurdere. Deltakerne må selv "
    "gjøre en egenvurdering etter konkurranseloven § 10. Ikke del pris, kalkyle eller ledig kapasitet."
)


def bigger_together(week: Week, settings: DigestSettings) -> Section | None:
    """Released joint bids this member is part of: its part, what it lacks alone, and how to answer."""
    if not week.together:
        return None
    lines = tuple(_line(one, week, settings) for one in week.together)
    speech = week.speech
    return Section(kind="bigger_together", title=speech.say("Større sammen"), intro=speech.say(_INTRO), lines=lines)


def _line(one: Together, week: Week, settings: DigestSettings) -> Line:
    notice, speech = one.notice, week.speech
    lot = next((lot for lot in notice.lots if lot.id == one.lot), None)
    inner = lot.title.best if lot is not None and len(notice.biddable) > 1 else ""
    worth = (lot.worth if lot is not None else None) or notice.worth
    deadline = (lot.next_deadline if lot is not None else None) or notice.deadline
    flag = speech.say("Ingen frist ennå")
    if deadline is not None:
        when, left = speech.when(deadline, week.now), speech.left(deadline, week.now)
        flag = speech.say("Frist {when} ({left})", when=when, left=left)
    return Line(
        title=f"{notice.title.best}: {inner}" if inner and inner != notice.title.best else notice.title.best,
        href=notice.url,
        facts=(buyer_of(notice, speech), speech.money(worth)),
        flag=flag,
        excerpt=" ".join(_standing(one, settings, speech)),
        whys=tuple(_whys(one, speech)),
        links=(Link(text=speech.say("Les kunngjøringen"), href=notice.url),) if notice.url else (),
        notice=one.key,
        joint=one.number,
    )


def _whys(one: Together, speech: Speech) -> Iterator[Why]:
    if one.needs:
        own = speech.together([need.name for need in one.needs])
        quoted = speech.together([f"«{need.quote}»" for need in one.needs])
        quotes = tuple(Quote(field="need", start=0, end=len(need.quote), text=need.quote) for need in one.needs)
        words = speech.say("Deres del er {part}: kunngjøringen nevner {quotes}.", part=own, quotes=quoted)
        yield Why(sentence=words, quotes=quotes)
    if one.why_not_alone:
        yield Why(sentence=f"{reason(one.why_not_alone, speech)}.")


def _standing(one: Together, settings: DigestSettings, speech: Speech) -> Iterator[str]:
    """Who is with it as far as it may be told, and what to do next."""
    whom = settings.leader or speech.say("prosjektlederen")
    if one.lead:
        yield speech.say("Dere er foreslått som leder.")
    if one.partners:
        partners = speech.together(list(one.partners))
        yield speech.say("Har også sagt ja til å bli nevnt: {partners}.", partners=partners)
    elif one.agreed:
        yield speech.say("Dere har sagt ja til å bli nevnt. Ingen andre kan nevnes ennå. Spørsmål: {whom}.", whom=whom)
    else:
        yield speech.say("Si til {whom} om dere vil vurdere dette og kan nevnes for de andre.", whom=whom)
        yield speech.say("De får ikke vite om dere sier nei.")
