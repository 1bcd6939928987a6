"""Market news: headlines from the feeds the cluster follows, apart from tenders."""

from digest.settings import DigestSettings
from digest.speech import OSLO, Speech
from digest.week import Week
from model.letter import Line, Section
from model.news import Headline


def headlines(week: Week, settings: DigestSettings) -> Section | None:
    """What was written of the market: headline, publisher and day; the article is read where it stands."""
    del settings
    if not week.headlines:
        return None
    lines = tuple(Line(title=one.title, href=one.url, facts=_facts(one, week.speech)) for one in week.headlines)
    return Section(kind="headlines", title=week.speech.say("Nytt i markedet"), lines=lines)


def _facts(headline: Headline, speech: Speech) -> tuple[str, ...]:
    when = speech.day(headline.published.astimezone(OSLO).date()) if headline.published else ""
    return tuple(fact for fact in (headline.publisher, when) if fact)
