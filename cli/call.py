"""Call: what one invocation of the command line carries, and what its verbs share."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import typer
from sqlalchemy import Engine

from cli import clock
from cli.configuration import Configuration, load
from cli.problems import Exit, Problem
from store.database import connect, migrate, revision


@dataclass
class Call:
    """The global options; the configuration, the clock and the database are opened when first asked for."""

    config: Path
    as_of: str | None = None
    json: bool = False
    _engines: list[Engine] = field(default_factory=list)

    @cached_property
    def configuration(self) -> Configuration:
        """The configuration file. Raises Problem (78)."""
        return load(self.config)

    @cached_property
    def now(self) -> datetime:
        """The run's clock in UTC: --as-of, else the configuration's `run.as_of`, else the wall clock."""
        if self.as_of is not None:
            return clock.moment(self.as_of)
        standing = self.configuration.run.as_of
        return clock.local(standing) if standing is not None else clock.now()

    @cached_property
    def engine(self) -> Engine:
        """The database, migrated to what this version needs."""
        engine = connect(self.configuration.database_url)
        self._engines.append(engine)
        before = revision(engine)
        applied = migrate(engine)
        if before is not None and applied:
            typer.echo(f"The database was brought up to date ({', '.join(applied)}).", err=True)
        return engine

    def close(self) -> None:
        """Let go of the database."""
        for engine in self._engines:
            engine.dispose()


def of(context: typer.Context) -> Call:
    """The call behind a verb's context."""
    call = context.find_object(Call)
    if call is None:
        raise Problem("the command was started without its options", Exit.BUG)
    return call
