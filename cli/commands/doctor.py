"""`doctor`: what is wrong with this installation and what to do about it, looked at without changing anything."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from cli import call, post_checks, profiles
from cli.call import Call
from cli.clock import OSLO
from cli.output import as_json
from cli.problems import Exit, Problem
from crawler.formats import eforms
from model.verdict import Verdict
from store import archive, audit, crawls, members, notices, proposals, register
from store.database import reading

STALE_HOURS = 26
"""A source whose last complete run is older than this has missed a night."""

MOST_SHOWN = 10

NEWEST = 200
"""Documents looked through for elements that are not understood."""


class State(StrEnum):
    """How a finding is to be taken."""

    GOOD = "ok"
    WARN = "warning"
    BAD = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: how it is, and what to do where it is not well."""

    what: str
    state: State
    says: str


app = typer.Typer(
    name="doctor",
    invoke_without_command=True,
    help="Look at configuration, profiles, database and sources, and say what is wrong. Exit code 78, 65 or 0.",
)


@app.callback()
def doctor(context: typer.Context) -> None:
    """Look at configuration, profiles, database and sources, and say what is wrong. Exit code 78, 65 or 0."""
    if context.invoked_subcommand is not None:
        return
    run = call.of(context)
    checks = list(_all(run))
    if run.json:
        typer.echo(as_json([asdict(check) for check in checks]))
    else:
        colours = {State.GOOD: "green", State.WARN: "yellow", State.BAD: "red"}
        for check in checks:
            typer.secho(f"{check.state.value:<8} ", fg=colours[check.state], nl=False)
            typer.echo(f"{check.what}: {check.says}")
    if any(check.state is State.BAD for check in checks):
        raise typer.Exit(Exit.BAD_DATA)


def _all(run: Call) -> Iterator[Check]:
    configuration = run.configuration
    yield Check(what="configuration", state=State.GOOD, says=str(run.config.resolve()))
    yield from _secrets(run)
    yield from _profiles(run)
    try:
        engine = run.engine
    except (SQLAlchemyError, OSError) as error:
        first = str(error).splitlines()[0]
        yield Check(what="database", state=State.BAD, says=f"cannot be opened: {first}; look at [database] url")
        return
    yield Check(what="database", state=State.GOOD, says=engine.url.render_as_string(hide_password=True))
    for name in ("doffin", "ted", "ocds", "feeds", "brreg"):
        for part, block in getattr(configuration.sources, name).parts(name).items():
            if block.enabled:
                yield _source(run, part)
    yield from _days(run)
    yield from _troubles(run)
    yield from _refusals(run)
    yield _unread(run)
    for well, says in post_checks.findings(run):
        yield Check(what="letters", state=State.GOOD if well else State.WARN, says=says)
    yield from _for_the_leader(run)


def _for_the_leader(run: Call) -> Iterator[Check]:
    with reading(run.engine) as connection:
        tests, pairs = notices.set_aside(connection), proposals.waiting(connection)
    for one in tests[:MOST_SHOWN]:
        yield Check(what="test notice set aside", state=State.GOOD, says=f"{one.key}: {one.set_aside}")
    if len(tests) > MOST_SHOWN:
        more = f"{len(tests) - MOST_SHOWN} more; `notices set-aside` lists all"
        yield Check(what="test notice set aside", state=State.GOOD, says=more)
    if pairs:
        says = f"{len(pairs)} pairs of notices; `notices same` lists them"
        yield Check(what="maybe the same", state=State.WARN, says=says)


def _secrets(run: Call) -> Iterator[Check]:
    text = run.config.read_text(encoding="utf-8")
    for line, words in enumerate(text.splitlines(), start=1):
        key = words.partition("=")[0].strip()
        if key in {"key", "password", "secret"}:
            file = "" if key == "secret" else f" or to {key}_file"
            says = f"{run.config}:{line}: {key} stands in the file; move it to the environment{file}"
            yield Check(what="secrets", state=State.WARN, says=says)


def _profiles(run: Call) -> Iterator[Check]:
    folder = run.configuration.path(run.configuration.cluster.members)
    try:
        found = profiles.read(folder)
    except Problem as problem:
        yield Check(what="members", state=State.BAD, says=str(problem))
        return
    for fault in found.faults:
        yield Check(what="members", state=State.BAD, says=fault)
    state = State.GOOD if found.members else State.WARN
    yield Check(what="members", state=state, says=f"{len(found.members)} profiles in {folder}")


def _troubles(run: Call) -> Iterator[Check]:
    """What the company register says against counting on a member: worth knowing before it is shown as a partner."""
    with reading(run.engine) as connection:
        known = {member.orgnr: member.name for member in members.members(connection) if member.orgnr}
        found = register.troubles(connection, known)
    for orgnr, troubles in found.items():
        yield Check(what="member", state=State.WARN, says=f"{known[orgnr]} ({orgnr}): {', '.join(troubles)}")


