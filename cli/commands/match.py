"""`match`: notices and members brought together; `--explain` tells why, or why not."""

from typing import Annotated

import typer

from cli import call, lock, matching, memberfiles
from cli.output import as_json
from cli.problems import Exit, Problem
from matcher.scorer import match_pair, read_lot, read_member
from store import members as member_store
from store import notices as notice_store
from store.database import reading


def match(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Match everything anew, not only what changed.")] = False,
    explain: Annotated[
        tuple[str, str] | None, typer.Option(metavar="MEMBER NOTICE", help="Tell why, or why not, for one pair.")
    ] = None,
) -> None:
    """Match what is new or changed with the members."""
    run = call.of(context)
    if explain is not None:
        _explain(run, *explain)
        return
    with lock.only_one(run.configuration.state_folder):
        memberfiles.into_store(run)
        done = matching.match(run, everything=everything)
    if run.json:
        typer.echo(as_json({"notices": done.notices, "members": done.members, "matches": done.matches}))
        return
    typer.echo(f"{done.notices} new or changed notices met {done.members} members: {done.matches} matches.")


def _explain(run: call.Call, member_id: str, identifier: str) -> None:
    with reading(run.engine) as connection:
        member = next((one for one in member_store.members(connection) if one.id == member_id), None)
        stored = notice_store.show(connection, identifier)
    if member is None:
        raise Problem(f"no member is called {member_id!r}; `members list` names them", Exit.BAD_DATA)
    if stored is None:
        raise Problem(f"no notice is known by {identifier!r}", Exit.BAD_DATA)
    context = matching.known(run)
    reader = read_member(member, context)
    for lot in stored.notice.biddable:
        found = match_pair(stored.key, read_lot(stored.key, stored.notice, lot, context), reader, context)
        typer.echo(f"{lot.id} {lot.title.best or stored.notice.title.best}")
        if found is None:
            typer.echo("    ingen ord og ingen CPV-kode peker mot medlemmet")
            continue
        for one in found.evidence:
            typer.echo(f"    {one.points:+6.2f}  {one.reason}")
        ruled_out = f" ({found.excluded})" if found.excluded else ""
        typer.echo(f"    {found.points + 0.0:+6.2f}  gir {found.score:.0f} av 100{ruled_out}")


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(match)
