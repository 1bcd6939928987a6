"""Real eForms notices: every one is read, and what is hostile is not."""

import json
from pathlib import Path

import pytest

from crawler.formats import eforms
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.form import FormType
from model.notice import Notice
from tests.shared import shared

pytestmark = pytest.mark.shared


def read(path: Path) -> Notice:
    source = "ted" if "ted" in path.parts else "doffin"
    (notice,) = eforms.read(path.read_bytes(), Origin(source=source, source_id=path.stem, url=""))
    return notice


def refusal(path: Path) -> str:
    """Why the document cannot be read; nothing where it can."""
    try:
        read(path)
    except FormatError as error:
        return str(error)
    return ""


def everything(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted(shared("data", *folder.split("/")).rglob("*.xml"))]


def test_all_94_real_notices_are_read_with_what_a_letter_needs() -> None:
    notices = [read(path) for path in everything("doffin/eforms", "ted/eforms")]

    assert len(notices) == 94
    for notice in notices:
        assert notice.form_type is not FormType.UNKNOWN, notice.source_id
        assert notice.title.best or notice.lots[0].title.best, notice.source_id
        assert notice.buyers, notice.source_id
        assert notice.biddable, notice.source_id
        assert notice.cpv or any(lot.cpv for lot in notice.biddable) or notice.form_type is FormType.PLANNING
    assert sum(len(notice.lots) for notice in notices) >= 158


def test_national_e_notices_and_the_sdk_examples_are_read() -> None:
    notices = [read(path) for path in everything("doffin/eforms-national-e")]

    assert {notice.subtype for notice in notices} == {"E2", "E3", "E4"}
    refused = [path.name for path in everything("ted/eforms-sdk-examples") if refusal(path)]
    assert [name for name in refused if "INVALID" not in name] == []


def test_a_converted_older_notice_has_no_uuid_and_keeps_its_number() -> None:
    notice = read(shared("data", "doffin", "eforms", "2022-352534.xml"))

    assert notice.notice_uuid is None
    assert notice.source_id == "2022-352534"


def test_an_older_reference_is_not_taken_for_the_publication_number() -> None:
    numbers = [read(path).publication_number for path in everything("doffin/eforms")]

    assert all(number is None or number.replace("-", "").isdigit() for number in numbers)


@pytest.mark.parametrize("folder", ["eforms", "xml", "enc", "trunc", "inject"])
def test_hostile_documents_end_as_the_manifest_says(folder: str) -> None:
    manifest = json.loads(shared("nasty", "manifest.json").read_text(encoding="utf-8"))
    cases = [case for case in manifest["files"] if case["path"].startswith(f"{folder}/")]
    cases = [case for case in cases if shared("nasty").joinpath(case["path"]).exists()]
    outcomes = {case["path"]: refusal(shared("nasty", *case["path"].split("/"))) for case in cases}

    assert cases
    assert {path for path, reason in outcomes.items() if reason} >= paths(cases, "reject", "incomplete")
    assert {path for path, reason in outcomes.items() if not reason} >= paths(cases, "accept")


def paths(cases: list[dict[str, str]], *expected: str) -> set[str]:
    """Those whose manifest entry is one of these; `quarantine` may be refused (kept unread) or read with a warning."""
    return {case["path"] for case in cases if case["expect"] in expected}
