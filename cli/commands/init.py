"""`init`: the files a new installation starts from, and its database."""

from importlib import resources
from pathlib import Path

import typer

from cli import call
from cli.problems import Exit, Problem


def init(context: typer.Context) -> None:
    """Write a commented configuration and an example member, and make the database. Never overwrites a file."""
    run = call.of(context)
    folder = run.config.resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = _place(run.config, "klyngeradar.toml")
        members = run.configuration.path(run.configuration.cluster.members)
        members.mkdir(parents=True, exist_ok=True)
        if not any(members.glob("*.toml")):
            _place(members / "eksempel.toml", "member.toml")
    except OSError as error:
        raise Problem(f"{error.filename}: cannot be written: {error.strerror}", Exit.BAD_DATA) from None
    with run.engine.connect():
        pass
    typer.echo(f"{'Written' if written else 'Kept as it was'}: {run.config}")
    typer.echo(f"Members:  {members}/ (one TOML file each; start from the example)")
    typer.echo(f"Database: {run.configuration.database_url}")
    typer.echo(
        "\nNext: describe the members, check them with `klyngeradar members check`, then run `klyngeradar nightly`."
    )


def _place(path: Path, name: str) -> bool:
    if path.exists():
        return False
    path.write_text(resources.files("cli").joinpath("starter", name).read_text(encoding="utf-8"), encoding="utf-8")
    return True


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(init)
