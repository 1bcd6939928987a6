"""`members import` end to end: a number becomes a profile that `members check` accepts, and nothing is overwritten."""

from pathlib import Path

import pytest

from demo.market import load
from demo.portal import serve
from model.profile import from_toml
from tests.cli.radar import Radar

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    radar = Radar(tmp_path)
    radar("init")
    (tmp_path / "members/eksempel.toml").unlink()
    return radar


def test_numbers_become_profiles_and_each_without_one_is_told_why(radar: Radar) -> None:
    with serve(load()) as portal:
        there = {"KLYNGERADAR_SOURCES__BRREG__URL": portal.url, "KLYNGERADAR_SOURCES__BRREG__DELAY": "0"}
        numbers = ("310 400 009", "NO310401374MVA", "310410969", "310431516", "310435627", "310439967")
        done = radar("--as-of", "2026-11-23T12:00", "members", "import", *numbers, code=65, **there)
        asked = len(portal.requests)
        again = radar("--as-of", "2026-11-23T12:00", "members", "import", "310400009", "310431516", code=65, **there)
    written = {path.name: path.read_text(encoding="utf-8") for path in (radar.folder / "members").glob("*.toml")}
    listed = radar("members", "list").stdout

    assert set(written) == {
        "fjordstaal-mekaniske-as.toml", "nordvik-smie-og-sveis-as.toml", "elvebakk-maskin-og-transport-as.toml",
    }  # fmt: skip
    for sentence in (
        "310431516: BILLETTDATA AS was deleted on 2026-11-02",
        "310435627: the company register has removed this number",
        "310439967: the company register has no such number",
    ):
        assert sentence in done.stderr
    assert "is a member already" in again.stderr
    assert "was deleted" in again.stderr
    assert len(portal.requests) == asked  # a day's answers are not asked for twice
    assert "3 profiles read" in radar("members", "check").stdout
    assert "NB: under avvikling" in listed

    steel = from_toml(written["fjordstaal-mekaniske-as.toml"], member_id="fjordstaal-mekaniske-as")
    assert (steel.name, steel.orgnr, steel.language) == ("Fjordstål Mekaniske AS", "310400009", "nb")
    assert [region.code for region in steel.regions] == ["NO071"]
    assert "sveisearbeid" in {skill.name for skill in steel.capabilities}
    assert "45223210" in {code.code for code in steel.cpv}
    assert from_toml(written["nordvik-smie-og-sveis-as.toml"], member_id="x").language == "nn"


def test_a_register_that_cannot_be_reached_is_told_and_leaves_nothing(radar: Radar) -> None:
    there = {"KLYNGERADAR_SOURCES__BRREG__URL": NOBODY, "KLYNGERADAR_SOURCES__BRREG__DELAY": "0"}

    done = radar("members", "import", "310400009", code=69, **there)

    assert "310400009: the company register could not be asked" in done.stderr
    assert "refused" in done.stderr
    assert list((radar.folder / "members").iterdir()) == []


def test_a_wrong_number_is_told_before_anything_is_asked(radar: Radar) -> None:
    done = radar("members", "import", "310400008", code=2)

    assert "no organisation number" in done.stderr
