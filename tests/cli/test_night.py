"""A whole night, as `make demo` runs it: crawl over HTTP, store, match, letters; and again, doing nothing twice."""

import email
import email.policy
import json
from pathlib import Path

import pytest

from tests.cli.radar import Radar

CONFIG = ("--config", "demo-run/klyngeradar.toml")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Radar, str]:
    radar = Radar(tmp_path_factory.mktemp("demo"), started=True)
    return radar, radar("demo").stdout


def letters(radar: Radar, ending: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((radar.folder / "demo-run/outbox").glob(f"*{ending}"))}


def test_the_demo_tells_what_it_did_and_what_to_do_next(demo: tuple[Radar, str]) -> None:
    radar, told = demo

    assert "Doffin: 63 notices read" in told
    assert "TED: 57 notices read" in told
    assert "Skarra Islands Open Contracting: 13 notices read" in told
    assert "98 lots" in told
    assert "demo-run/outbox" in told
    assert "README" in told
    assert len(letters(radar, ".html")) == len(letters(radar, ".eml")) == len(letters(radar, ".txt")) == 10


def test_a_second_call_does_nothing_twice_and_says_so(demo: tuple[Radar, str]) -> None:
    radar, _ = demo
    before = letters(radar, "")

    again = radar("demo").stdout

    assert "Nothing was new" in again
    assert letters(radar, "") == before


def test_each_letter_is_a_mail_with_both_parts(demo: tuple[Radar, str]) -> None:
    radar, _ = demo

    for raw in letters(radar, ".eml").values():
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert mail["Subject"].startswith("Uke 47: ")
        assert mail["To"].endswith(".example.no")
        bodies = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
        assert bodies == ["text/plain", "text/html", "text/calendar"]
        assert mail["Auto-Submitted"] == "auto-generated"


def test_no_member_is_named_in_anothers_matches(demo: tuple[Radar, str]) -> None:
    radar, _ = demo

    for name, text in letters(radar, ".txt").items():
        own, _, _ = name.partition("-")
        head = text.decode().partition("DETTE RØRER SEG")[0]
        others = {path.stem for path in (radar.folder / "demo-run/members").glob("*.toml")} - {own}
        assert not [other for other in others if f"{other}.example" in head]


def test_a_change_notice_replaces_what_it_changes(demo: tuple[Radar, str]) -> None:
    radar, _ = demo
    text = letters(radar, ".txt")["fjordstaal-2026-W47-tilbud.txt"].decode()

    assert "10. desember" in text
    assert "2026-118001" not in text


def test_the_installation_can_be_looked_around_in(demo: tuple[Radar, str]) -> None:
    radar, _ = demo

    shown = radar(*CONFIG, "--json", "notices", "show", "2026-118002")
    exported = radar(*CONFIG, "export", "notices", "--format", "jsonl")
    matches = radar(*CONFIG, "export", "matches", "--format", "csv")
    outbox = radar(*CONFIG, "digest", "outbox", "--json")
    preview = radar(*CONFIG, "digest", "preview", "polarelektro")
    night = radar(*CONFIG, "nightly")
    why = radar(*CONFIG, "match", "--explain", "polarelektro", "2026-118008")

    assert len(json.loads(shown.stdout)["lots"]) == 5
    assert len(exported.stdout.splitlines()) == 79
    assert matches.stdout.startswith("member,notice,lot,score")
    assert {row["state"] for row in json.loads(outbox.stdout)} == {"sent"}
    assert "Uke 47" in preview.stdout
    assert "complete" in night.stdout
    assert "veglys" in why.stdout.lower()


def test_a_consortium_and_its_lead_are_exported(demo: tuple[Radar, str]) -> None:
    radar, _ = demo

    row = json.loads(radar(*CONFIG, "--json", "notices", "show", "2026-118107").stdout)

    assert row["form_type"] == "result"
    assert [(winner["consortium"], winner["lead"]) for winner in row["winners"]] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    assert row["winners"][0]["tenders_received"] == 4


def test_a_portal_that_is_gone_is_told_in_the_exit_code_and_the_letter(tmp_path: Path) -> None:
    radar = Radar(tmp_path)
    radar("init")
    environment = {"KLYNGERADAR_SOURCES__DOFFIN__URL": "http://127.0.0.1:9", "KLYNGERADAR_SOURCES__DOFFIN__DELAY": "0"}

    night = radar("--as-of", "2026-11-23", "nightly", code=69, **environment)
    text = next((tmp_path / "outbox").glob("*.txt")).read_text(encoding="utf-8")

    assert "failed" in night.stdout
    assert "UFULLSTENDIG UKE" in text
    assert text.index("UFULLSTENDIG") < text.index("INGEN TREFF")
