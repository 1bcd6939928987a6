"""The self-assessment and the papers speak of what to assess, name who brings what, and never say "lovlig"."""

from dataclasses import fields
from datetime import date

import pytest

from model import assessment, papers
from model.jointbid import Light, Need, NeedKind
from tests.shared import ROOT
from tests.store.jointbid_cases import NEEDS, a_joint_bid, a_team

NAMES = {"fjordluft": "Fjordluft AS", "polarelektro": "Polar Elektro AS", "rorvik": "Rørvik AS"}
DEADLINE = date(2026, 12, 20)
CERTIFICATE = Need(
    id="ISO 9001", name="ISO 9001", quote="ISO 9001", kind=NeedKind.REQUIREMENT, absolute=True
)  # fmt: skip


@pytest.mark.parametrize("text", ["ca. 2,5 mill", "kr 100", "NOK 5", "30 %", "våre timesatser", "lite belegg nå"])
def test_prices_and_how_busy_somebody_is_are_unfit(text: str) -> None:
    assert assessment.unfit(text)


@pytest.mark.parametrize("text", ["Vi har ikke elektro.", "Vi er 12 ansatte", "NS 8407", "Vi mangler golv og belegg"])
def test_plain_answers_are_fit(text: str) -> None:
    assert assessment.unfit(text) is None


def test_each_question_but_those_of_conscience_comes_with_evidence() -> None:
    joint = a_joint_bid()
    lot = joint.lots[0]

    found = assessment.evidence(joint.teams[0], lot.needs, lot.coverage, "deltilbud tillates", NAMES)

    assert {one.key for one in assessment.QUESTIONS} - set(found) == {"once"}
    assert "deltilbud tillates" in found["parts"][0]
    assert "Grønt" in found["rivals"][0]
    assert any("Rørvik AS" in line for line in found["superfluous"])


def test_each_firm_brings_its_espd_and_attestation_and_whoever_is_relied_on_a_declaration() -> None:
    found = papers.checklist(a_team(), (*NEEDS, CERTIFICATE), DEADLINE)

    by_title = {(paper.title, paper.member) for paper in found}
    assert {("Egenerklæring (ESPD)", member) for member in NAMES} <= by_title
    assert {("Skatteattest for skatt og merverdiavgift", member) for member in NAMES} <= by_title
    assert ("Forpliktelseserklæring: rør", "rorvik") in by_title
    assert not any("Forpliktelse" in title for title, member in by_title if member == "polarelektro")
    assert ("Dokumentasjon: ISO 9001 («ISO 9001»)", "polarelektro") in by_title
    assert all(paper.by is not None and paper.by < DEADLINE for paper in found)
    assert [paper.by for paper in found] == sorted(paper.by for paper in found if paper.by)


def test_without_a_deadline_no_day_is_made_up() -> None:
    found = papers.checklist(a_team(), NEEDS, None)

    assert {paper.by for paper in found} == {None}
    assert "innen" not in papers.as_text(found, NAMES, "Skole")


def test_no_wording_ever_calls_anything_lawful() -> None:
    rooms = ("model", "matcher", "digest", "store", "cli")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".j2", ".toml"}]

    found = [str(path) for path in sources if "lovlig" in path.read_text(encoding="utf-8").lower()]

    assert len(sources) > 100
    assert found == []


def test_what_is_kept_has_no_room_for_prices_or_free_capacity() -> None:
    kept = {field.name for field in fields(assessment.Said)}

    assert kept == {"question", "member", "text", "name", "at"}


def test_every_light_has_its_words() -> None:
    for light in Light:
        assert assessment.evidence(a_team(light=light), NEEDS, (), None, NAMES)["rivals"][0]
