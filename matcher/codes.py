"""
CPV's labels in Norwegian and English, shipped as data (DFØ, eforms-sdk-nor, CC BY 4.0).

Made by `python -m matcher.codes cpv_2008_en_nb.csv`.
"""

import csv
import gzip
import io
import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_FILE = "cpv.tsv.gz"


@dataclass(frozen=True, slots=True)
class Label:
    """A code's eight digits with its names."""

    code: str
    norwegian: str
    english: str


@cache
def labels() -> tuple[Label, ...]:
    """Every code of CPV 2008 with its labels, in the code's order."""
    packed = files("matcher.data").joinpath(_FILE).read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return tuple(Label(*line.split("\t")) for line in lines)


@cache
def by_code() -> dict[str, Label]:
    """The labels by code."""
    return {label.code: label for label in labels()}


def packed(table: str) -> bytes:
    """The shipped file made from a CSV table with the columns code, label_en, label_nb."""
    rows = csv.DictReader(io.StringIO(table))
    lines = "".join(f"{row['code']}\t{row['label_nb']}\t{row['label_en']}\n" for row in rows)
    return gzip.compress(lines.encode("utf-8"), 9, mtime=0)


if __name__ == "__main__":
    made = packed(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(__file__).with_name("data").joinpath(_FILE).write_bytes(made)
