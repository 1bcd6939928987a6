"""`match` and `members check` on an installation: only what changed is matched, and what was missed can be seen."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from matcher.evaluation import THRESHOLD
from matcher.explanation import NEAR
from model.match import Judgement, Opinion
from store import judgements, matches, notices
from store.database import connect, reading, writing

STEEL = """\
name = "Fjordstål AS"
capabilities = ["stålkonstruksjoner", "rekkverk og trapper i stål", "romfartsteknologi"]
"""
ROADS = """\
name = "Dalanlegg AS"
capabilities = ["asfaltering", "brøyting"]
"""
JOBS = (
    ("Stålkonstruksjoner til ny verkstedhall", "Bærende stål leveres og monteres."),
    ("Rekkverk og trapper i stål til kaia", "Produksjon og montasje av rekkverk."),
    ("Asfaltering av Storgata", "Fresing og nytt dekke."),
    ("Brøyting av kommunale veier", "Tre roder."),
    ("Innkjøp av kontormøbler", "Stoler og bord."),
    ("Renhold av skoler", "Daglig renhold."),
)


class Installation:
    """The command in this process, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "klyngeradar.toml").write_text("", encoding="utf-8")
        (folder / "members").mkdir()
        self.write("fjordstaal", STEEL)
        self.write("dalanlegg", ROADS)
        for title, description in JOBS:
            self("notices", "add", "--title", title, "--buyer", "Ravnvik kommune", "--description", description)

    def write(self, member: str, profile: str) -> None:
        (self.folder / "members" / f"{member}.toml").write_text(profile, encoding="utf-8")

    def __call__(self, *arguments: str, as_of: str = "2026-11-23", code: int = 0) -> str:
        config = ("--config", str(self.folder / "klyngeradar.toml"), "--as-of", as_of)
        done = CliRunner().invoke(app, [*config, *arguments])
        assert done.exit_code == code, done.output
        return done.output

    def match(self, as_of: str = "2026-11-23") -> dict[str, Any]:
        return dict(json.loads(self("--json", "match", as_of=as_of)))

    def key_of(self, title: str) -> str:
        engine = connect(f"sqlite:///{self.folder / 'klyngeradar.sqlite'}")
        with reading(engine) as connection:
            found = next(one.key for one in notices.current(connection) if one.notice.title.best == title)
        engine.dispose()
        return found

    def scores(self, member: str) -> dict[str, float]:
        """Titles with the best score of the member."""
        engine = connect(f"sqlite:///{self.folder / 'klyngeradar.sqlite'}")
        with reading(engine) as connection:
            titles = {one.key: one.notice.title.best for one in notices.current(connection)}
            found = {titles[one.notice]: one.score for one in matches.matches(connection, member=member)}
        engine.dispose()
        return found

    def judge(self, member: str, notice: str, opinion: Opinion) -> None:
        engine = connect(f"sqlite:///{self.folder / 'klyngeradar.sqlite'}")
        at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        with writing(engine) as connection:
            judgements.add(
                connection, Judgement(member=member, notice=notice, opinion=opinion, by="leder@example.no", at=at)
            )
        engine.dispose()


@pytest.fixture
def radar(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_what_was_matched_is_not_matched_again(radar: Installation) -> None:
    first = radar.match()

    assert first["notices"] == len(JOBS)
    assert first["matches"] >= 4
    assert radar.match() == {"notices": 0, "members": 2, "matches": 0}


def test_a_new_notice_alone_meets_the_members(radar: Installation) -> None:
    radar.match()

    radar("notices", "add", "--title", "Ståltrapp til rådhuset", "--buyer", "Nesøy kommune")

    assert radar.match()["notices"] == 1


def test_an_edited_profile_meets_every_notice_and_loses_what_it_no_longer_catches(radar: Installation) -> None:
    radar.match()
    assert "Asfaltering av Storgata" in radar.scores("dalanlegg")

    radar.write("dalanlegg", ROADS.replace('"asfaltering", "brøyting"', '"renhold"'))

    assert radar.match()["notices"] == len(JOBS)
    assert list(radar.scores("dalanlegg")) == ["Renhold av skoler"]


def test_a_judgement_brings_its_member_back_and_nobody_else(radar: Installation) -> None:
    radar.match()

    radar.judge("fjordstaal", radar.key_of("Rekkverk og trapper i stål til kaia"), Opinion.WANTED)

    again = radar.match(as_of="2026-11-24")
    assert again["notices"] == len(JOBS)
    assert radar.match(as_of="2026-11-24")["notices"] == 0


def test_what_came_close_is_listed_with_its_reasons(radar: Installation) -> None:
    radar("notices", "add", "--title", "Diverse arbeider på kai", "--buyer", "Nesøy kommune",
          "--description", "Oppdraget omfatter blant annet rekkverk og trapper i stål.")  # fmt: skip
    radar.match()

    told = radar("match", "--near", "fjordstaal")

    assert told.rstrip().endswith("came close for Fjordstål AS.")
    near = [title for title, score in radar.scores("fjordstaal").items() if NEAR <= score < THRESHOLD]
    assert near
    assert all(title in told for title in near)
    assert "Asfaltering" not in told


def test_why_not_is_told_for_any_pair(radar: Installation) -> None:
    told = radar("match", "--explain", "fjordstaal", radar.key_of("Innkjøp av kontormøbler"))

    assert "Imot: Tittelen gjelder kontormøbler («kontormøbler»), et annet fag." in told
    assert "gir 2 av 100" in told


def test_a_member_or_a_notice_nobody_knows_is_told_by_name(radar: Installation) -> None:
    assert "'ukjent'" in radar("match", "--near", "ukjent", code=65)
    assert "'2026-1'" in radar("match", "--explain", "fjordstaal", "2026-1", code=65)


def test_check_tells_what_the_profile_would_have_caught(radar: Installation) -> None:
    told = radar("members", "check")

    assert "fjordstaal: 2 of the 6 lots of the last 90 days would have been alerts" in told
    assert "fjordstaal: these phrases caught nothing: romfartsteknologi" in told
    assert "dalanlegg: 2 of the 6 lots" in told


def test_check_proposes_branches_of_what_was_wanted(radar: Installation) -> None:
    for number in ("1", "2", "3"):
        radar("notices", "add", "--title", f"Gitterrister til renseanlegg {number}", "--buyer", f"Kommune {number}",
              "--cpv", "44316500")  # fmt: skip
        radar.judge("fjordstaal", radar.key_of(f"Gitterrister til renseanlegg {number}"), Opinion.WANTED)

    told = radar("members", "check")

    assert "fjordstaal: CPV branches of notices you wanted: 4431" in told


def test_check_says_nothing_of_catches_before_there_is_a_database(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    folder.mkdir()
    (folder / "klyngeradar.toml").write_text("", encoding="utf-8")
    (folder / "members").mkdir()
    (folder / "members" / "fjordstaal.toml").write_text(STEEL, encoding="utf-8")
    done = CliRunner().invoke(app, ["--config", str(folder / "klyngeradar.toml"), "members", "check"])

    assert done.exit_code == 0, done.output
    assert "would have been alerts" not in done.output
