"""A member's profile written from its entry in the company register: TOML with a reason beside every proposal."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from cli import proposals
from cli.proposals import Proposal
from model.nace import Standard
from model.register import RegisterEntry

HEAD = """\
# Proposed by `klyngeradar members import {orgnr}` from Enhetsregisteret as of {day} (data under NLOD).
# A register knows what a company is registered as, not what it is good at: strike what is wrong, add what is missing,
# and write it in a buyer's words. Then run `klyngeradar members check`.
"""

TAIL = """\
# What no register knows:
# value_range = { min = 200000, max = 40000000, currency = "NOK" }   # contract sizes it can take
# certificates = ["ISO 9001"]
# exclude = ["renhold"]   # words that rule a notice out

# Who gets the letter. The register's telephone numbers and addresses are persons' too often, so none is proposed.
contacts = [
  # { email = "tilbud@example.no" },
]"""


def draft(entry: RegisterEntry, asked: date) -> str:
    """The file's text; `asked` is the day the register gave the entry."""
    return "\n".join(_lines(entry, asked)) + "\n"


def _lines(entry: RegisterEntry, asked: date) -> Iterator[str]:
    yield HEAD.format(orgnr=entry.orgnr, day=asked.isoformat())
    yield from _facts(entry)
    yield ""
    yield f"name = {_quoted(proposals.spoken_name(entry.name))}{_note(f'registered as {entry.name}')}"
    yield f"orgnr = {_quoted(entry.orgnr)}"
    about = entry.activity or entry.purpose
    yield f"about = {_quoted(about)}" if about else 'about = ""   # the register says nothing of what it does'
    yield _language(entry)
    yield ""
    yield from _list("capabilities", proposals.capabilities(entry), "nothing could be proposed: write what it can do")
    yield ""
    yield from _list("cpv", proposals.branches(entry), "no branch is known for its industries")
    yield from _list("regions", _regions(entry), "its address lies in no county: write where it works")
    yield ""
    yield TAIL


def _facts(entry: RegisterEntry) -> Iterator[str]:
    for code in entry.nace:
        of = "SN2007 or SN2025, it does not show which" if code.standard is Standard.UNKNOWN else code.standard.value
        yield f"# Industry: {_plain(code.code)} {_plain(code.label)} ({of})"
    yield f"# Employees: {'not published' if entry.employees is None else entry.employees}"
    if entry.municipality:
        yield f"# Municipality: {_plain(entry.municipality.number)} {_plain(entry.municipality.name)}"
    if entry.website:
        yield f"# Website: {_plain(entry.website)}"
    if entry.subunit and entry.parent:
        yield f"# A branch (underenhet) of {entry.parent}, who signs its contracts: that may be the number to watch."
    for trouble in entry.troubles:
        yield f"# NB: {trouble}"


def _language(entry: RegisterEntry) -> str:
    if entry.language:
        return f"language = {_quoted(entry.language)}{_note('its registered language form; nb, nn or en')}"
    return f'language = "nb"{_note("not registered; nb, nn or en")}'


def _regions(entry: RegisterEntry) -> list[Proposal]:
    if entry.nuts is None or entry.municipality is None:
        return []
    why = f"{entry.nuts.name}, where its address is; add where else it works"
    return [Proposal(entry.nuts.code, why)]


def _list(key: str, found: Sequence[Proposal], nothing: str) -> Iterator[str]:
    if not found:
        yield f"{key} = []{_note(nothing)}"
        return
    yield f"{key} = ["
    yield from (f"  {_quoted(one.value)},{_note(one.why)}" for one in found)
    yield "]"


def _note(words: str) -> str:
    return f"   # {_plain(words)}"


def _plain(words: str) -> str:
    """Words fit for a comment: one line, no control characters (TOML 1.0 forbids them there)."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def _quoted(words: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for DEL, and halves of surrogate pairs, which neither has."""
    whole = words.encode("utf-8", "replace").decode("utf-8").replace("\x7f", "")
    return json.dumps(whole, ensure_ascii=False)
