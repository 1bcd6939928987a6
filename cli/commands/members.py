"""`members check` and `members list`: the profiles as the radar reads them. `import` has a module of its own."""

from collections.abc import Iterable, Mapping

import typer

from cli import call, preview, profiles
from cli.commands import members_import
from cli.output import as_json
from cli.problems import Exit, Problem
from model.member import Member
from store import register
from store.database import reading

app = typer.Typer(name="members", no_args_is_help=True, help="The members' profiles.")
members_import.add_to(app)


@app.command()
def check(context: typer.Context) -> None:
    """
    Read every profile and say what is wrong, with file and line, and what it would have caught in 90 days.

    Exit code 65 when something is wrong.
    """
    run = call.of(context)
    folder = run.configuration.path(run.configuration.cluster.members)
    found = profiles.read(folder)
    for fault in found.faults:
        typer.secho(fault, fg="red", err=True)
    for member in found.members:
        for remark in remarks(member):
            typer.echo(f"{member.id}: {remark}")
    for line in preview.lines(run, found.members):
        typer.echo(line)
    typer.echo(f"{len(found.members)} {'profile' if len(found.members) == 1 else 'profiles'} read from {folder}")
    if not found.members and not found.faults:
        raise Problem(f"{folder}: no member yet; copy a profile there, one TOML file per company", Exit.BAD_DATA)
    if found.faults:
        raise typer.Exit(Exit.BAD_DATA)


@app.command(name="list")
def list_(context: typer.Context) -> None:
    """List the members with what they are watched for."""
    run = call.of(context)
    found = profiles.read(run.configuration.path(run.configuration.cluster.members))
    troubles = _troubles(run, found.members)
    if run.json:
        typer.echo(as_json([_row(member, troubles.get(member.orgnr or "", ())) for member in found.members]))
        return
    for member in found.members:
        skills = ", ".join(skill.name for skill in member.capabilities) or "no capabilities"
        typer.echo(f"{member.id:<24} {member.name}: {skills}")
        for trouble in troubles.get(member.orgnr or "", ()):
            typer.secho(f"{'':<24} NB: {trouble}", fg="red")


def _troubles(run: call.Call, members: Iterable[Member]) -> Mapping[str, tuple[str, ...]]:
    """What the company register says against counting on a member, by organisation number."""
    with reading(run.engine) as connection:
        return register.troubles(connection, [member.orgnr for member in members if member.orgnr])


def remarks(member: Member) -> list[str]:
    """What is not wrong in a profile but weakens it."""
    found = []
    if not member.capabilities:
        found.append("no capabilities, so nothing can be found for it by words")
    if not member.contacts:
        found.append("no contact, so its letter is made but goes to nobody")
    if member.orgnr is None:
        found.append("no orgnr, so its own wins in award notices are not recognised")
    return found


def _row(member: Member, troubles: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": member.id,
        "name": member.name,
        "orgnr": member.orgnr,
        "capabilities": [skill.name for skill in member.capabilities],
        "cpv": [code.code for code in member.branches],
        "regions": [region.code for region in member.regions],
        "troubles": list(troubles),
    }


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    main.add_typer(app)
