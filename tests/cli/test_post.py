"""From draft to receiver by the verbs: built, changed, approved, sent once, followed, and what came back taken in."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.radar import Radar
from tests.digest.killing import CONFIGURATION, MEMBERS, Installation, template
from tests.digest.sink import Sink, listening
from tests.digest.test_bounces import report
from tests.shared import ROOT

MONDAY = ("--as-of", "2026-11-23T02:15")
FIRST = "post@bedrift00.example.no"
NOTICE = "2026-100000"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("post") / "template.sqlite"
    template(path)
    return path


@pytest.fixture
def radar(tmp_path: Path, database: Path) -> Radar:
    """An installation where the leader approves."""
    place = Installation.laid_out(tmp_path / "here", database, '[digest]\napproval = "leader"')
    return Radar(place.folder)


def outbox(radar: Radar) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(radar("digest", "outbox", "--json").stdout)
    return rows


def states(radar: Radar) -> dict[str, str]:
    return {row["recipient"]: row["state"] for row in outbox(radar)}


def configure(radar: Radar, words: str, *, of: str = 'approval = "leader"') -> None:
    path = radar.folder / "klyngeradar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(of, words), encoding="utf-8")


def test_a_letter_goes_when_the_leader_has_approved_it_and_once(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")
    before = radar(*MONDAY, "digest", "send")
    first = next(row["id"] for row in outbox(radar) if row["recipient"] == FIRST)
    radar(*MONDAY, "digest", "approve", str(first))

    sent, again = radar(*MONDAY, "digest", "send"), radar(*MONDAY, "digest", "send")

    assert before.stdout == again.stdout == "nothing to send\n"
    assert sent.stdout == "1 sent\n"
    assert [path.name for path in (radar.folder / "outbox").glob("*.eml")] == ["bedrift00-2026-W47-post.eml"]
    assert sorted(set(states(radar).values())) == ["draft", "sent"]
    assert "no drafts" in radar("digest", "approve", str(first), code=65).stderr


def test_all_are_approved_at_once(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")

    assert radar(*MONDAY, "digest", "approve", "--all").stdout == f"{MEMBERS} approved\n"
    assert radar(*MONDAY, "digest", "send").stdout == f"{MEMBERS} sent\n"


def test_a_draft_is_changed_and_stays_changed_when_built_again(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")
    row = next(row for row in outbox(radar) if row["recipient"] == FIRST)
    change = ("digest", "edit", str(row["letter"]), "--greeting", "God jul til dere i Bedrift 0!", "--drop", NOTICE)

    changed = radar(*MONDAY, *change)
    radar(*MONDAY, "digest", "build")
    radar(*MONDAY, "digest", "approve", "--all")
    radar(*MONDAY, "digest", "send")

    assert "3 anbud for dere" in changed.stdout
    text = (radar.folder / "outbox" / "bedrift00-2026-W47-post.txt").read_text(encoding="utf-8")
    assert "God jul til dere i Bedrift 0!" in text
    assert "Ny verkstedhall nummer 1" in text
    assert "Ny verkstedhall nummer 0" not in text
    assert "only drafts" in radar(*MONDAY, *change, code=65).stderr


def test_a_notice_left_out_of_a_letter_comes_in_the_next(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")
    letter = next(row["letter"] for row in outbox(radar) if row["recipient"] == FIRST)
    radar(*MONDAY, "digest", "edit", str(letter), "--drop", NOTICE)
    radar(*MONDAY, "digest", "approve", "--all")
    radar(*MONDAY, "digest", "send")

    later = radar("--as-of", "2026-11-30", "digest", "preview", "bedrift00").stdout

    assert "Ny verkstedhall nummer 0" in later
    assert "Ny verkstedhall nummer 1" not in later


def test_changes_are_forgotten_when_asked(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")
    letter = str(next(row["letter"] for row in outbox(radar) if row["recipient"] == FIRST))
    radar(*MONDAY, "digest", "edit", letter, "--drop", NOTICE)

    assert "4 anbud for dere" in radar(*MONDAY, "digest", "edit", letter, "--undo").stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("digest", "edit", "1"), 2, "say what to change"),
        (("digest", "edit", "99", "--greeting", "Hei"), 65, "no letter 99"),
        (("digest", "edit", "1", "--drop", "2026-999999"), 65, "tells of no notice"),
        (("digest", "outbox", "retry", "1"), 65, "no mail 1"),
        (("digest", "bounces"), 78, "mail.bounces"),
        (("digest", "recipients", "clear", "nobody@example.org"), 65, "not held"),
    ],
)
def test_what_cannot_be_done_is_said(radar: Radar, words: tuple[str, ...], code: int, says: str) -> None:
    radar(*MONDAY, "digest", "build")

    assert says in radar(*MONDAY, *words, code=code).stderr


def test_letters_that_go_by_themselves_wait_for_the_hour(radar: Radar) -> None:
    configure(radar, 'approval = "auto"\nhour = 6')
    radar(*MONDAY, "digest", "build")

    early, late = (radar("--as-of", f"2026-11-23T{at}", "digest", "send").stdout for at in ("05:59", "06:00"))

    assert (early, late) == ("nothing to send\n", f"{MEMBERS} sent\n")


def test_a_refused_recipient_is_told_by_doctor_and_goes_again_when_cleared(radar: Radar) -> None:
    with listening(Sink(rcpt={FIRST: ["550 5.1.1 No such user"]})) as sink:
        configure(radar, f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"\n[digest]', of="[digest]")
        radar(*MONDAY, "digest", "build")
        radar(*MONDAY, "digest", "approve", "--all")
        sent = radar(*MONDAY, "digest", "send")
        number = next(str(row["id"]) for row in outbox(radar) if row["recipient"] == FIRST)
        told = radar(*MONDAY, "doctor").stdout
        held = radar("digest", "recipients").stdout
        radar("digest", "recipients", "clear", FIRST)
        radar("digest", "outbox", "retry", number)
        again = radar("--as-of", "2026-11-23T09:00", "digest", "send")

    assert sent.stdout == f"1 bounced, {MEMBERS - 1} sent\n"
    assert f"{FIRST} is sent nothing since 2026-11-23: 550 5.1.1 No such user" in told
    assert f"{FIRST:<36} held 2026-11-23" in held
    assert again.stdout == "1 sent\n"
    assert sink.recipients().count(FIRST) == 1


def test_a_wrong_password_ends_with_78_and_leaves_the_letters(radar: Radar) -> None:
    with listening(Sink(mail=["530 5.7.0 Authentication required"])) as sink:
        configure(radar, f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"\n[digest]', of="[digest]")
        radar(*MONDAY, "digest", "build")
        radar(*MONDAY, "digest", "approve", "--all")

        stopped = radar(*MONDAY, "digest", "send", code=78)

    assert "The post stopped" in stopped.stderr
    assert set(states(radar).values()) == {"approved"}


def test_what_came_back_is_read_from_the_folder(radar: Radar) -> None:
    configure(radar, 'bounce = "retur@klynge.example.no"\nbounces.folder = "retur"\n[digest]', of="[digest]")
    for words in (("build",), ("approve", "--all"), ("send",)):
        radar(*MONDAY, "digest", *words)
    row = next(row for row in outbox(radar) if row["recipient"] == FIRST)
    (radar.folder / "retur").mkdir()
    (radar.folder / "retur" / "1.eml").write_bytes(
        report(number=row["id"], recipient=FIRST, returned=row["message_id"])
    )

    read, again = radar(*MONDAY, "digest", "bounces"), radar(*MONDAY, "digest", "bounces")

    assert (read.stdout, again.stdout) == ("1 hard\n", "1 known\n")
    assert "came back: 5.1.1" in read.stderr
    assert states(radar)[FIRST] == "bounced"


def test_whoever_unsubscribes_gets_nothing_until_a_new_consent(radar: Radar) -> None:
    radar(*MONDAY, "digest", "build")
    radar(*MONDAY, "digest", "recipients", "unsubscribe", "nobody@example.no", code=65)
    radar(*MONDAY, "digest", "recipients", "unsubscribe", FIRST)
    radar(*MONDAY, "digest", "approve", "--all")

    assert radar(*MONDAY, "digest", "send").stdout == f"{MEMBERS - 1} sent\n"
    assert states(radar)[FIRST] == "withheld"
    radar(*MONDAY, "digest", "recipients", "subscribe", FIRST, "--source", "telefon 23. november")
    assert "by telefon 23. november" in radar("digest", "recipients").stdout


def test_the_starter_has_every_setting_of_the_post() -> None:
    starter = (ROOT / "cli" / "starter" / "klyngeradar.toml").read_text(encoding="utf-8")

    for name in ("redirect", "bounce", "doubt", "per_minute", "tls", "dkim_selector", "bounces", "hour", "address"):
        assert f"{name}" in starter
    assert "[cluster]" in CONFIGURATION
