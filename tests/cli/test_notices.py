"""What `notices` tells of identity, history, tests, and pairs that may be the same."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from model.notice import Deadline
from model.text import Text
from store.database import connect, migrate
from tests.cli.radar import Radar
from tests.factories import a_lot, a_notice
from tests.store.deliveries import FIRST, SECOND, Delivery, deliver


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    """A configuration beside a database with a notice, its correction, a like item of a feed, and a test."""
    (tmp_path / "members").mkdir()
    (tmp_path / "klyngeradar.toml").write_text('[cluster]\nname = "Klyngen"\n', encoding="utf-8")
    engine = connect(f"sqlite:///{tmp_path / 'klyngeradar.sqlite'}")
    migrate(engine)
    moved = a_lot(deadline=Deadline(at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC)))
    corrected = a_notice(version=2, source_id="2026-100002", published=date(2026, 11, 18), lots=(moved,))
    feed = a_notice(source="feeds", source_id="42", notice_uuid=None, procedure_id=None, lots=(moved,))
    trial = a_notice(notice_uuid=SECOND, source_id="2026-100003", procedure_id=None, title=Text.plain("PROD Test"))
    deliver(engine, Delivery(a_notice()), Delivery(corrected, day=2), Delivery(feed), Delivery(trial))
    engine.dispose()
    return Radar(tmp_path)


def test_show_tells_timeline_changes_and_provenance(radar: Radar) -> None:
    shown = radar("notices", "show", FIRST).stdout

    assert "Timeline of the procedure" in shown
    assert "LOT-0001 deadline: 2026-12-10T11:00:00+00:00 -> 2027-01-15T11:00:00+00:00" in shown
    assert "doffin       2026-100001 v1, eforms, seen 2026-11-16" in shown


def test_show_as_json_keeps_the_exported_fields_and_adds_the_timeline(radar: Radar) -> None:
    row = json.loads(radar("--json", "notices", "show", FIRST).stdout)

    assert (row["source_id"], row["key"], len(row["timeline"])) == ("2026-100002", FIRST, 2)


def test_tests_are_listed_with_their_reason(radar: Radar) -> None:
    assert radar("notices", "set-aside").stdout == f"{SECOND}  tittelen sier «PROD Test»: PROD Test\n"
    assert "test notice set aside" in radar("doctor").stdout


def test_a_pair_is_proposed_by_night_joined_by_a_person_and_parted_again(radar: Radar) -> None:
    radar("--as-of", "2026-11-20", "nightly", "--no-crawl", "--no-send")
    proposed = radar("notices", "same").stdout
    joined = radar("--as-of", "2026-11-21", "notices", "same", FIRST, "feeds:42")
    after = json.loads(radar("--json", "notices", "show", "feeds:42").stdout)
    radar("--as-of", "2026-11-22", "notices", "same", FIRST, "feeds:42", "--verdict", "undone")
    parted = json.loads(radar("--json", "notices", "show", "feeds:42").stdout)

    assert f"{FIRST}  feeds:42" in proposed
    assert "samme oppdragsgiver" in proposed
    assert (joined.returncode, after["key"], parted["key"]) == (0, FIRST, "feeds:42")


def test_deciding_about_an_unknown_key_is_refused(radar: Radar) -> None:
    refused = radar("notices", "same", FIRST, "feeds:nowhere", code=65)

    assert "feeds:nowhere" in refused.stderr
