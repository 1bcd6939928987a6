"""Where a key stands in a TOML text, so that a message can name the line to mend."""

import re

_HEADER = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}")
_PAIR = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")


def line_of(text: str, key: str) -> int | None:
    """
    The line (from 1) on which a dotted key is written, list positions included (`capabilities.2.cpv`), or None.

    A key inside an inline table is placed on the first line that names it, from its parent's line on.
    """
    names = [name for name in key.split(".") if name and not name.isdigit()]
    for length in range(len(names), 0, -1):
        line = _written(text, names[:length])
        if line is not None:
            return _named_after(text, names[length:], line) or line
    return None


def _written(text: str, names: list[str]) -> int | None:
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        pair = _PAIR.match(line)
        if header and not pair:
            table = _parts(header[1])
            if table == names:
                return number
        elif pair and [*table, *_parts(pair[1])] == names:
            return number
    return None


def _named_after(text: str, names: list[str], start: int) -> int | None:
    if not names:
        return None
    wanted = re.compile(rf"(?<![\w-]){re.escape(names[-1])}\s*=")
    for number, line in enumerate(text.splitlines(), start=1):
        if number >= start and wanted.search(line):
            return number
    return None


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
