"""The `klyngeradar` command: global options, the verbs, and how a problem becomes a message and an exit code."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.call import Call
from cli.commands import (
    backup,
    crawl,
    demo,
    digest,
    doctor,
    evaluate,
    export,
    imports,
    init,
    match,
    members,
    nightly,
    notices,
    rank,
    reparse,
)
from cli.problems import Problem


class Verbs(TyperGroup):
    """A problem ends the command with its message on standard error and its own exit code, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            typer.secho(f"klyngeradar: {problem}", fg="red", err=True)
            raise typer.Exit(problem.code) from None
        finally:
            if isinstance(ctx.obj, Call):
                ctx.obj.close()


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A tender radar for a business cluster: reads public notices, matches them to members, writes letters.",
)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("klyngeradar.toml"),
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="YYYY-MM-DD[THH:MM]", help="Run as if it were then, Oslo time.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print data as JSON.")] = False,
) -> None:
    """Keep the global options for the verb."""
    context.obj = Call(config=config, as_of=as_of, json=as_json)


for verb in (init, nightly, crawl, imports, reparse, match, rank, evaluate, doctor, backup, demo):
    verb.add_to(app)
for group in (digest, members, notices, export):
    app.add_typer(group.app)


def run() -> None:
    """Entry point of the console script."""
    app()
