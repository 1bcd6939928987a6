"""What became of notices told of before, the market's week, and the sources."""

from collections.abc import Iterable

from digest.norwegian import OSLO, count, day
from digest.settings import DigestSettings, SourceWords
from digest.week import Week
from model.letter import Line, Section
from model.verdict import CrawlReport, Verdict


def trouble(week: Week, settings: DigestSettings) -> Section | None:
    """A source of tenders that was not read completely is said first, never hidden."""
    tenders = [report for report in week.reports if not settings.source(report.source).news]
    bad = [report for report in tenders if report.verdict is not Verdict.COMPLETE]
    if not bad:
        return None
    doubted = _names((report for report in bad if report.verdict is Verdict.SUSPECT), settings)
    short = _names((report for report in bad if report.verdict is not Verdict.SUSPECT), settings)
    sentences = [
        f"{short} ble ikke lest fullstendig. Noe kan mangle i dette brevet; det hentes neste natt." if short else "",
        f"{doubted} hadde uvanlig få kunngjøringer. Noe kan mangle i dette brevet." if doubted else "",
    ]
    return Section(kind="trouble", title="Ufullstendig uke", intro=" ".join(filter(None, sentences)))


def _names(reports: Iterable[CrawlReport], settings: DigestSettings) -> str:
    return ", ".join(sorted({settings.source(report.source).name for report in reports}))


def changes(week: Week, settings: DigestSettings) -> Section | None:
    """What changed on notices told of before: old and new."""
    del settings
    if not week.changes:
        return None
    lines = tuple(
        Line(
            title=one.title,
            href=one.href,
            facts=(f"{one.what}: {one.before} → {one.after}" if one.before else f"{one.what} {one.after}".strip(),),
            notice=one.key,
        )
        for one in week.changes
    )
    return Section(kind="changes", title="Endret siden sist", lines=lines)


def market(week: Week, settings: DigestSettings) -> Section | None:
    """What is moving in the market: how much, in which trades, by whom, and who won."""
    del settings
    market_ = week.market
    if not market_.read:
        return None
    intro = (
        f"{count(market_.competitions, 'konkurranse', 'konkurranser')}, "
        f"{count(market_.planned, 'planlagt anskaffelse', 'planlagte anskaffelser')} og "
        f"{count(market_.results, 'tildeling', 'tildelinger')} ble kunngjort."
    )
    lines = [Line(title="Mest i fagene", facts=tuple(f"{name}: {number}" for name, number in market_.trades))]
    if market_.buyers:
        lines.append(Line(title="Travleste oppdragsgivere", facts=tuple(f"{name}: {n}" for name, n in market_.buyers)))
    lines += [Line(title=title, href=href, facts=(f"Vunnet av {who}",)) for title, who, href in market_.awards]
    return Section(kind="market", title="Dette rører seg i markedet", intro=intro, lines=tuple(lines))


def sources(week: Week, settings: DigestSettings) -> Section | None:
    """Which sources were read, when last completely, with their credits."""
    told = [(settings.source(report.source), report) for report in week.reports]
    lines = tuple(Line(title=source.name, facts=(_read(report, source),)) for source, report in told)
    credits_ = ". ".join(dict.fromkeys(source.credit for source, _ in told if source.credit))
    contact = f" Spørsmål: {settings.leader}." if settings.leader else ""
    intro = (
        f"Dere får brevet som medlem i {settings.cluster}. Treffene gjelder bare dere og vises ingen andre medlemmer."
        f"{contact} {credits_}{'.' if credits_ else ''}"
    )
    return Section(kind="sources", title="Om brevet", intro=intro.strip(), lines=lines)


def _read(report: CrawlReport, source: SourceWords) -> str:
    ended = report.ended.astimezone(OSLO)
    one, many = ("overskrift", "overskrifter") if source.news else ("kunngjøring", "kunngjøringer")
    read = count(report.stored, one, many)
    if report.verdict is Verdict.SUSPECT:
        return f"lest {day(ended.date())} kl. {ended:%H.%M}, {read}; uvanlig få"
    if report.verdict is Verdict.COMPLETE:
        return f"lest fullstendig {day(ended.date())} kl. {ended:%H.%M}, {read}"
    return f"ikke lest fullstendig {day(ended.date())}: {read} kom inn"
