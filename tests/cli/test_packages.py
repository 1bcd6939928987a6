"""What `import` finds in files, folders and packages."""

import io
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import packages
from cli.problems import Exit, Problem

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def a_tar(path: Path, files: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as package:  # type: ignore[call-overload]  # the mode is one of tarfile's own
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            package.addfile(member, io.BytesIO(body))
    return path


def a_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, body in files.items():
            package.writestr(name, body)
    return path


FILES = {"26/00497150_2026.xml": b"<a/>", "26/00497151_2026.xml": b"<b/>", "26/readme.txt": b"no"}


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tgz", "tar"])
def test_a_package_gives_its_xml_and_nothing_else(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"package.{kind}"
    if kind == "zip":
        a_zip(path, FILES)
    else:
        a_tar(path, FILES, "w" if kind == "tar" else "w:gz")

    found = list(packages.walk(path))

    assert [(one.name, one.body, one.fault) for one in found] == [
        ("00497150_2026.xml", b"<a/>", None),
        ("00497151_2026.xml", b"<b/>", None),
    ]


def test_a_folder_is_walked_with_the_packages_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "2026-100001.xml").write_bytes(b"<c/>")
    (tmp_path / "notes.txt").write_text("no")
    a_zip(tmp_path / "a.zip", FILES)

    found = list(packages.walk(tmp_path))

    assert [one.body for one in found] == [b"<a/>", b"<b/>", b"<c/>"]
    assert packages.count(tmp_path) == 3


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_package_that_breaks_off_gives_what_came_before_and_says_so(tmp_path: Path, cut: int) -> None:
    whole = a_tar(tmp_path / "whole.tar.gz", {f"{number:08}_2026.xml": bytes([number]) * 999 for number in range(1, 9)})
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(whole.read_bytes()[:-cut])

    found = list(packages.walk(broken))

    assert found[-1].fault is not None
    assert "broken.tar.gz" in found[-1].name


def test_a_zip_that_is_none_is_told_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK no")

    (found,) = packages.walk(tmp_path / "a.zip")

    assert found.fault is not None


def test_a_document_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST", 3)

    found = list(packages.walk(a_zip(tmp_path / "a.zip", FILES)))

    assert all(one.fault and one.body == b"" for one in found)


@pytest.mark.parametrize(
    ("name", "body", "source", "number"),
    [
        ("2022-352534.xml", b"", "doffin", "2022-352534"),
        ("00497150_2026.xml", b"", "ted", "497150-2026"),
        ("127505-2024.xml", b"", "ted", "127505-2024"),
        ("notice.xml", b"<x>eforms-sdk-1.7#urn:fdc:anskaffelser.no:2023:eforms:eu</x>", "doffin", "notice"),
        ("notice.xml", b"<x/>", "ted", "notice"),
    ],
)
def test_source_and_number_are_told_by_name_and_content(name: str, body: bytes, source: str, number: str) -> None:
    document = packages.document(packages.Found(name=name, body=body), fetched_at=NOW)

    assert (document.source, document.source_id, document.format) == (source, number, "eforms")


@pytest.mark.parametrize("name", ["missing.xml", "notes.txt"])
def test_what_cannot_be_imported_is_told_as_bad_data(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("no")

    with pytest.raises(Problem) as caught:
        list(packages.walk(tmp_path / name))

    assert caught.value.code == Exit.BAD_DATA
    assert name in str(caught.value)
