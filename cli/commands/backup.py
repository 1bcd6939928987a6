"""`backup` and `restore`: the database as one file, taken while it is in use."""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from cli import call, lock
from cli.problems import Exit, Problem


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
) -> None:
    """Write a sound copy of the SQLite database, even while a night runs."""
    run = call.of(context)
    source = _file(run.configuration.database_url)
    if to.exists():
        raise Problem(f"{to} exists already; name another file, so that no older copy is lost", Exit.BAD_DATA)
    part = to.with_name(f"{to.name}.part")
    try:
        with sqlite3.connect(source, timeout=60) as live, sqlite3.connect(part) as copy:
            live.backup(copy)
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
        live.close()
        copy.close()
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise Problem(f"{to}: the copy failed: {error}", Exit.BAD_DATA) from None
    if state != "ok":
        part.unlink()
        raise Problem(f"{source} is damaged: {state}. Restore the newest good copy.", Exit.BAD_DATA)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(to)
    typer.echo(f"Written: {to} ({to.stat().st_size / 2**20:.1f} MiB, checked)")


def restore(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(help="A copy made by `backup`.")],
) -> None:
    """Put a copy in the database's place; what was there is kept beside it."""
    run = call.of(context)
    target = _file(run.configuration.database_url, must_exist=False)
    try:
        with sqlite3.connect(f"file:{copy.resolve()}?mode=ro&immutable=1", uri=True) as checked:
            (state,) = checked.execute("PRAGMA integrity_check").fetchone()
        checked.close()
    except sqlite3.Error as error:
        raise Problem(f"{copy}: is no database: {error}", Exit.BAD_DATA) from None
    if state != "ok":
        raise Problem(f"{copy} is damaged: {state}", Exit.BAD_DATA)
    with lock.only_one(run.configuration.state_folder):
        if target.exists():
            kept = target.with_name(f"{target.name}.before-restore")
            for ending in ("", "-wal", "-shm"):
                part = Path(f"{target}{ending}")
                if part.exists():
                    part.replace(f"{kept}{ending}")
            typer.echo(f"Kept: {kept}")
        shutil.copyfile(copy, target)
    typer.echo(
        f"Restored: {target}. Letters sent since the copy are unknown to it: look at `digest outbox` before sending."
    )


def _file(url: str, *, must_exist: bool = True) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise Problem("this database is a server's: use its own tools (pg_dump, pg_restore)", Exit.USAGE)
    path = Path(parsed.database)
    if must_exist and not path.exists():
        raise Problem(f"{path}: there is no database yet; run `klyngeradar init`", Exit.BAD_CONFIGURATION)
    return path


def add_to(app: typer.Typer) -> None:
    """Make them verbs."""
    app.command()(backup)
    app.command()(restore)
