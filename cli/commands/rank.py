"""`rank`: files scored without any database."""

from pathlib import Path
from typing import Annotated

import typer

from cli import trades as own_trades
from cli.problems import Exit, Problem
from matcher.exchange import ExchangeError
from matcher.rank import rank_files


def rank(
    members: Annotated[Path, typer.Option(help="Profiles, a JSON list.")],
    notices: Annotated[Path, typer.Option(help="Notices, JSON lines.")],
    out: Annotated[Path, typer.Option(help="The ranking, JSON lines, best first within each member.")],
    trades: Annotated[Path | None, typer.Option(help="Trades of your own (TOML), laid over the shipped ones.")] = None,
) -> None:
    """Score every notice of a file for every member of a file."""
    try:
        summary = rank_files(members, notices, out, own_trades.read(trades) if trades else ())
    except (ExchangeError, OSError) as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    for fault in summary.faults:
        typer.secho(fault, fg="red", err=True)
    typer.echo(f"{summary.notices} notices x {summary.members} members: {summary.matches} lines in {out}")
    if summary.faults:
        raise typer.Exit(Exit.BAD_DATA)


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(rank)
