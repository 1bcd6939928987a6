"""What is stored of the company register, for its spider to ask and to be told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from store import register
from store.database import connect, reading, writing
from store.register import Absence


class Known(Protocol):
    """What the register's spider may ask of what is stored, and what it tells that is no document."""

    def of_interest(self, since: datetime) -> list[str]:
        """The org numbers of members, and of buyers and winners in notices seen or changed since then."""

    def oldest(self, orgnrs: Collection[str]) -> datetime | None:
        """When the longest standing of these entries was asked for; None where there is none."""

    def stale(self, orgnrs: Collection[str], before: datetime) -> list[str]:
        """Those to ask for: never asked, told of as changed, last asked before then."""

    def changed(self, changes: Mapping[str, datetime]) -> None:
        """The register told of changes."""

    def absent(self, orgnr: str, why: Absence, at: datetime) -> None:
        """The register has nothing under this number."""


class NothingKnown:
    """The store of a crawl without a database: every number asked for is news."""

    def of_interest(self, since: datetime) -> list[str]:  # noqa: ARG002 - the protocol's signature
        """None."""
        return []

    def oldest(self, orgnrs: Collection[str]) -> datetime | None:  # noqa: ARG002 - the protocol's signature
        """None."""
        return None

    def stale(self, orgnrs: Collection[str], before: datetime) -> list[str]:  # noqa: ARG002 - the protocol's signature
        """All."""
        return list(dict.fromkeys(orgnrs))

    def changed(self, changes: Mapping[str, datetime]) -> None:
        """Kept nowhere."""

    def absent(self, orgnr: str, why: Absence, at: datetime) -> None:
        """Kept nowhere."""


class Registered:
    """`Known` over the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def at(cls, url: str) -> "Registered":
        """Over the database at this SQLAlchemy URL."""
        return cls(connect(url))

    def of_interest(self, since: datetime) -> list[str]:
        """See Known."""
        with reading(self._engine) as connection:
            return register.of_interest(connection, since=since)

    def oldest(self, orgnrs: Collection[str]) -> datetime | None:
        """See Known."""
        with reading(self._engine) as connection:
            known = register.look_up(connection, orgnrs)
        return min((one.fetched_at for one in known.values()), default=None)

    def stale(self, orgnrs: Collection[str], before: datetime) -> list[str]:
        """See Known."""
        with reading(self._engine) as connection:
            return register.stale(connection, orgnrs, before=before)

    def changed(self, changes: Mapping[str, datetime]) -> None:
        """See Known."""
        with writing(self._engine) as connection:
            register.record_changes(connection, changes)

    def absent(self, orgnr: str, why: Absence, at: datetime) -> None:
        """See Known."""
        with writing(self._engine) as connection:
            register.record_absence(connection, orgnr, why, at)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
