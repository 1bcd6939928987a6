"""What `import` is given, as documents: eForms XML files, folders of them, zip and tar(.gz) packages."""

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, cast

from cli.problems import Exit, Problem
from model.raw import RawDocument

LARGEST = 32 * 1024 * 1024
"""Bytes of the largest document read; the largest real notice known is under 1 MiB."""

_DOFFIN_ID = re.compile(r"20\d\d-\d{6}", re.ASCII)
_TED_PACKAGE = re.compile(r"(\d{8})_(20\d\d)", re.ASCII)
_TED_NUMBER = re.compile(r"0*(\d{1,8})-(20\d\d)", re.ASCII)
_TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


BREAKS = (
    zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError,
    NotImplementedError,  # a compression zipfile does not know
    RuntimeError,  # an encrypted zip
)  # fmt: skip
"""What the standard library raises on a package that breaks off or is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One document of an import, or the reason why it is not read."""

    name: str
    body: bytes = b""
    fault: str | None = None


def walk(path: Path) -> Iterator[Found]:
    """
    Every XML document in a file, a folder (all levels) or a package, one at a time, in a stable order.

    Raises Problem (65) where the path is missing or of no known kind.
    """
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and (inner.suffix.lower() == ".xml" or _packed(inner)):
                yield from walk(inner)
    elif not path.exists():
        raise Problem(f"{path}: there is no such file or folder", Exit.BAD_DATA)
    elif _packed(path):
        yield from _package(path)
    elif path.suffix.lower() == ".xml":
        with path.open("rb") as stream:
            yield _bounded(path.name, stream)
    else:
        raise Problem(f"{path}: an .xml file, a folder, a .zip or a .tar.gz is wanted", Exit.BAD_DATA)


def count(path: Path) -> int | None:
    """How many documents the walk will meet; None where only reading a tar through could tell."""
    if path.is_dir():
        parts = [count(inner) for inner in path.rglob("*") if inner.suffix.lower() == ".xml" or _packed(inner)]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return sum(name.lower().endswith(".xml") for name in package.namelist())
    return None if _packed(path) else 1


def document(found: Found, *, fetched_at: datetime) -> RawDocument:
    """The document as the archive keeps it; source and number are told by its name and its customisation id."""
    stem = PurePosixPath(found.name).stem
    source = "doffin" if _DOFFIN_ID.fullmatch(stem) or b"anskaffelser.no" in found.body[:20_000] else "ted"
    number = _TED_PACKAGE.fullmatch(stem) or _TED_NUMBER.fullmatch(stem)
    if number and not _DOFFIN_ID.fullmatch(stem):
        source, stem = "ted" if _TED_PACKAGE.fullmatch(stem) else source, f"{int(number[1])}-{number[2]}"
    return RawDocument(
        source=source,
        source_id=stem,
        url=f"import:{found.name}",
        format="eforms",
        body=found.body,
        fetched_at=fetched_at,
    )


def _packed(path: Path) -> bool:
    return path.name.lower().endswith((".zip", *_TAR))


def _package(path: Path) -> Iterator[Found]:
    try:
        yield from _zip(path) if path.suffix.lower() == ".zip" else _tar(path)
    except BREAKS as error:
        yield Found(name=path.name, fault=f"the package breaks off or is no package: {error}")


def _zip(path: Path) -> Iterator[Found]:
    with zipfile.ZipFile(path) as package:
        for member in package.infolist():
            if not member.is_dir() and member.filename.lower().endswith(".xml"):
                with package.open(member) as stream:
                    yield _bounded(PurePosixPath(member.filename).name, stream)


def _tar(path: Path) -> Iterator[Found]:
    with _unpacked(path) as stream:
        tail = _Tail(stream)
        with tarfile.open(fileobj=tail, mode="r|") as package:  # type: ignore[call-overload]  # any object that reads
            for member in package:
                inner = package.extractfile(member) if member.isfile() else None
                if inner is not None and member.name.lower().endswith(".xml"):
                    yield _bounded(PurePosixPath(member.name).name, inner)
                package.members = []  # else every member passed is remembered, and a month's package piles up
        tail.drain()
    if tail.last != bytes(tarfile.BLOCKSIZE):
        yield Found(name=path.name, fault="the package breaks off before its end mark; fetch it again")


def _unpacked(path: Path) -> IO[bytes]:
    name = path.name.lower()
    if name.endswith((".gz", ".tgz")):
        return cast("IO[bytes]", gzip.open(path))
    if name.endswith(".bz2"):
        return cast("IO[bytes]", bz2.open(path))
    return cast("IO[bytes]", lzma.open(path)) if name.endswith(".xz") else path.open("rb")


class _Tail:
    """A stream that remembers its last block: a tar ends with blocks of zeros, one that was cut does not."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        piece = self._stream.read(size)
        self.last = (self.last + piece)[-tarfile.BLOCKSIZE :]
        return piece

    def drain(self) -> None:
        """Read to the end, so that a compressed stream checks its own trailer."""
        while self.read(2**16):
            pass


def _bounded(name: str, stream: IO[bytes]) -> Found:
    body = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        return Found(name=name, fault=f"larger than {LARGEST // 2**20} MiB")
    return Found(name=name, body=body)
