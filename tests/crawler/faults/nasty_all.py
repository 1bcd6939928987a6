"""Run as a program: every hostile file, each with twenty good notices in a store of its own; prints what came of it."""

import json
import random
import resource
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from crawler.intake import Intake, take_in
from crawler.pipelines import note
from crawler.run import spiders
from crawler.verdict import Tally, problems, verdict
from demo import eforms
from demo.market import load
from model.raw import RawDocument
from store import archive, notices
from store.database import connect, migrate, reading
from tests.crawler.faults.answers import Item, Plain
from tests.crawler.faults.kinds import DoffinWeb
from tests.crawler.faults.server import Server, serve
from tests.crawler.spiders.wire import ready, walked
from tests.shared import shared

NOW = datetime(2031, 1, 16, 2, tzinfo=UTC)
DAY = "2031-01-15"
"""The day the hostile lists say they are of."""

DOCUMENTS = ("eforms", "xml", "enc", "trunc", "text", "time", "inject")
"""Folders of notices; those of `json` and `feed` are lists, walked by the spiders that read such."""

GOOD = 20


@dataclass
class Handing(Server):
    """Answers every list with these bytes, and has a sound document behind each notice."""

    body: bytes = b""

    def answer(self, method: str, path: str, body: bytes) -> Plain:  # noqa: ARG002 - the server's signature
        marker = "/notices-api/notices/"
        if marker not in path:
            return Plain(body=self.body)
        found = json.loads(self.kind.document(Item(number=1, day=DAY)))
        return Plain(body=json.dumps(found | {"id": path.partition(marker)[2]}).encode())


def cases() -> list[dict[str, Any]]:
    """The manifest's entries that are files to be read here, and are there."""
    folder = shared("nasty")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wanted = (*DOCUMENTS, "json", "feed")
    return [
        case
        for case in manifest["files"]
        if case["path"].partition("/")[0] in wanted and (folder / case["path"]).exists()
    ]


def good() -> list[RawDocument]:
    """Twenty of the demo market's competitions, as Doffin hands them out."""
    market = load()
    chosen = [one for one in market.notices if one.kind == "competition" and not one.changes and not one.retro][:GOOD]
    return [_document("doffin", one.id, eforms.xml(market, one)) for one in chosen]


def hostile(path: Path, server: Handing) -> tuple[list[RawDocument], Tally]:
    """The documents a file comes in as, and the tally of the walk that met it."""
    folder = path.parent.name
    if folder in DOCUMENTS:
        number = f"hostile-{path.stem}"
        return [_document("doffin", number, path.read_bytes())], Tally(promised=1, listed={number})
    server.body = path.read_bytes()
    options: dict[str, str] = {}
    name = "feeds" if folder == "feed" else "doffin"
    if b'"releases"' in server.body:
        name, options = "ocds", {"path": "/releases?since={since}", "step": "30d", "next": "/links/next"}
    spider = spiders()[name](since=DAY, until=DAY)
    ready(spider, server.url, **options)
    spider.settings.set("KLYNGERADAR_NOW", NOW)
    return walked(spider), spider.tally


def outcome(path: Path, server: Handing, engine: Engine, chance: random.Random) -> dict[str, Any]:
    """What came of the file among the good notices, in a random order."""
    sound, (hostile_, tally) = good(), hostile(path, server)
    mixed = [*sound, *hostile_]
    chance.shuffle(mixed)
    intake = take_in(engine, mixed, seen=NOW)
    note(tally, intake, hostile_)
    with reading(engine) as connection:
        current = list(notices.current(connection))
        refusals = archive.refusals(connection)
        kept = all(archive.holds(connection, one) for one in hostile_ if not _refused(one, intake))
    by_address = {number: one for one in current for _, number, _ in one.addresses}
    names = {one.source_id for one in hostile_}
    return {
        "good": sum(one.source_id in by_address for one in sound),
        "verdict": verdict(tally, stores=True).value,
        "problems": problems(tally, stores=True),
        "refused": [asdict(one) for one in intake.refused],
        "archived": kept and {one.source_id for one in refusals} == {one.source_id for one in intake.refused},
        "stored": [_shown(one) for number, one in sorted(by_address.items()) if number in names],
    }


def _refused(document: RawDocument, intake: Intake) -> bool:
    return any((one.source_id, one.format) == (document.source_id, document.format) for one in intake.refused)


def _shown(stored: notices.StoredNotice) -> dict[str, Any]:
    notice = stored.notice
    return {
        "title": notice.title.best,
        "uuid": notice.notice_uuid,
        "deadline": str(notice.deadline.at) if notice.deadline else None,
        "value": str(notice.value.amount) if notice.value else None,
        "cpv": [str(code) for code in notice.cpv],
        "published": str(notice.published) if notice.published else None,
        "warnings": list(notice.warnings),
        "words": repr(notice),
    }


def _document(source: str, number: str, body: bytes) -> RawDocument:
    url = f"https://doffin.example.no/{number}"
    return RawDocument(source=source, source_id=number, url=url, format="eforms", body=body, fetched_at=NOW)


@contextmanager
def measured(found: dict[str, Any]) -> Iterator[None]:
    """Adds the seconds of processor time of the block and its children, and the MiB by which it raised the peak."""
    before = _used()
    yield
    after = _used()
    found |= {"seconds": after["seconds"] - before["seconds"], "mib": after["mib"] - before["mib"]}


def _used() -> Mapping[str, float]:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"seconds": time.process_time() + children.ru_utime + children.ru_stime, "mib": own.ru_maxrss / 1024}


def main(folder: Path) -> None:
    """Every case in a fresh copy of an empty database."""
    template = folder / "empty.sqlite"
    with closing(_Opened(template)) as opened:
        migrate(opened.engine)
    found: dict[str, dict[str, Any]] = {}
    server = Handing(kind=DoffinWeb(), scenario="ok", night=1)
    with serve(server):
        for number, case in enumerate(cases()):
            database = folder / f"{number}.sqlite"
            shutil.copyfile(template, database)
            used: dict[str, Any] = {}
            with closing(_Opened(database)) as opened, measured(used):
                came = outcome(shared("nasty", *case["path"].split("/")), server, opened.engine, random.Random(number))  # noqa: S311 - the same order each time
            found[case["path"]] = came | used
            database.unlink()
    sys.stdout.write(json.dumps(found))


class _Opened:
    def __init__(self, path: Path) -> None:
        self.engine = connect(f"sqlite:///{path}")

    def close(self) -> None:
        self.engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
