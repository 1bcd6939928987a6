"""`digest outbox`: every letter and how far it has come, and what to do with those that did not go by themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final

import typer
from sqlalchemy import Connection

from cli import call
from cli.output import as_json
from cli.problems import Exit, Problem
from store import letters
from store.database import reading, writing

FIELDS: Final = (
    "id", "letter", "kind", "member", "first_day", "recipient", "subject", "message_id", "state", "attempts", "doubts",
    "not_before", "reason", "changed_at",
)  # fmt: skip
"""Of each row, as data."""

app = typer.Typer(name="outbox", invoke_without_command=True, help="List every letter and how far it has come.")

Number = Annotated[int, typer.Argument(metavar="ID", help="The number `digest outbox` shows.")]


@app.callback()
def outbox(
    context: typer.Context, json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False
) -> None:
    """List every letter and how far it has come."""
    if context.invoked_subcommand is not None:
        return
    run = call.of(context)
    with reading(run.engine) as connection:
        rows = letters.outbox(connection)
    if json or run.json:
        typer.echo(as_json([{name: getattr(row, name) for name in FIELDS} for row in rows]))
        return
    for row in rows:
        number = f"{row.id:>5} {row.state.value:<10} letter {row.letter:<5}"
        typer.echo(f"{number} {row.member:<20} {row.recipient:<36} {row.subject}")
        if row.reason:
            typer.echo(f"      {row.reason}")


@app.command()
def retry(context: typer.Context, number: Number) -> None:
    """Let a mail go once more with the next `digest send`: the same bytes, the same Message-ID."""
    _change(context, number, letters.retry, "goes with the next `digest send`")


@app.command("give-up")
def give_up(context: typer.Context, number: Number) -> None:
    """Never send a mail; what it told of comes again in the next letter."""
    _change(context, number, letters.give_up, "is given up")


def _change(
    context: typer.Context, number: int, change: Callable[[Connection, int, datetime], None], becomes: str
) -> None:
    run = call.of(context)
    try:
        with writing(run.engine) as connection:
            change(connection, number, run.now)
    except ValueError as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    typer.echo(f"mail {number} {becomes}")
