"""`doctor`: what is wrong with this installation and what to do about it, looked at without changing anything."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

import typer
from sqlalchemy.exc import SQLAlchemyError

from cli import call, profiles
from cli.call import Call
from cli.clock import OSLO
from cli.output import as_json
from cli.problems import Exit, Problem
from crawler.formats import eforms
from model.verdict import Verdict
from store import archive, crawls
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


def doctor(context: typer.Context) -> None:
    """Look at configuration, profiles, database and sources, and say what is wrong. Exit code 78, 65 or 0."""
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
    yield from _refusals(run)
    yield _unread(run)


def _secrets(run: Call) -> Iterator[Check]:
    text = run.config.read_text(encoding="utf-8")
    for line, words in enumerate(text.splitlines(), start=1):
        key = words.partition("=")[0].strip()
        if key in {"key", "password"}:
            says = f"{run.config}:{line}: {key} stands in the file; move it to the environment or to {key}_file"
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
    return Check(what=name, state=State.GOOD, says=f"last complete {when}, {last.stored} notices")


def _refusals(run: Call) -> Iterator[Check]:
    with reading(run.engine) as connection:
        refused = archive.refusals(connection)
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


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(doctor)
