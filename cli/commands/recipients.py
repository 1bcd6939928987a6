"""`digest recipients`: who receives letters, by whose consent, and who does not any more."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlalchemy import Connection

from cli import call
from cli.output import as_json
from cli.problems import Exit, Problem
from store import subscriptions
from store.database import reading, writing
from store.subscriptions import Recipient

app = typer.Typer(
    name="recipients", invoke_without_command=True, help="List who receives letters, and by whose consent."
)

Address = Annotated[str, typer.Argument(metavar="EMAIL")]


@app.callback()
def recipients(context: typer.Context) -> None:
    """List who receives letters, and by whose consent."""
    if context.invoked_subcommand is not None:
        return
    run = call.of(context)
    with reading(run.engine) as connection:
        known = subscriptions.recipients(connection)
    if run.json:
        typer.echo(as_json([asdict(one) for one in known]))
        return
    for one in known:
        typer.echo(f"{one.member:<20} {one.email:<36} {_standing(one)}")


@app.command()
def clear(context: typer.Context, email: Address) -> None:
    """Let letters go again to an address that was held after a bounce."""
    run = call.of(context)
    with writing(run.engine) as connection:
        if not subscriptions.clear(connection, email):
            raise Problem(f"{email} is not held", Exit.BAD_DATA)
    typer.echo(f"letters go to {email} again; `digest outbox retry ID` sends what was withheld")


@app.command()
def unsubscribe(context: typer.Context, email: Address) -> None:
    """Stop the letters to an address, as somebody asked by mail or by telephone."""
    run = call.of(context)
    with writing(run.engine) as connection:
        for one in _at(connection, email):
            subscriptions.unsubscribe(connection, one.number, run.now, "leader")
    typer.echo(f"no more letters go to {email}")


@app.command()
def subscribe(
    context: typer.Context,
    email: Address,
    source: Annotated[str, typer.Option(help="Where the new consent comes from, and from when.")],
) -> None:
    """Start the letters to an address that had unsubscribed; it takes a new consent."""
    run = call.of(context)
    with writing(run.engine) as connection:
        for one in _at(connection, email):
            subscriptions.resubscribe(connection, one.number, run.now, source)
    typer.echo(f"letters go to {email} again")


def _at(connection: Connection, email: str) -> list[Recipient]:
    found = [one for one in subscriptions.recipients(connection) if one.email == subscriptions.normal(email)]
    if not found:
        raise Problem(f"nobody receives letters at {email}; `digest recipients` lists who does", Exit.BAD_DATA)
    return found


def _standing(one: Recipient) -> str:
    if one.unsubscribed_at is not None:
        return f"unsubscribed {one.unsubscribed_at:%Y-%m-%d} ({one.unsubscribed_by})"
    if one.held_at is not None:
        return f"held {one.held_at:%Y-%m-%d}: {one.held_because}"
    return f"since {one.consented_at:%Y-%m-%d}, by {one.source}"
