"""`import`: notices that are already files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli import call, lock, packages, work
from cli.output import as_json, progress
from cli.problems import Exit
from crawler import intake
from crawler.formats import eforms
from model.raw import RawDocument


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="eForms XML files, folders, .zip or .tar.gz packages.")],
) -> None:
    """Archive, read and store eForms notices from files, folders and packages (TED's daily package is one)."""
    run = call.of(context)
    faults: list[str] = []
    with lock.only_one(run.configuration.state_folder):
        counts = [packages.count(path) for path in paths]
        total = None if None in counts else sum(filter(None, counts))
        with progress("Reading notices", total) as step, work.parser(run.configuration.run.workers) as parse:

            def documents() -> Iterator[RawDocument]:
                for path in paths:
                    for found in packages.walk(path):
                        if found.fault:
                            faults.append(f"{found.name}: {found.fault}")
                        else:
                            yield packages.document(found, fetched_at=run.now)

            outcome = intake.take_in(run.engine, documents(), seen=run.now, parse=parse, step=step)
    report(outcome, faults, json=run.json)
    if faults or any(refused.reason != eforms.OLDER for refused in outcome.refused):
        raise typer.Exit(Exit.BAD_DATA)


def report(outcome: intake.Intake, faults: list[str], *, json: bool) -> None:
    """Say what came of it; every refusal by name and reason, documents of the older format by their number."""
    for fault in faults:
        typer.secho(f"not read: {fault}", fg="red", err=True)
    older = [refused for refused in outcome.refused if refused.reason == eforms.OLDER]
    unread = [refused for refused in outcome.refused if refused.reason != eforms.OLDER]
    for refused in unread:
        typer.secho(f"refused: {refused.source} {refused.source_id}: {refused.reason}", fg="red", err=True)
    counts = {
        "documents": outcome.documents,
        "archived": outcome.archived,
        **{name: outcome.outcomes[name] for name in ("new", "changed", "same", "older")},
        "refused": len(unread),
        "older_format": len(older),
        "unreadable": len(faults),
    }
    if json:
        typer.echo(as_json(counts))
        return
    typer.echo(
        f"{outcome.documents} documents read, {outcome.archived} of them not seen before: "
        f"{outcome.outcomes['new']} notices new, {outcome.outcomes['changed']} changed, "
        f"{outcome.outcomes['same'] + outcome.outcomes['older']} already known; {len(unread)} refused."
    )
    if older:
        typer.echo(f"{len(older)} are of {eforms.OLDER}.")


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command(name="import")(import_)
