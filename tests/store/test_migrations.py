"""Migrations lead from nothing to the tables the code knows, and back."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from model.text import Text
from store.archive import keep
from store.columns import metadata
from store.database import UnknownRevisionError, connect, downgrade, migrate, reading, revision, writing
from tests.factories import a_document, a_notice
from tests.store.deliveries import Delivery, deliver, snapshot


def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_code(empty_engine: Engine) -> None:
    assert revision(empty_engine) is None

    applied = migrate(empty_engine)

    assert applied[-1] == revision(empty_engine)
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(empty_engine: Engine) -> None:
    migrate(empty_engine)

    assert migrate(empty_engine) == []


def migrate_at(url: str) -> list[str]:
    engine = connect(url)
    applied = migrate(engine)
    engine.dispose()
    return applied


def test_processes_that_start_at_once_migrate_once(empty_engine: Engine) -> None:
    url = empty_engine.url.render_as_string(hide_password=False)

    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        applied = list(pool.map(migrate_at, [url] * 4))

    assert sorted(map(bool, applied)) == [False, False, False, True]


def test_migrations_go_down_and_up_again(empty_engine: Engine) -> None:
    applied = migrate(empty_engine)

    downgrade(empty_engine, "base")

    assert set(inspect(empty_engine).get_table_names()) == {"alembic_version"}
    assert migrate(empty_engine) == applied


def test_what_was_stored_before_identity_is_folded_anew_and_nothing_is_lost(empty_engine: Engine) -> None:
    migrate(empty_engine)
    twin = a_notice(source="ted", source_id="5-2026", notice_uuid=None)
    deliver(empty_engine, Delivery(a_notice(title=Text.plain("[Test] Bro"))), Delivery(twin))
    with reading(empty_engine) as connection:
        before = snapshot(connection)

    downgrade(empty_engine, "0004")
    migrate(empty_engine)

    with reading(empty_engine) as connection:
        assert snapshot(connection) == before
        assert len(before["notice"]) == 1


def test_a_newer_database_is_refused_with_a_reason(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with writing(empty_engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(UnknownRevisionError, match="9999"):
        migrate(empty_engine)


def test_a_migration_that_breaks_off_leaves_nothing_behind(
    empty_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    create = op.create_table

    def breaking(name: str, *rest: object) -> object:
        if name == "outbox":
            raise InterruptedError
        return create(name, *rest)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(op, "create_table", breaking)
    with pytest.raises(InterruptedError):
        migrate(empty_engine)
    monkeypatch.undo()

    assert inspect(empty_engine).get_table_names() == []
    assert migrate(empty_engine) != []


def test_foreign_keys_hold_again_after_migrating(empty_engine: Engine) -> None:
    migrate(empty_engine)

    with writing(empty_engine) as connection:
        keep(connection, a_document())
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.execute(
                text("INSERT INTO lot (notice, position, lot_id, kind, title) VALUES ('x', 0, '', '', '')")
            )


def test_sqlite_is_set_to_survive_a_crash(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    full, on = 2, 1
    assert found == {"journal_mode": "wal", "synchronous": full, "foreign_keys": on, "busy_timeout": 15_000}


def test_a_database_url_without_its_driver_is_understood() -> None:
    for url in ("postgres://anna@db.example.org/radar", "postgresql://anna@db.example.org/radar"):
        engine = connect(url)

        assert (engine.dialect.driver, engine.url.host) == ("psycopg", "db.example.org")


def test_a_database_file_is_plain_sqlite(sqlite_url: str) -> None:
    with sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
