"""Bigger together in the letter: released joint bids, the reader's own part alone, and the journal of who saw it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digest.build import build
from digest.folder import FolderPost
from digest.letter import weekly
from digest.post import send
from digest.render import render
from digest.settings import DigestSettings
from digest.week import Together
from model.assessment import QUESTIONS, Said
from model.collaboration import Answer
from model.jointbid import Need
from model.member import Contact
from model.text import Text
from store import collaborations, jointbids, journal, letters, members
from store.database import reading, writing
from tests.digest.test_letters import HOSTILE, NOW, SETTINGS, a_find, a_week
from tests.factories import a_member, a_notice
from tests.store.deliveries import Delivery, deliver
from tests.store.jointbid_cases import MEMBERS, a_joint_bid

GOLDEN = Path(__file__).parent / "golden"
MONDAY = date(2026, 11, 16)
SENT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def a_joint(**changes: object) -> Together:
    values: dict[str, object] = {
        "number": 7,
        "key": "n1",
        "notice": a_find(days=30).notice,
        "lot": None,
        "needs": (Need(id="stål", name="stålkonstruksjoner", quote="bærende stål"),),
        "why_not_alone": "Dekker ikke elektroinstallasjon («elektro») og ventilasjon («luftbehandling») alene",
        "lead": False,
        "agreed": False,
        **changes,
    }
    return Together(**values)  # type: ignore[arg-type]  # a test's fields


def told(*joints: Together) -> str:
    text = render(weekly(a_week(a_find(), together=joints), replace(SETTINGS, leader="leder@example.no"))).text
    _, _, rest = text.partition("STØRRE SAMMEN\n")
    return rest.partition("\n\n\n")[0].strip() + "\n"


@pytest.mark.parametrize(
    ("name", "joints"),
    [
        ("asked", (a_joint(),)),
        ("agreed_alone", (a_joint(agreed=True),)),
        ("lead_with_partners", (a_joint(agreed=True, lead=True, partners=("Fjordluft AS", "Polarelektro AS")),)),
        ("two", (a_joint(), a_joint(number=8, key="n2", needs=(), why_not_alone=""))),
    ],
)
def test_the_section_is_as_its_golden_says(name: str, joints: tuple[Together, ...]) -> None:
    golden = GOLDEN / f"together_{name}.txt"
    if not golden.exists():
        golden.write_text(told(*joints), encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and is written now; read it")

    assert told(*joints) == golden.read_text(encoding="utf-8")


def test_nothing_is_said_where_nothing_is_released() -> None:
    assert "bigger_together" not in {section.kind for section in weekly(a_week(a_find()), SETTINGS).sections}


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_in_a_need_or_a_name_is_active(words: str) -> None:
    need = Need(id="x", name=words, quote=words)
    notice = replace(a_notice(), title=Text.plain(words))
    joint = a_joint(notice=notice, needs=(need,), why_not_alone=words, agreed=True, partners=(words,))

    html = render(weekly(a_week(together=(joint,)), SETTINGS)).html

    assert not any(active in html for active in ("<script", "<img", "<!--[if mso]>x"))


@pytest.fixture
def released(sqlite_engine: Engine) -> Engine:
    """The school's team is released; the plumber and the ventilation firm have agreed to be named, the third not."""
    deliver(sqlite_engine, Delivery(a_notice()))
    joint = a_joint_bid()
    with writing(sqlite_engine) as connection:
        known = [
            a_member(
                id=one, name=f"{one.capitalize()} AS", contacts=(Contact(name="", email=f"post@{one}.example.no"),)
            )
            for one in MEMBERS
        ]
        members.replace(connection, known)
        jointbids.record(connection, [(joint, 8.0)], "needs", NOW, NOW.date())
        number = collaborations.take_up(connection, joint, joint.teams[0], by="leader", at=NOW)
        for question in QUESTIONS:
            if not question.of_members:
                said = Said(question=question.key, member=None, text="Vurdert.", name="Kari", at=NOW)
                collaborations.assess(connection, number, said)
        collaborations.release(connection, number, by="leader", at=NOW)
        for member, answer in (("rorvik", Answer.YES), ("fjordluft", Answer.YES), ("polarelektro", Answer.NO)):
            collaborations.answer(connection, number, member, answer, by=member, at=NOW)
    return sqlite_engine


def bodies(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        rows = letters.outbox(connection)
        return {row.member: letters.mail(connection, row.id).text for row in rows}


def test_each_partner_reads_of_those_alone_who_agreed_as_it_did(released: Engine) -> None:
    build(released, monday=MONDAY, now=NOW, settings=DigestSettings())
    read = bodies(released)

    assert "Fjordluft AS" in read["rorvik"]
    assert "Rorvik AS" in read["fjordluft"]
    assert "Polarelektro" not in read["rorvik"] + read["fjordluft"]
    assert "STØRRE SAMMEN" not in read["polarelektro"]
    assert not {"Rorvik", "Fjordluft"} & set(read["polarelektro"].split())


def test_the_journal_says_who_saw_it_once_the_letter_has_gone(released: Engine, tmp_path: Path) -> None:
    def saw() -> list[tuple[str, str]]:
        with reading(released) as connection:
            lines = journal.entries(connection, subject=collaborations.subject(1))
        return sorted((line.who, line.detail) for line in lines if line.act == journal.SAW)

    build(released, monday=MONDAY, now=NOW, settings=DigestSettings())
    assert saw() == []

    with writing(released) as connection:
        letters.approve(connection, SENT)
    send(released, FolderPost(tmp_path), now=SENT)

    assert saw() == [("fjordluft", "weekly letter"), ("rorvik", "weekly letter")]
