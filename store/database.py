"""The database: opening it, reading and writing transactions, and bringing its tables up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from store import view

BUSY_SECONDS = 15
"""How long a SQLite transaction waits for its turn (notes: the longest measured wait of four writers was 4.2 s)."""

WRITERS = 0x6B6C796E67
"""The advisory lock that makes writers of PostgreSQL take turns, as SQLite's own do."""


class UnknownRevisionError(Exception):
    """The database was made by a newer version of the program; raised by `migrate`."""


def connect(url: str) -> Engine:
    """
    Open a database by its SQLAlchemy URL: `sqlite:///path` or `postgresql://…` (psycopg 3).

    SQLite: WAL and synchronous=FULL, so that what is committed survives a crash; foreign keys; every transaction not
    opened by `reading` is BEGIN IMMEDIATE, because one that reads first and writes later is refused at once, without
    waiting, when another has written in between (measured: 934 of 1200; IMMEDIATE 0 of 1200).
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, connect_args={"options": "-c timezone=UTC"}, pool_pre_ping=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed at the end of the block, undone by any exception. One at a time."""
    with engine.begin() as connection:
        _take_turn(connection)
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the database as it was at its first read, whatever is written meanwhile; never writes."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.execution_options(klyngeradar_reads=True)
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> list[str]:
    """
    Bring the tables up to date in one transaction and return the revisions applied, oldest first.

    Raises UnknownRevisionError where the database is newer than this program.
    """
    config = migrations()
    script = ScriptDirectory.from_config(config)
    before = revision(engine)
    if before == script.get_current_head():
        return []
    if before is not None and before not in {known.revision for known in script.walk_revisions()}:
        raise UnknownRevisionError(
            f"the database is at revision {before}, which this version of the program does not know: "
            "it was last used by a newer one"
        )
    with _migrating(engine) as connection:
        config.attributes["connection"] = connection
        before = _revision(connection)  # another process may have been faster
        command.upgrade(config, "head")
        view.refold(connection)
    return [step.revision for step in script.iterate_revisions("head", before or "base")][::-1]


def downgrade(engine: Engine, to: str) -> None:
    """Take the tables back to a revision (`base`: to nothing). What the newer tables held is lost."""
    config = migrations()
    with _migrating(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def revision(engine: Engine) -> str | None:
    """The revision the tables are at; None for an empty database."""
    with reading(engine) as connection:
        return _revision(connection)


def migrations() -> Config:
    """Alembic's configuration: the migrations lie inside this package."""
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    # Changing a table on SQLite means copying and dropping it; with foreign keys on, the drop would empty its children.
    # The switch has no effect inside a transaction, so it is turned on the driver's own connection.
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        lite = raw if isinstance(raw, sqlite3.Connection) else None
        if lite is not None:
            lite.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _take_turn(connection)
                yield connection
                if lite is not None and lite.execute("PRAGMA foreign_key_check").fetchone():
                    raise RuntimeError("the migration would leave rows without what they refer to; nothing was changed")
        finally:
            if lite is not None:
                lite.execute("PRAGMA foreign_keys=ON")


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(driver: sqlite3.Connection, _record: Any) -> None:
    driver.isolation_level = None  # the driver's own BEGIN is deferred; `_begin` sends ours
    _write_ahead(driver)
    driver.execute("PRAGMA synchronous=FULL")
    driver.execute("PRAGMA foreign_keys=ON")


def _write_ahead(driver: sqlite3.Connection) -> None:
    # A new file is given its journal once, and whoever else opens it at that moment is refused without waiting.
    end = monotonic() + BUSY_SECONDS
    while True:
        try:
            driver.execute("PRAGMA journal_mode=WAL").fetchone()
        except sqlite3.OperationalError:
            if monotonic() > end:
                raise
            sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("klyngeradar_reads", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
