"""`reparse`: every notice built again from the archive."""

import typer

from cli import call, lock, work
from cli.commands.imports import report
from cli.output import progress
from crawler import intake
from store import archive
from store.database import reading


def reparse(context: typer.Context) -> None:
    """Read every archived document again, without the network, as after a better parser."""
    run = call.of(context)
    with lock.only_one(run.configuration.state_folder):
        with reading(run.engine) as connection:
            total = sum(1 for _ in archive.walk(connection))
        with progress("Reading notices", total) as step, work.parser(run.configuration.run.workers) as parse:
            outcome = intake.reparse(run.engine, parse=parse, step=step)
    report(outcome, [], json=run.json)


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(reparse)
