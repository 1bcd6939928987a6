"""
Killing the program while it builds and sends letters, and counting at the receiver what came of it.

`python -m tests.digest.killing` is the program that is killed: it has the modules loaded and forks a process for each
line it reads, so that a trial costs no second of loading.
"""

import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from model.match import Evidence, Match
from model.member import Contact, Member
from model.text import Text
from store import letters, matches, members
from store.database import connect, migrate, reading, writing
from tests.digest.sink import Sink
from tests.factories import a_lot, a_member, a_notice
from tests.shared import ROOT
from tests.store.deliveries import Delivery, deliver

MEMBERS = 24
NOTICES = 4
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LOADED = ("cli.post", "store.database", "alembic.command", "digest.build", "mrml")
CONFIGURATION = """\
[cluster]
name = "Ranfjord Industriklynge"
leader = "leder@example.no"
[mail]
from = "Klyngeradar <radar@klynge.example.no>"
{mail}
"""


@dataclass
class Trial:
    """What came of one installation whose runs were killed and which was then run to its end."""

    never: list[str] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)
    unlike: list[str] = field(default_factory=list)  # recipients whose copies differ
    unknown: set[str] = field(default_factory=set)  # recipients whose row was `sending` when a run was killed
    read: set[str] = field(default_factory=set)  # of these, those whose 250 the program had read already
    parked: list[str] = field(default_factory=list)
    killed: int = 0  # kills that met a living program

    @property
    def extra(self) -> dict[str, int]:
        """Copies beyond the first."""
        return {recipient: number - 1 for recipient, number in self.copies.items() if number > 1}


def template(path: Path) -> None:
    """A database with members, notices and matches, ready for letters."""
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    known = [_member(number) for number in range(MEMBERS)]
    notices = [
        a_notice(
            source_id=f"2026-1000{number:02}",
            notice_uuid=f"00000000-0000-4000-8000-0000000000{number:02}",
            procedure_id=f"00000000-0000-4000-8000-0000000001{number:02}",
            title=Text.plain(f"Ny verkstedhall nummer {number}", "NOR"),
            lots=(a_lot(title=Text.plain(f"Stålarbeider {number}", "NOR")),),
        )
        for number in range(NOTICES)
    ]
    deliver(engine, *(Delivery(notice) for notice in notices))
    found = [
        Match(
            member=member.id,
            notice=notice.notice_uuid or "",
            lot="LOT-0001",
            scorer="t",
            evidence=(Evidence(signal="words_in_title", points=3.0, reason="Tittelen nevner stål"),),
        )
        for member in known
        for notice in notices
    ]
    with writing(engine) as connection:
        members.replace(connection, known)
        matches.record(connection, found, NOW)
    engine.dispose()


def _member(number: int) -> Member:
    contact = Contact(email=f"post@bedrift{number:02}.example.no")
    return a_member(id=f"bedrift{number:02}", name=f"Bedrift {number} AS", contacts=(contact,))


@dataclass
class Installation:
    """A folder with configuration and database, as `klyngeradar init` and some nights leave it."""

    folder: Path

    @classmethod
    def laid_out(cls, folder: Path, database: Path, mail: str) -> "Installation":
        folder.mkdir(parents=True)
        shutil.copyfile(database, folder / "klyngeradar.sqlite")
        (folder / "klyngeradar.toml").write_text(CONFIGURATION.format(mail=mail), encoding="utf-8")
        (folder / "members").mkdir()
        return cls(folder)

    def rows(self) -> list[letters.Post]:
        engine = connect(f"sqlite:///{self.folder / 'klyngeradar.sqlite'}")
        try:
            with reading(engine) as connection:
                return letters.outbox(connection)
        finally:
            engine.dispose()

    def read(self) -> set[str]:
        """Recipients whose 250 the program had read."""
        path = self.folder / "read.txt"
        return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


class Program:
    """The forking program."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.digest.killing"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, folder: Path, *, hours: float = 0, kill_after: float | None = None) -> int:
        """Build and send once; killed after so many seconds. Returns the exit code, -9 for one that was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "hours": hours}) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)  # a child that ended is not reaped yet, so the number is still its own
        self._process.stdin.write("reap\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@contextmanager
def program() -> Iterator[Program]:
    started = Program()
    try:
        yield started
    finally:
        started.close()


def trial(program: Program, place: Installation, sink: Sink | None, kills: list[float]) -> Trial:
    """Kill a run at each of these moments (seconds), then run to the end, and count."""
    found = Trial()
    if sink is not None:
        sink.taken.clear()
    for moment in kills:
        found.killed += program.run(place.folder, kill_after=moment) == -signal.SIGKILL
        doubtful = {row.recipient for row in place.rows() if row.state is letters.State.SENDING}
        found.unknown |= doubtful
        found.read |= doubtful & place.read()
    code = program.run(place.folder, hours=1)
    assert code == 0, f"the last run ended with {code}"
    rows = place.rows()
    assert len(rows) == MEMBERS
    found.parked = [row.recipient for row in rows if row.state is letters.State.AMBIGUOUS]
    bodies: dict[str, set[bytes]] = {row.recipient: set() for row in rows}
    for recipient, content in _received(place, sink):
        found.copies[recipient] += 1
        bodies[recipient].add(content)
    found.never = [recipient for recipient in bodies if not found.copies[recipient]]
    found.unlike = [recipient for recipient, seen in bodies.items() if len(seen) > 1]
    return found


def _received(place: Installation, sink: Sink | None) -> list[tuple[str, bytes]]:
    """What stands at the receiver: at the server, or as files."""
    if sink is not None:
        return [(letter.recipient, letter.content) for letter in sink.taken]
    files = [path.read_bytes() for path in sorted((place.folder / "outbox").glob("*.eml"))]
    return [(file.partition(b"\r\nTo: ")[2].partition(b"\r\n")[0].decode(), file) for file in files]


def moments(dice: random.Random, whole: float, number: int) -> list[float]:
    """Random moments of a run that takes `whole` seconds."""
    return [dice.uniform(0, whole) for _ in range(number)]


def main() -> None:
    """Fork a process for each line, tell its number, and how it ended when asked to reap it."""
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        call = json.loads(line)
        child = os.fork()
        if not child:
            _be(Path(call["folder"]), call["hours"])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        assert sys.stdin.readline() == "reap\n"
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _be(folder: Path, hours: float) -> None:
    """Build and send as the verbs do, and never return."""
    from cli import lock, post
    from cli.call import Call
    from digest.smtp import SmtpPost

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    deliver = SmtpPost.deliver

    def noted(self: SmtpPost, parcel, about_to):  # type: ignore[no-untyped-def]  # as the original
        note = deliver(self, parcel, about_to)
        with (folder / "read.txt").open("a", encoding="utf-8") as stream:
            stream.write(f"{parcel.mail.recipient}\n")
        return note

    SmtpPost.deliver = noted  # type: ignore[method-assign]  # to learn what the program had read
    code = 1
    try:
        at = NOW.replace(hour=NOW.hour + int(hours))
        run = Call(config=folder / "klyngeradar.toml", as_of=f"{at:%Y-%m-%dT%H:%M}")
        with lock.only_one(folder):
            post.make(run)
            sent = post.deliver(run)
        code = 0 if sent.halted is None else 3
    except BaseException:  # noqa: BLE001 - as Python itself ends
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
