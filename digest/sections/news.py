"""What became of notices told of before, the market's week, and the sources."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from digest.catalogue import N_
from digest.divisions import name_of
from digest.settings import DigestSettings, SourceWords
from digest.speech import OSLO, Speech
from digest.week import Changed, Week
from model.letter import Line, Section
from model.verdict import CrawlReport, Verdict


def trouble(week: Week, settings: DigestSettings) -> Section | None:
    """A source of tenders that was not read completely is said first, never hidden."""
    speech = week.speech
    tenders = [report for report in week.reports if not settings.source(report.source).news]
    bad = [report for report in tenders if report.verdict is not Verdict.COMPLETE]
    if not bad:
        return None
    doubted = _names((report for report in bad if report.verdict is Verdict.SUSPECT), settings)
    short = _names((report for report in bad if report.verdict is not Verdict.SUSPECT), settings)
    sentences = []
    if short:
        words = N_("{sources} ble ikke lest fullstendig. Noe kan mangle i dette brevet; det hentes neste natt.")
        sentences.append(speech.say(words, sources=short))
    if doubted:
        words = N_("{sources} hadde uvanlig få kunngjøringer. Noe kan mangle i dette brevet.")
        sentences.append(speech.say(words, sources=doubted))
    return Section(kind="trouble", title=speech.say("Ufullstendig uke"), intro=" ".join(sentences))


def _names(reports: Iterable[CrawlReport], settings: DigestSettings) -> str:
    return ", ".join(sorted({settings.source(report.source).name for report in reports}))


def changes(week: Week, settings: DigestSettings) -> Section | None:
    """What changed on notices told of before: old and new."""
    del settings
    if not week.changes:
        return None
    lines = tuple(
        Line(title=one.title, href=one.href, facts=(told(one, week.speech),), notice=one.key) for one in week.changes
    )
    return Section(kind="changes", title=week.speech.say("Endret siden sist"), lines=lines)


def told(one: Changed, speech: Speech) -> str:
    """What became of a notice, in the reader's language."""
    what = speech.say(one.what, who=firms(one.who, speech)) if one.who else speech.say(one.what)
    if one.lots:
        what = f"{what} ({speech.together(one.lots)})"
    hour = one.before is not None and one.after is not None and _day_of(one.before) == _day_of(one.after)
    before, after = _spoken(one.before, speech, hour=hour), _spoken(one.after, speech, hour=hour)
    if one.pair:
        after = after or speech.say("ikke oppgitt")
        return f"{what}: {before} → {after}" if before else f"{what} {after}"
    return f"{what} {after}".strip()


def firms(winners: Sequence[Sequence[str]], speech: Speech) -> str:
    """Who won, a consortium as one."""
    return ", ".join(speech.together(list(group)) for group in winners)


def _day_of(value: str | date) -> str | date:
    return value.astimezone(OSLO).date() if isinstance(value, datetime) else value


def _spoken(value: str | date | None, speech: Speech, *, hour: bool) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if not isinstance(value, datetime):
        return speech.day(value, year=True)
    words = speech.day(value.astimezone(OSLO).date(), year=True)
    return f"{words} {speech.hour(value)}" if hour else words


def market(week: Week, settings: DigestSettings) -> Section | None:
    """What is moving in the market: how much, in which trades, by whom, and who won."""
    del settings
    market_, speech = week.market, week.speech
    if not market_.read:
        return None
    intro = speech.say(
        "{competitions}, {planned} og {results} ble kunngjort.",
        competitions=speech.count(market_.competitions, "{n} konkurranse", "{n} konkurranser"),
        planned=speech.count(market_.planned, "{n} planlagt anskaffelse", "{n} planlagte anskaffelser"),
        results=speech.count(market_.results, "{n} tildeling", "{n} tildelinger"),
    )
    trades = tuple(f"{name_of(division, speech)}: {number}" for division, number in market_.trades)
    lines = [Line(title=speech.say("Mest i fagene"), facts=trades)] if trades else []
    if market_.buyers:
        buyers = tuple(f"{name}: {n}" for name, n in market_.buyers)
        lines.append(Line(title=speech.say("Travleste oppdragsgivere"), facts=buyers))
    for title, who, href in market_.awards:
        lines.append(Line(title=title, href=href, facts=(speech.say("Vunnet av {who}", who=firms(who, speech)),)))
    return Section(kind="market", title=speech.say("Dette rører seg i markedet"), intro=intro, lines=tuple(lines))


def sources(week: Week, settings: DigestSettings) -> Section | None:
    """Which sources were read, when last completely, with their credits, and why the reader gets the letter."""
    speech = week.speech
    known = [(settings.source(report.source), report) for report in week.reports]
    lines = tuple(Line(title=source.name, facts=(_read(report, source, speech),)) for source, report in known)
    sentences = [
        speech.say("Dere får brevet som medlem i {cluster}.", cluster=settings.cluster),
        speech.say("Treffene gjelder bare dere og vises ingen andre medlemmer."),
    ]
    if settings.leader:
        sentences.append(speech.say("Spørsmål: {leader}.", leader=settings.leader))
    sentences += [f"{credit}." for credit in dict.fromkeys(source.credit for source, _ in known if source.credit)]
    return Section(kind="sources", title=speech.say("Om brevet"), intro=" ".join(sentences), lines=lines)


def _read(report: CrawlReport, source: SourceWords, speech: Speech) -> str:
    when = f"{speech.day(report.ended.astimezone(OSLO).date())} {speech.hour(report.ended)}"
    if source.news:
        number = speech.count(report.stored, "{n} overskrift", "{n} overskrifter")
    else:
        number = speech.count(report.stored, "{n} kunngjøring", "{n} kunngjøringer")
    if report.verdict is Verdict.SUSPECT:
        return speech.say("lest {when}, {number}; uvanlig få", when=when, number=number)
    if report.verdict is Verdict.COMPLETE:
        return speech.say("lest fullstendig {when}, {number}", when=when, number=number)
    return speech.say("ikke lest fullstendig {when}: {number} kom inn", when=when, number=number)
