"""`members import`: profiles proposed from the company register, one file a company, never over one that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli import call, lock, profile_draft, profiles, proposals
from cli.clock import OSLO
from cli.problems import Exit, Problem
from model import orgnr
from model.register import RegisterEntry
from model.verdict import CrawlReport, Verdict
from store import register
from store.database import reading
from store.register import Absence, Registered

ABSENT: Mapping[Absence, str] = {
    Absence.UNKNOWN: "the company register has no such number",
    Absence.REMOVED: "the company register has removed this number and may not show it",
}


@dataclass(slots=True)
class Outcome:
    """What came of the numbers: files written, and a sentence for each number without one."""

    written: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)  # written from an older answer, for want of a new one
    unasked: list[str] = field(default_factory=list)  # the register could not be asked


def import_(
    context: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="ORGNR...", help="Organisation numbers, nine digits each.")],
) -> None:
    """Write a commented profile for each company from the company register, for you to edit. Never overwrites."""
    run = call.of(context)
    wanted = [_number(text) for text in numbers]
    folder = run.configuration.path(run.configuration.cluster.members)
    standing = {member.orgnr: member.id for member in profiles.read(folder).members if member.orgnr}
    with lock.only_one(run.configuration.state_folder):
        known, report = _look_up(run, [number for number in wanted if number not in standing])
    outcome = Outcome()
    for number in dict.fromkeys(wanted):
        if number in standing:
            outcome.refused.append(f"{number}: is a member already, in {folder / standing[number]}.toml")
        else:
            _take(number, known.get(number), run, folder, outcome)
    _tell(outcome, report)


def _number(text: str) -> str:
    found = orgnr.find(text)
    if found is None:
        raise Problem(
            f"{text!r} is no organisation number: nine digits with a right check digit are wanted", Exit.USAGE
        )
    return found


def _look_up(run: call.Call, numbers: Sequence[str]) -> tuple[dict[str, Registered], CrawlReport | None]:
    """What the register says, from the store where that is fresh. A crawl runs once per process."""
    from cli import sources  # noqa: PLC0415 - a crawler takes a second to load, and `members list` needs none

    with reading(run.engine) as connection:
        due = register.stale(connection, numbers, before=run.now - register.FRESH)
    report = sources.look_up(run, due) if due else None
    with reading(run.engine) as connection:
        return register.look_up(connection, numbers), report


def _take(number: str, found: Registered | None, run: call.Call, folder: Path, outcome: Outcome) -> None:
    if found is None:
        outcome.unasked.append(f"{number}: the company register could not be asked")
    elif found.absent is not None or found.entry is None:
        outcome.refused.append(f"{number}: {ABSENT[found.absent or Absence.UNKNOWN]}")
    elif found.entry.deleted is not None:
        outcome.refused.append(
            f"{number}: {found.entry.name} was deleted on {found.entry.deleted}; look for its successor"
        )
    else:
        _write(found.entry, found.fetched_at.astimezone(OSLO).date(), folder, outcome)
        if found.fetched_at < run.now - register.FRESH:
            outcome.older.append(
                f"{number}: from what the register said on {found.fetched_at.astimezone(OSLO):%Y-%m-%d}"
            )


def _write(entry: RegisterEntry, asked: date, folder: Path, outcome: Outcome) -> None:
    path = folder / f"{proposals.slug(entry.name) or entry.orgnr}.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(profile_draft.draft(entry, asked))
    except FileExistsError:
        outcome.refused.append(f"{entry.orgnr}: {path} stands already and is left as it is")
    except OSError as error:
        raise Problem(f"{path}: cannot be written: {error.strerror}", Exit.BAD_DATA) from None
    else:
        outcome.written.append(path)


def _tell(outcome: Outcome, report: CrawlReport | None) -> None:
    for path in outcome.written:
        typer.echo(f"Written: {path}")
    for sentence in outcome.older:
        typer.secho(sentence, fg="yellow", err=True)
    for sentence in [*outcome.refused, *outcome.unasked]:
        typer.secho(sentence, fg="red", err=True)
    if report is not None and report.verdict is not Verdict.COMPLETE:
        for problem in report.problems[:5]:
            typer.secho(f"  {problem}", fg="yellow", err=True)
    if outcome.written:
        typer.echo("Everything in it is a proposal: edit it, then run `klyngeradar members check`.")
    if outcome.unasked:
        raise typer.Exit(Exit.SOME_SOURCES if outcome.written else Exit.NO_SOURCE)
    if outcome.refused:
        raise typer.Exit(Exit.BAD_DATA)


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command(name="import")(import_)
