"""`match`: notices and members brought together; `--explain` tells why, or why not, `--near` what just missed."""

from typing import Annotated

import typer

from cli import call, lock, matching, memberfiles, profiles
from cli.output import as_json
from cli.problems import Exit, Problem
from matcher import explanation
from matcher.scorer import read_lot, read_member, scored
from model.match import Match
from model.member import Member
from store import matches as match_store
from store import members as member_store
from store import notices as notice_store
from store.database import reading


def match(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Match everything anew, not only what changed.")] = False,
    explain: Annotated[
        tuple[str, str] | None, typer.Option(metavar="MEMBER NOTICE", help="Tell why, or why not, for one pair.")
    ] = None,
    near: Annotated[
        str | None, typer.Option(metavar="MEMBER", help="List what came close to an alert for a member, and why not.")
    ] = None,
) -> None:
    """Match what is new or changed with the members."""
    run = call.of(context)
    if explain is not None:
        _explain(run, *explain)
        return
    if near is not None:
        _near(run, near)
        return
    with lock.only_one(run.configuration.state_folder):
        memberfiles.into_store(run)
        done = matching.match(run, everything=everything)
    if run.json:
        typer.echo(as_json({"notices": done.notices, "members": done.members, "matches": done.matches}))
        return
    typer.echo(f"{done.notices} new or changed notices met {done.members} members: {done.matches} matches.")


def _explain(run: call.Call, member_id: str, identifier: str) -> None:
    member = _member(run, member_id)
    with reading(run.engine) as connection:
        stored = notice_store.show(connection, identifier)
    if stored is None:
        raise Problem(f"no notice is known by {identifier!r}", Exit.BAD_DATA)
    context = matching.known(run)
    reader = read_member(member, context)
    for lot in stored.notice.biddable:
        found = scored(stored.key, read_lot(stored.key, stored.notice, lot, context), reader, context)
        typer.echo(f"{lot.id} {lot.title.best or stored.notice.title.best}")
        _tell(found)
        for one in found.evidence:
            quoted = "".join(f" [{quote.field} {quote.start}-{quote.end}]" for quote in one.quotes)
            typer.echo(f"    {one.points:+6.2f}  {one.reason}{quoted}")
        ruled_out = f" ({found.excluded})" if found.excluded else ""
        typer.echo(f"    {found.points + 0.0:+6.2f}  gir {found.score:.0f} av 100{ruled_out}")


def _near(run: call.Call, member_id: str) -> None:
    member = _member(run, member_id)
    with reading(run.engine) as connection:
        stored = match_store.matches(connection, member=member.id, minimum_score=explanation.NEAR)
        missed = [one for one in stored if explanation.is_near_miss(one)]
        titles = {
            one.key: one.notice.title.best
            for one in notice_store.current(connection, keys=sorted({one.notice for one in missed}))
        }
    for one in missed:
        typer.echo(f"{one.score:3.0f} {one.notice} {titles.get(one.notice, '')}")
        _tell(one)
    typer.echo(f"{len(missed)} came close for {member.name}.")


def _tell(found: Match) -> None:
    for sentence in explanation.sentences(found):
        typer.echo(f"  {sentence}")


def _member(run: call.Call, member_id: str) -> Member:
    """The member as it was matched last, or as its file says where it has never been."""
    with reading(run.engine) as connection:
        stored = member_store.members(connection)
    written = profiles.read(run.configuration.path(run.configuration.cluster.members)).members
    member = next((one for one in (*stored, *written) if one.id == member_id), None)
    if member is None:
        raise Problem(f"no member is called {member_id!r}; `members list` names them", Exit.BAD_DATA)
    return member


def add_to(app: typer.Typer) -> None:
    """Make it a verb."""
    app.command()(match)
