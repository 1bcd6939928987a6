"""The post without a server: each mail written as .eml, .html and .txt into a folder."""

import os
from email.parser import BytesHeaderParser
from pathlib import Path

from digest.envelope import AboutTo, Parcel

RECEIPT = ".eml"
"""Written last: where it lies whole, with this Message-ID, the mail was delivered."""


class FolderPost:
    """A file is there whole or not at all, also after the power went."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, parcel: Parcel, about_to: AboutTo) -> str | None:
        """Write the three files; nothing is in doubt afterwards, so that nobody has to be told beforehand."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = self._name(parcel)
        bodies = {".html": parcel.mail.html.encode(), ".txt": parcel.mail.text.encode(), RECEIPT: parcel.message}
        about_to()
        for ending, body in bodies.items():
            self._write(f"{name}{ending}", body)
        return None

    def taken(self, parcel: Parcel) -> bool | None:
        """Whether its file lies there, byte for byte."""
        path = self._folder / f"{self._name(parcel)}{RECEIPT}"
        return path.exists() and path.read_bytes() == parcel.message

    def close(self) -> None:
        """Nothing is open."""

    def _name(self, parcel: Parcel) -> str:
        """Its own name, unless another mail took that: two recipients may be called the same at two firms."""
        path = self._folder / f"{parcel.name}{RECEIPT}"
        if not path.exists():
            return parcel.name
        with path.open("rb") as stream:
            there = BytesHeaderParser().parse(stream)["Message-ID"]
        return parcel.name if (there or "").strip() == parcel.mail.message_id else f"{parcel.name}-{parcel.number}"

    def _write(self, name: str, body: bytes) -> None:
        whole, part = self._folder / name, self._folder / f".{name}.part"
        with part.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(whole)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
