"""Jobs of private buyers: added, changed and withdrawn by hand, each once."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from crawler.formats.origin import Origin
from crawler.formats.own import Job, job_of, read, written
from crawler.intake import reparse
from model.form import FormType
from store import notices
from store.database import connect, reading
from store.notices import StoredNotice

FILE = """\
title = "Stålramme til knuseverk"
buyer = "Storfjellet Gruver AS"
orgnr = "310 415 073"
description = "Produksjon og montasje."
cpv = ["45223210-1"]
nuts = ["no071"]
deadline = 2026-12-10T12:00:00
value = 1500000
url = "https://gruver.example.no/jobb"
"""


class Installation:
    """The command in this process, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "klyngeradar.toml").write_text("", encoding="utf-8")
        self.file = folder / "job.toml"
        self.file.write_text(FILE, encoding="utf-8")

    def __call__(self, *arguments: str, code: int = 0, as_of: str = "2026-11-23") -> str:
        config = ("--config", str(self.folder / "klyngeradar.toml"), "--as-of", as_of, "--json")
        done = CliRunner().invoke(app, [*config, "notices", *arguments])
        assert done.exit_code == code, done.output
        return done.output

    def add(self, *arguments: str, as_of: str = "2026-11-23") -> dict[str, Any]:
        return dict(json.loads(self("add", "--file", str(self.file), *arguments, as_of=as_of)))

    def stored(self, identifier: str) -> StoredNotice:
        engine = connect(f"sqlite:///{self.folder / 'klyngeradar.sqlite'}")
        with reading(engine) as connection:
            found = notices.show(connection, identifier)
        engine.dispose()
        assert found is not None
        return found


@pytest.fixture
def radar(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_a_job_from_a_file_is_a_notice_like_any_other(radar: Installation) -> None:
    told = radar.add()
    notice = radar.stored(told["id"]).notice

    assert told["outcome"] == "new"
    assert (notice.source, notice.form_type) == ("own", FormType.COMPETITION)
    assert (notice.buyers[0].name, notice.buyers[0].orgnr) == ("Storfjellet Gruver AS", "310415073")
    assert notice.deadline is not None
    assert notice.deadline.at.isoformat() == "2026-12-10T11:00:00+00:00"
    assert [code.code for code in notice.cpv] == ["45223210"]
    assert notice.worth is not None
    assert notice.url == "https://gruver.example.no/jobb"


def test_adding_again_changes_nothing_on_any_day(radar: Installation) -> None:
    first = radar.add()

    assert radar.add(as_of="2026-11-25") == {**first, "outcome": "same"}


def test_a_change_needs_the_id_and_keeps_what_is_not_named(radar: Installation) -> None:
    id_ = radar.add()["id"]

    refused = radar("add", "--file", str(radar.file), "--deadline", "2026-12-12", code=65)
    changed = json.loads(radar("add", "--update", id_, "--deadline", "2026-12-12"))
    again = json.loads(radar("add", "--update", id_, "--deadline", "2026-12-12"))
    notice = radar.stored(id_).notice

    assert f"--update {id_}" in refused
    assert (changed["outcome"], again["outcome"], changed["version"]) == ("changed", "same", 2)
    assert notice.deadline is not None
    assert notice.deadline.date_only
    assert notice.title.best == "Stålramme til knuseverk"


def test_a_withdrawn_job_is_cancelled_and_can_be_taken_up_again(radar: Installation) -> None:
    id_ = radar.add()["id"]

    withdrawn = [json.loads(radar("withdraw", id_))["outcome"] for _ in range(2)]
    after = radar.stored(id_).notice.form_type
    radar("add", "--update", id_, "--value", "2000000")

    assert withdrawn == ["changed", "same"]
    assert after is FormType.CANCELLATION
    assert radar.stored(id_).notice.form_type is FormType.COMPETITION


def test_jobs_are_rebuilt_from_the_archive(radar: Installation) -> None:
    id_ = radar.add()["id"]
    radar("add", "--update", id_, "--deadline", "2026-12-12")
    before = radar.stored(id_)
    engine = connect(f"sqlite:///{radar.folder / 'klyngeradar.sqlite'}")

    reparse(engine)
    engine.dispose()

    assert radar.stored(id_) == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('cpv = ["4522"]', "job.toml:10: cpv.0: '4522' is no CPV code"),
        ('nuts = ["Nordland"]', "nuts.0: 'NORDLAND' is no NUTS code"),
        ('orgnr = "123456789"', "is no Norwegian organisation number"),
        ('deadline = "i morgen"', "write a day, 2026-12-10"),
        ("deadline = 2026-11-01", "is past"),
        ("deadline = 2099-01-01", "no likely deadline"),
        ("value = -5", "value: "),
        ('currency = "kr"', "currency: "),
        ('url = "javascript:alert(1)"', "is no web address"),
        ('tittel = "x"', "job.toml:10: tittel: there is no such key"),
        ('kontakt = "Kari"', "no person is kept"),
        ('title = ""', "title: "),
        ("title =", "cannot be read as TOML"),
    ],
)
def test_a_fault_names_file_and_line_and_how_to_mend_it(radar: Installation, line: str, says: str) -> None:
    key = line.partition(" ")[0]
    kept = [one if not one.startswith(f"{key} ") else "#" for one in FILE.splitlines()]
    radar.file.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")

    assert says in radar("add", "--file", str(radar.file), code=65)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "--title", "x"), "needs buyer"),
        (("add", "--title", "x", "--buyer", "y", "--cpv", "45"), "--cpv: '45' is no CPV code"),
        (("add", "--update", "own-1"), "none has been added yet"),
        (("withdraw", "own-1"), "no own job is called 'own-1'"),
        (("add", "--file", "no-such.toml"), "no-such.toml: cannot be read"),
    ],
)
def test_a_fault_in_the_options_names_the_option(radar: Installation, arguments: tuple[str, ...], says: str) -> None:
    assert says in radar(*arguments, code=65)


def test_a_job_comes_back_from_its_document() -> None:
    job = Job(id="own-1", title="a", buyer="b", published="2026-11-23", cpv=("45223210",), value="1.50", withdrawn=True)
    (notice,) = read(written(job), Origin(source="own", source_id="own-1", url="own:own-1"))

    assert job_of(written(job)) == job
    assert notice.form_type is FormType.CANCELLATION
