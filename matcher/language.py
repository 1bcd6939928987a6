"""The hand-written words of matcher/data/language.toml: which say nothing, which are common, how they are spelled."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def words(name: str) -> frozenset[str]:
    """A list of the table [words]."""
    return frozenset(_table()["words"][name].split())


def spellings() -> Mapping[str, str]:
    """Pieces of words with what they are led to."""
    return dict(pair.split("=", 1) for pair in _table()["spelling"]["inside"].split())


def kinds_of_work() -> Mapping[str, tuple[str, ...]]:
    """Kinds of work with the words that name them."""
    return {kind: tuple(listed.split()) for kind, listed in _table()["work"].items()}


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("matcher.data").joinpath("language.toml").read_text(encoding="utf-8"))
