"""`evaluate`: how good the matcher is on judged pairs."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli import call
from cli import trades as own_trades
from cli.output import as_json
from cli.problems import Exit, Problem
from matcher.evaluation import Measures, evaluate_files
from matcher.exchange import ExchangeError

COLUMNS = {
    "ndcg_at_10": "nDCG@10",
    "average_precision": "AP",
    "p_at_5": "P@5",
    "p_at_10": "P@10",
    "precision_at_threshold": "prec@50",
    "recall_at_threshold": "recall@50",
    "brier": "Brier",
}


def evaluate(
    context: typer.Context,
    members: Annotated[Path, typer.Option(help="Profiles, a JSON list.")],
    notices: Annotated[Path, typer.Option(help="Notices, JSON lines.")],
    judgements: Annotated[Path, typer.Option(help="Grades 0-3: {member: {notice: grade}}.")],
    trades: Annotated[Path | None, typer.Option(help="Trades of your own (TOML), laid over the shipped ones.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
) -> None:
    """Rank the notices and measure the ranking on the judged pairs alone."""
    try:
        evaluation = evaluate_files(members, notices, judgements, own_trades.read(trades) if trades else ())
    except ExchangeError as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    if json or call.of(context).json:
        typer.echo(as_json(evaluation.as_dict()))
        return
    typer.echo(f"{'':<16}" + "".join(f"{name:>10}" for name in COLUMNS.values()) + f"{'pairs':>8}")
    for name, measures in [*sorted(evaluation.per_member.items()), ("average", evaluation.average)]:
        typer.echo(_row(name, measures))


def _row(name: str, measures: Measures) -> str:
    values = asdict(measures)
    return f"{name:<16}" + "".join(f"{values[column]:>10.3f}" for column in COLUMNS) + f"{measures.pairs:>8}"


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(evaluate)
