"""From a proposal to a bid by the leader's verbs; and no member is sent a word of another's before both have agreed."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from cli.main import app
from tests.cli.radar import Radar

TRADES = {
    "nordstrom": ("elektroinstallasjon", "Nordstrøm Kanarifugl AS"),
    "rorvik": ("rørleggerarbeid", "Rørvik Paradisfugl AS"),
    "luftdal": ("ventilasjonsanlegg", "Luftdal Lerkefalk AS"),
}
CANARIES = {
    "nordstrom": ("kanarifugl", "kanarisertifikat", "kanarisk"),
    "rorvik": ("paradisfugl", "paradissertifikat", "paradisisk"),
    "luftdal": ("lerkefalk", "lerkesertifikat", "lerkisk"),
}
"""Words that stand in one profile and nowhere else: in its name, its certificates, what it says of itself."""

AT = ("--as-of", "2026-11-23")
QUESTIONS = ("rivals", "parts", "superfluous", "gain", "once")


def profile(member: str) -> str:
    trade, name = TRADES[member]
    _, certificate, about = CANARIES[member]
    return "\n".join([
        f'name = "{name}"', f'about = "Et {about} firma."', f'capabilities = ["{trade}"]', 'regions = ["NO071"]',
        f'certificates = ["{certificate}"]', f'contacts = [{{ email = "tilbud@{member}.example.no" }}]',
        "value_range = { min = 100000, max = 9000000 }",
    ])  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What each member is sent or shown, after each step."""

    radar: Radar
    proposed: dict[str, str]
    taken: dict[str, str]
    released: dict[str, str]
    refused: dict[str, str]
    agreed: dict[str, str]


