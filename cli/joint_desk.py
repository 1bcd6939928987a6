"""What the leader's verbs on joint bids share: names, lookups with their problems, and refusals as problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlalchemy import Connection

from cli.call import Call
from cli.problems import Exit, Problem
from model.collaboration import Collaboration
from store import collaborations, members, notices
from store.collaborations import RefusedError
from store.notices import StoredNotice


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal of the store into a message and exit code 65."""
    try:
        yield
    except RefusedError as error:
        raise Problem(str(error), Exit.BAD_DATA) from None


def leader(run: Call) -> str:
    return run.configuration.cluster.leader or collaborations.LEADER


def names_of(connection: Connection) -> dict[str, str]:
    return {one.id: one.name for one in members.members(connection)}


def notice_by(connection: Connection, identifier: str) -> StoredNotice:
    stored = notices.show(connection, identifier)
    if stored is None:
        raise Problem(f"no notice is known by {identifier!r}", Exit.BAD_DATA)
    return stored


def taken_up(connection: Connection, number: int) -> Collaboration:
    one = collaborations.collaboration_of(connection, number)
    if one is None:
        raise Problem(f"there is no collaboration {number}; `jointbids list` shows them", Exit.BAD_DATA)
    return one


def title_of(connection: Connection, one: Collaboration) -> str:
    stored = next(iter(notices.current(connection, keys=[one.notice])), None)
    return stored.notice.title.best if stored is not None else one.notice


def put(body: bytes, out: Path | None) -> None:
    if out is None:
        typer.echo(body.decode("utf-8"), nl=False)
    else:
        out.write_bytes(body)
