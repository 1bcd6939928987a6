"""The members' files brought into the store; a file at fault leaves the member as it was."""

import typer

from cli import profiles
from cli.call import Call
from store import members as member_store
from store import subscriptions
from store.database import reading, writing


def into_store(run: Call) -> tuple[str, ...]:
    """Read the profiles and make them the members; returns a sentence for each file that is at fault."""
    found = profiles.read(run.configuration.path(run.configuration.cluster.members))
    for fault in found.faults:
        typer.secho(fault, fg="red", err=True)
    with reading(run.engine) as connection:
        kept = [one for one in member_store.members(connection) if one.id in found.broken]
    with writing(run.engine) as connection:
        member_store.replace(connection, [*found.members, *kept])
        subscriptions.register(connection, found.members, run.now)
    return found.faults