def _source(run: Call, name: str) -> Check:
    with reading(run.engine) as connection:
        last = crawls.last_complete(connection, name)
        latest = [report for report in crawls.reports(connection, limit=50) if report.source == name]
    if last is None and not latest:
        return Check(what=name, state=State.WARN, says="never read yet; run `klyngeradar nightly`")
    if last is None:
        says = f"never read completely; last try: {latest[0].verdict.value}: {'; '.join(latest[0].problems[:2])}"
        return Check(what=name, state=State.BAD, says=says)
    when = f"{last.ended.astimezone(OSLO):%Y-%m-%d %H:%M}"
    if latest and latest[0].verdict is not Verdict.COMPLETE:
        says = f"last complete {when}; since then {latest[0].verdict.value}: {'; '.join(latest[0].problems[:2])}"
        return Check(what=name, state=State.BAD, says=says)
    hours = (run.now - last.ended).total_seconds() / 3600
    if hours > STALE_HOURS:
        return Check(
            what=name, state=State.WARN, says=f"last complete {when}, {hours / 24:.0f} days ago; is cron running?"
        )
    return Check(what=name, state=State.GOOD, says=f"last complete {when}, {last.stored} {last.counts}")


def _days(run: Call) -> Iterator[Check]:
    """Days of which something is missing, and floods that wait for the leader."""
    with reading(run.engine) as connection:
        loud = [day for day in audit.days(connection, run.now.date() - timedelta(days=30)) if audit.is_loud(day)]
        waiting = [flood for flood in audit.floods(connection) if flood.released_at is None]
    for day in loud[:MOST_SHOWN]:
        says = f"{day.listed} notices of {day.day} listed, {day.stored} stored; `doctor sources` shows every day"
        yield Check(what=day.source, state=State.BAD, says=says)
    for flood in waiting:
        says = (
            f"{flood.count} new notices on {flood.at.astimezone(OSLO):%Y-%m-%d}, where {flood.usual} are usual: held "
            f"back from the letters; `notices release {flood.id}` lets them go"
        )
        yield Check(what=flood.source, state=State.WARN, says=says)


def _refusals(run: Call) -> Iterator[Check]:
    with reading(run.engine) as connection:
        every = archive.refusals(connection)
    refused = [refusal for refusal in every if refusal.reason != eforms.OLDER]
    if len(every) > len(refused):
        says = f"{len(every) - len(refused)} documents are of {eforms.OLDER}"
        yield Check(what="older format", state=State.GOOD, says=says)
    for refusal in refused[:MOST_SHOWN]:
        says = f"{refusal.source} {refusal.source_id}: {refusal.reason} (kept; `reparse` tries again)"
        yield Check(what="unreadable document", state=State.WARN, says=says)
    if len(refused) > MOST_SHOWN:
        more = f"{len(refused) - MOST_SHOWN} more like it"
        yield Check(what="unreadable document", state=State.WARN, says=more)


def _unread(run: Call) -> Check:
    """Strict reading: elements of notices that no rule reads or leaves out on purpose, over the newest documents."""
    found: Counter[str] = Counter()
    with reading(run.engine) as connection:
        newest = deque(archive.walk(connection, state=archive.READ), maxlen=NEWEST)
        for archive_id in newest:
            document = archive.load(connection, archive_id)
            if document.format == "eforms":
                found.update(eforms.unread(document.body).keys())
    if not found:
        return Check(
            what="elements not understood", state=State.GOOD, says=f"none in the newest {len(newest)} documents"
        )
    most = ", ".join(f"{path} ({number})" for path, number in found.most_common(3))
    return Check(what="elements not understood", state=State.WARN, says=f"{len(found)} kinds; most often {most}")


@app.command()
def sources(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days back.")] = 14,
) -> None:
    """Show, per source and day, what was listed and what is stored. Exit code 65 where over 2 % is missing."""
    run = call.of(context)
    with reading(run.engine) as connection:
        found = audit.days(connection, run.now.date() - timedelta(days=days))
    if run.json:
        typer.echo(as_json([{**asdict(day), "gap": round(day.gap, 4)} for day in found]))
    else:
        for day in found:
            loud = audit.is_loud(day)
            line = f"{day.source:<24} {day.day:%a %Y-%m-%d}  {day.listed:>5} listed  {day.stored:>5} stored"
            typer.secho(f"{line}  {day.gap:.0%} MISSING" if loud else line, fg="red" if loud else None)
        if not found:
            typer.echo("no source has been read in these days; run `klyngeradar nightly`")
    if any(map(audit.is_loud, found)):
        raise typer.Exit(Exit.BAD_DATA)


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    main.add_typer(app)
