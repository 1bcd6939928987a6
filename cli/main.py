"""
The `klyngeradar` command: global options, the verbs, and how a problem becomes a message and an exit code.

To add a verb: a module in cli/commands with `add_to`, one line in VERBS. A verb's module is loaded when the verb is
used, so that `members list` does not wait for a crawler to load.
"""

import signal
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

from cli.call import Call
from cli.problems import Problem

VERBS: Final[Mapping[str, str]] = {
    "init": "init",
    "nightly": "nightly",
    "crawl": "crawl",
    "import": "imports",
    "reparse": "reparse",
    "match": "match",
    "rank": "rank",
    "evaluate": "evaluate",
    "jointbids": "jointbids",
    "digest": "digest",
    "members": "members",
    "notices": "notices",
    "export": "export",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
    "demo": "demo",
}
"""Every verb, or group of verbs, and the module of cli/commands it lives in, in the order help shows them."""


INTERRUPTED = 128 + signal.SIGINT
"""As shells tell it of a program that was stopped with Ctrl-C."""


class Verbs(TyperGroup):
    """A problem, and Ctrl-C, end the command with a message on standard error and an exit code, without a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names of all verbs."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb, its module loaded now; None for a name that is none."""
        if cmd_name not in VERBS:
            return None
        one = typer.Typer(rich_markup_mode=None)
        one.callback()(_nothing)
        import_module(f"cli.commands.{VERBS[cmd_name]}").add_to(one)
        return get_group(one).get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            typer.secho(f"klyngeradar: {problem}", fg="red", err=True)
            raise typer.Exit(problem.code) from None
        except KeyboardInterrupt:
            typer.secho("klyngeradar: stopped. What was done is stored; the same again goes on.", fg="yellow", err=True)
            raise typer.Exit(INTERRUPTED) from None
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


def _nothing() -> None:
    """Make a lone verb a group of one, for Typer to take it out of."""


def run() -> None:
    """Entry point of the console script."""
    app()
