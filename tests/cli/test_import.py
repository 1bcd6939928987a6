"""`import` on real notices: every one stored, none refused, nothing twice."""

import json
import tarfile
from pathlib import Path

import pytest

from tests.cli.radar import Radar
from tests.shared import shared

pytestmark = pytest.mark.shared

DOORS = """\
name = "Portverkstedet AS"
orgnr = "310400009"
capabilities = ["service og reparasjon av porter", "lastesystemer"]
cpv = ["50711000"]
regions = ["NO"]
contacts = [{ email = "tilbud@porter.example.no" }]
"""


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    radar = Radar(tmp_path)
    radar("init")
    return radar


def test_all_94_real_notices_are_stored_and_none_is_refused(radar: Radar) -> None:
    folders = [str(shared("data", "doffin", "eforms")), str(shared("data", "ted", "eforms"))]

    first = json.loads(radar("--json", "import", *folders).stdout)
    again = json.loads(radar("--json", "import", *folders).stdout)

    assert (first["documents"], first["refused"], first["unreadable"]) == (94, 0, 0)
    assert first["new"] + first["changed"] + first["same"] + first["older"] == 94
    assert (again["documents"], again["archived"], again["new"], again["changed"]) == (94, 0, 0, 0)


def test_real_notices_fill_a_letter_with_reasons_and_addresses(radar: Radar) -> None:
    (radar.folder / "members/porter.toml").write_text(DOORS, encoding="utf-8")
    radar("import", str(shared("data", "doffin", "eforms")))

    radar("--as-of", "2024-04-29", "nightly", "--no-crawl")
    letter = (
        (radar.folder / "outbox/porter-2024-W17-tilbud.txt")
        .read_text(encoding="utf-8")
        .replace("\N{NO-BREAK SPACE}", " ")
    )

    assert "Portservice og –reparasjoner inkl noe nyinnkjøp av porter og lastesystemer" in letter
    assert "Posten Bring AS" in letter
    assert "Frist tirsdag 21. mai kl. 12.00 (om 22 dager)" in letter
    assert "«lastesystemer»" in letter
    assert "https://www.doffin.no/notices/2024-106005" in letter


def test_a_daily_package_is_taken_in_whole(radar: Radar, tmp_path: Path) -> None:
    package = tmp_path / "202300001.tar.gz"
    with tarfile.open(package, "w:gz") as tar:
        for file in sorted(shared("data", "ted", "eforms").glob("*.xml")):
            tar.add(file, arcname=f"202300001/{file.name}")

    radar("import", str(package))
    exported = [json.loads(line) for line in radar("export", "notices", "--format", "jsonl").stdout.splitlines()]

    assert len(exported) == 54
    assert all(row["raw_sha256"] and row["lots"] for row in exported)


def test_a_package_of_both_formats_is_taken_in_and_the_older_one_kept_and_counted(radar: Radar, tmp_path: Path) -> None:
    package = tmp_path / "202400001.tar.gz"
    older = tmp_path / "00000007_2024.xml"
    older.write_bytes(b'<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"/>')
    with tarfile.open(package, "w:gz") as tar:
        tar.add(older, arcname=f"202400001/{older.name}")
        for file in sorted(shared("data", "ted", "eforms").glob("*.xml"))[:3]:
            tar.add(file, arcname=f"202400001/{file.name}")

    done = json.loads(radar("--json", "import", str(package)).stdout)
    doctor = radar("doctor")

    assert (done["documents"], done["archived"], done["new"]) == (4, 4, 3)
    assert (done["older_format"], done["refused"], done["unreadable"]) == (1, 0, 0)
    assert "1 documents are of the older format TED_EXPORT" in doctor.stdout


def test_a_broken_file_harms_only_itself(radar: Radar, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    good = next(iter(sorted(shared("data", "ted", "eforms").glob("*.xml"))))
    (folder / good.name).write_bytes(good.read_bytes())
    (folder / "2024-000001.xml").write_bytes(good.read_bytes()[:400])

    done = radar("--json", "import", str(folder), code=65)
    doctor = radar("doctor", code=0)

    assert json.loads(done.stdout)["new"] == 1
    assert "refused: doffin 2024-000001" in done.stderr
    assert "2024-000001" in doctor.stdout
