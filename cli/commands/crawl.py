"""`crawl`: the sources read, stored, and judged by what they promised."""

from datetime import date, datetime
from typing import Annotated

import typer

from cli import call, lock, sources
from cli.output import as_json
from cli.problems import Exit, Problem
from model.verdict import CrawlReport, exit_code

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First or last day, instead of the cursor's.")]


def crawl(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources; all enabled ones without.")
    ] = None,
    since: Day = None,
    until: Day = None,
) -> None:
    """Read the sources and store what they have. Exit code 0 only when every source was read completely."""
    run = call.of(context)
    if since and until and since > until:
        raise Problem(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}", Exit.USAGE)
    with lock.only_one(run.configuration.state_folder):
        reports = sources.crawl(run, names or [], since=_day(since), until=_day(until))
    if run.json:
        typer.echo(as_json([sources.row(report) for report in reports]))
    else:
        tell(reports)
    code = exit_code(report.verdict for report in reports)
    if code:
        raise typer.Exit(code)


def tell(reports: list[CrawlReport]) -> None:
    """One line a source, and what went wrong."""
    for report in reports:
        promised = "?" if report.promised is None else report.promised
        typer.echo(
            f"{report.source} ({report.access}), {report.since} to {report.until}: {report.verdict.value}: "
            f"{report.listed} of {promised} {report.counts} listed, {report.stored} stored, "
            f"{report.new} new or changed, {report.requests} requests"
        )
        for problem in report.problems[:10]:
            typer.secho(f"  {problem}", fg="yellow", err=True)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(crawl)
