"""`jointbids`: what several members could take together, from files, without any database."""

from pathlib import Path
from typing import Annotated

import typer

from cli import call, clock
from cli import trades as own_trades
from cli.problems import Exit, Problem
from matcher.exchange import ExchangeError
from matcher.jointbids.files import propose_files


def jointbids(
    context: typer.Context,
    members: Annotated[Path, typer.Option(help="Profiles, a JSON list.")],
    notices: Annotated[Path, typer.Option(help="Notices, JSON lines.")],
    out: Annotated[Path, typer.Option(help="Joint bids, JSON lines, one for each notice.")],
    trades: Annotated[Path | None, typer.Option(help="Trades of your own (TOML), laid over the shipped ones.")] = None,
) -> None:
    """Tell for every notice of a file who could bid alone and which members together. For the leader alone."""
    run = call.of(context)
    now = run.now if run.as_of is not None or run.config.exists() else clock.now()
    try:
        summary = propose_files(members, notices, out, now, own_trades.read(trades) if trades else ())
    except (ExchangeError, OSError) as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    for fault in summary.faults:
        typer.secho(fault, fg="red", err=True)
    told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(summary.verdicts.items()))
    typer.echo(f"{summary.notices} notices x {summary.members} members: {told or 'nothing'}; lines in {out}")
    if summary.faults:
        raise typer.Exit(Exit.BAD_DATA)


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(jointbids)