def said(radar: Radar, *arguments: str) -> str:
    """What a verb prints, run in this process: there are many of them."""
    config = ("--config", str(radar.folder / "klyngeradar.toml"))
    done = CliRunner().invoke(app, [*config, *AT, *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def written(radar: Radar) -> dict[str, str]:
    """Each member's letter as it would go out."""
    return {member: said(radar, "digest", "preview", member) for member in TRADES}


def sent(radar: Radar, letters: dict[str, str]) -> dict[str, str]:
    """All that each member is shown: its letter, its part of joint bids, and what lies in the outbox."""
    out = {}
    for member in TRADES:
        letter = letters[member]
        part = said(radar, "--json", "jointbids", "part", member)
        shown = said(radar, "jointbids", "part", member)
        files = sorted((radar.folder / "outbox").glob(f"{member}-*"))
        out[member] = "\n".join([letter, part, shown, *(path.read_text(encoding="utf-8") for path in files)]).lower()
    return out


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    radar = Radar(tmp_path_factory.mktemp("joint"))
    radar("init")
    (radar.folder / "members/eksempel.toml").unlink()
    for member in TRADES:
        (radar.folder / f"members/{member}.toml").write_text(profile(member), encoding="utf-8")
    job = ("--buyer", "Fjellvik kommune", "--nuts", "NO071", "--deadline", "2026-12-20")
    school = "Arbeidene omfatter rør, elektro og ventilasjon."
    added = radar(*AT, "notices", "add", "--title", "Rehabilitering av Fjellvik skole", "--description", school, *job)
    radar(*AT, "nightly", "--no-crawl")
    letters = written(radar)
    steps = [sent(radar, letters)]
    found = json.loads(radar(*AT, "--json", "jointbids", "list").stdout)["proposals"][0]["notice"]
    said(radar, "jointbids", "take", found)
    for question in QUESTIONS:
        said(radar, "jointbids", "assess", "1", question, "Vurdert i møte.", "--name", "Kari Leder")
    steps.append(sent(radar, letters))
    said(radar, "jointbids", "release", "1")
    letters = written(radar)
    steps.append(sent(radar, letters))
    said(radar, "jointbids", "answer", "1", "luftdal", "no")
    steps.append(sent(radar, letters))
    said(radar, "jointbids", "answer", "1", "rorvik", "yes")
    said(radar, "jointbids", "answer", "1", "nordstrom", "yes")
    steps.append(sent(radar, written(radar)))
    assert added.stdout
    return Told(radar, *steps)


def strangers(said: dict[str, str]) -> set[tuple[str, str]]:
    """Which member was told a word of which other."""
    return {
        (reader, other)
        for reader, text in said.items()
        for other, words in CANARIES.items()
        if other != reader and any(word in text for word in (*words, other))
    }


def test_the_canaries_sing_where_they_should(told: Told) -> None:
    assert all(CANARIES[member][0] in text for member, text in told.proposed.items())
    assert strangers({"luftdal": told.agreed["rorvik"]}) != set()


def test_no_member_is_told_of_another_before_release_and_consent(told: Told) -> None:
    assert strangers(told.proposed) == set()
    assert strangers(told.taken) == set()
    assert strangers(told.released) == set()


def test_a_refusal_is_shown_to_no_member(told: Told) -> None:
    assert strangers(told.refused) == set()
    assert {member: told.refused[member] for member in ("rorvik", "nordstrom")} == {
        member: told.released[member] for member in ("rorvik", "nordstrom")
    }


def test_those_who_agreed_see_each_other_and_nobody_else(told: Told) -> None:
    assert strangers(told.agreed) == {("rorvik", "nordstrom"), ("nordstrom", "rorvik")}


def test_each_partner_sees_its_own_part_once_released(told: Told) -> None:
    assert all("deres del" not in text for text in told.taken.values())
    assert "deres del: ventilasjon" in told.released["luftdal"]
    assert "mulig samarbeid å vurdere" in told.released["luftdal"]
    assert "egenvurdering" in told.released["luftdal"]


def test_the_leader_is_shown_all_of_it(told: Told) -> None:
    listed = json.loads(told.radar(*AT, "--json", "jointbids", "list").stdout)
    shown = told.radar(*AT, "jointbids", "show", listed["proposals"][0]["notice"]).stdout

    assert listed["collaborations"][0]["answers"] == {"luftdal": "no", "nordstrom": "yes", "rorvik": "yes"}
    assert "sa nei (vises bare her)" in shown
    assert "Rørvik Paradisfugl AS" in shown
    assert "behov: ventilasjon («ventilasjon»)" in shown


def test_the_papers_come_as_a_list_and_as_a_calendar(told: Told) -> None:
    text = told.radar(*AT, "jointbids", "documents", "1").stdout
    events = list(Calendar.from_ical(told.radar(*AT, "jointbids", "documents", "1", "--ics").stdout).walk("VEVENT"))

    assert text.count("Egenerklæring (ESPD)") == 3
    assert len(events) == text.count("[ ] ")
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_the_self_assessment_prints_with_answers_and_room_to_sign(told: Told) -> None:
    told.radar(
        *AT, "jointbids", "assess", "1", "alone", "Nei, vi mangler rør.", "--member", "luftdal", "--name", "P & L"
    )

    text = told.radar(*AT, "jointbids", "assessment", "1").stdout
    told.radar(*AT, "jointbids", "assessment", "1", "--html", "--out", "page.html")

    page = (told.radar.folder / "page.html").read_text(encoding="utf-8")
    assert "Nei, vi mangler rør. (P & L, 23.11.2026)" in text
    assert "P &amp; L" in page
    assert page.count("<td></td>") == 9
    assert "Skriv aldri om pris" in page


def test_a_price_is_refused_with_the_reason(told: Told) -> None:
    refused = told.radar(*AT, "jointbids", "assess", "1", "gain", "Vi kan ta 900 kr timen", code=65)

    assert "Skriv aldri om pris" in refused.stderr


def test_the_log_tells_who_did_and_saw_what(told: Told) -> None:
    lines = json.loads(told.radar(*AT, "--json", "jointbids", "log", "1").stdout)

    assert {"took up", "assessed", "released", "answered no", "answered yes", "saw"} <= {line["act"] for line in lines}
    assert {line["subject"] for line in lines} == {"collaboration:1"}


def test_a_second_night_judges_nothing_anew_and_takes_nothing_away(told: Told) -> None:
    before = json.loads(told.radar(*AT, "--json", "jointbids", "list").stdout)

    night = json.loads(told.radar(*AT, "--json", "nightly", "--no-crawl").stdout)

    assert night["joint_bids"] == {"judged": 0, "teams": 1}
    assert json.loads(told.radar(*AT, "--json", "jointbids", "list").stdout) == before


def test_trades_of_ones_own_have_everything_judged_anew(told: Told) -> None:
    (told.radar.folder / "trades.toml").write_text('[elektro]\n"solceller" = { words = ["solcelletak"] }\n', "utf-8")

    night = json.loads(said(told.radar, "--json", "nightly", "--no-crawl"))

    assert night["joint_bids"] == {"judged": 1, "teams": 1}


def test_other_verdicts_are_listed_when_asked_for(told: Told) -> None:
    assert json.loads(said(told.radar, "--json", "jointbids", "list", "--verdict", "solo"))["proposals"] == []


def test_what_is_withdrawn_is_shown_to_nobody_any_more(told: Told) -> None:
    said(told.radar, "jointbids", "end", "1", "submitted")
    assert "deres del" in said(told.radar, "jointbids", "part", "rorvik").lower()

    said(told.radar, "jointbids", "end", "1", "withdrawn")

    assert said(told.radar, "jointbids", "part", "rorvik") == ""


def test_without_files_or_a_verb_the_command_says_what_it_wants(tmp_path: Path) -> None:
    assert "--members" in Radar(tmp_path)("jointbids", code=2).stderr
