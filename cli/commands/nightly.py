"""`nightly`: what cron runs. Everything works from what the database says, so a missed night is caught up."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from cli import bounces, call, joint, lock, matching, memberfiles, post, sources
from cli.commands.crawl import tell
from cli.joint import Judging
from cli.matching import Matched
from cli.output import as_json
from cli.problems import Exit, Problem
from digest.bounces import Taken
from digest.build import Built
from digest.post import Sent
from model.verdict import CrawlReport, exit_code
from store import audit, proposals
from store.database import reading, writing

LOOK_BACK: Final = 45
"""Days of notices that are compared anew each night with those that may be the same."""

AUDITED: Final = timedelta(days=30)
"""Days whose gaps the morning's summary tells."""


@dataclass(slots=True)
class Night:
    """What came of each step; None for a step that was not due or not asked for."""

    faults: tuple[str, ...] = ()
    reports: list[CrawlReport] = field(default_factory=list)
    matched: Matched | None = None
    joint: Judging | None = None
    bounces: Taken | None = None
    built: Built | None = None
    urgent: Built | None = None
    sent: Sent | None = None

    @property
    def code(self) -> int:
        """The worst of it as an exit code; sources before the post, the post before profiles."""
        crawled = exit_code(report.verdict for report in self.reports)
        posted = Exit.BAD_CONFIGURATION if self.sent is not None and self.sent.ours else Exit.OK
        return crawled or posted or (Exit.BAD_DATA if self.faults else Exit.OK)


def nightly(
    context: typer.Context,
    no_crawl: Annotated[bool, typer.Option("--no-crawl", help="Work from what is stored.")] = False,
    no_send: Annotated[bool, typer.Option("--no-send", help="Leave letters in the outbox.")] = False,
) -> None:
    """Read the sources, match what is new, and when their day has come make and send the letters."""
    run = call.of(context)
    with lock.only_one(run.configuration.state_folder):
        night = work(run, crawl=not no_crawl, send=not no_send)
    if run.json:
        typer.echo(as_json(row(night)))
    else:
        summary(night)
        _gaps(run)
    if night.code:
        raise typer.Exit(night.code)


def work(run: call.Call, *, crawl: bool, send: bool) -> Night:
    """The steps of a night, one after the other."""
    night = Night(faults=memberfiles.into_store(run))
    if crawl:
        night.reports = sources.crawl(run, [])
    with writing(run.engine) as connection:
        proposals.renew(connection, since=run.now.date() - timedelta(days=LOOK_BACK))
    night.matched = matching.match(run)
    night.joint = joint.judge_all(run)
    if bounces.configured(run):
        night.bounces = _bounces(run)
    if post.due(run):
        night.built = post.make(run)
    if night.built is None or not (night.built.outcomes["new"] or night.built.outcomes["replaced"]):
        night.urgent = post.make_urgent(run)
    if send:
        night.sent = post.deliver(run)
    return night


def _bounces(run: call.Call) -> Taken:
    """What came back; a mailbox that cannot be read tonight holds nothing up."""
    try:
        return bounces.read(run)
    except Problem as problem:
        return Taken(problems=[str(problem)])


def summary(night: Night) -> None:
    """A few lines a person understands in the morning."""
    tell(night.reports)
    if night.matched is not None:
        done = night.matched
        typer.echo(f"{done.notices} new or changed notices met {done.members} members: {done.matches} matches.")
    if night.joint is not None and night.joint.teams:
        typer.echo(f"{night.joint.teams} joint bids to consider, {night.joint.new} of them new: `jointbids list`.")
    for problem in night.bounces.problems if night.bounces is not None else []:
        typer.secho(f"  {problem}", fg="yellow", err=True)
    for built in filter(None, (night.built, night.urgent)):
        for member, subject in built.subjects.items():
            typer.echo(f"  {member:<20} {subject}")
    if night.sent is not None:
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(night.sent.outcomes.items()))
        typer.echo(f"Letters: {told or 'nothing new to send'}.")
        for problem in night.sent.problems:
            typer.secho(f"  {problem}", fg="yellow", err=True)
        if night.sent.halted is not None:
            typer.secho(f"  The post stopped: {night.sent.halted}; the rest waits.", fg="red", err=True)


def _gaps(run: call.Call) -> None:
    """Loudly: days of which more is missing than may be, and floods that wait for the leader."""
    with reading(run.engine) as connection:
        loud = [day for day in audit.days(connection, run.now.date() - AUDITED) if audit.is_loud(day)]
        waiting = [flood for flood in audit.floods(connection) if flood.released_at is None]
    for day in loud:
        told = f"{day.source} {day.day}: {day.listed} listed, {day.stored} stored; `doctor sources` shows every day"
        typer.secho(f"MISSING  {told}", fg="red", err=True)
    for flood in waiting:
        told = f"{flood.count} new notices of {flood.source} on {flood.at:%Y-%m-%d}, {flood.usual} are usual"
        typer.secho(f"HELD  {told}; `notices release {flood.id}` lets them be told", fg="red", err=True)


def row(night: Night) -> dict[str, Any]:
    """The same as data."""
    return {
        "sources": [sources.row(report) for report in night.reports],
        "matched": night.matched and {"notices": night.matched.notices, "matches": night.matched.matches},
        "joint_bids": night.joint and {"judged": night.joint.judged, "teams": night.joint.teams},
        "bounces": dict(night.bounces.outcomes) if night.bounces else None,
        "letters": dict(night.built.outcomes) if night.built else None,
        "urgent_letters": dict(night.urgent.outcomes) if night.urgent else None,
        "sent": dict(night.sent.outcomes) if night.sent else None,
        "post_stopped": night.sent.halted if night.sent else None,
        "profiles_at_fault": list(night.faults),
        "exit_code": int(night.code),
    }


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(nightly)
