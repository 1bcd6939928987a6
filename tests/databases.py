"""Fixtures with real databases: SQLite files, and a PostgreSQL server started for the test run where there is one."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from store.database import connect, migrate

PATIENCE = 30  # seconds for the server to answer

_numbers = count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres: the newest Debian installs, else whatever the PATH finds."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if installed:
        return installed[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: another user who may own its files, or None for the one running the tests."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL server of its own on a Unix socket; yields the folder of the socket. Skips where there is none."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL here: install postgresql to run this test on it")
    # Not pytest's own folder: that one is closed to the user the server runs as.
    with tempfile.TemporaryDirectory(prefix="klyngeradar-pg-", ignore_cleanup_errors=True) as home:
        owner = _owner()
        started: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home}
        if owner:
            shutil.chown(home, owner)
            started |= {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
        files = f"{home}/files"
        subprocess.run(
            [folder / "initdb", "-D", files, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, **started,
        )  # fmt: skip
        settings = {"listen_addresses": "", "unix_socket_directories": home, "fsync": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = subprocess.Popen([folder / "postgres", "-D", files, *options], **started)
        try:
            _wait(home)
            yield home
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _url(home: str, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={home}"


def _wait(home: str) -> None:
    engine = connect(_url(home, "postgres"))
    end = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                with engine.connect():
                    return
            except OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
    finally:
        engine.dispose()


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    with _opened(f"sqlite:///{path}") as engine:
        migrate(engine)
    return path


@pytest.fixture(scope="session")
def postgresql_home() -> Iterator[str]:
    with server() as home:
        yield home


@pytest.fixture(scope="session")
def new_postgresql(postgresql_home: str) -> Iterator[Callable[[str | None], str]]:
    """Makes databases: empty without a template, else copies of it; yields their URLs."""
    with _opened(_url(postgresql_home, "postgres")) as admin:

        def make(template: str | None) -> str:
            name = f"test_{next(_numbers)}"
            with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}"))
            return _url(postgresql_home, name)

        yield make


@pytest.fixture(scope="session")
def postgresql_template(new_postgresql: Callable[[str | None], str]) -> str:
    url = new_postgresql(None)
    with _opened(url) as engine:
        migrate(engine)
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a fresh SQLite database with all its tables."""
    path = tmp_path / "test.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(new_postgresql: Callable[[str | None], str], postgresql_template: str) -> str:
    """The URL of a fresh PostgreSQL database with all its tables."""
    return new_postgresql(postgresql_template)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """A fresh SQLite database with all its tables."""
    with _opened(sqlite_url) as engine:
        yield engine


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    """A fresh PostgreSQL database with all its tables."""
    with _opened(postgresql_url) as engine:
        yield engine


BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with all its tables, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh database with all its tables, of each kind in turn."""
    opened: Engine = request.getfixturevalue(f"{request.param}_engine")
    return opened


@pytest.fixture(params=BOTH)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any tables, of each kind in turn."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    else:
        address = request.getfixturevalue("new_postgresql")(None)
    with _opened(address) as engine:
        yield engine
