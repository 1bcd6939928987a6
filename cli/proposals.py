"""A profile proposed from the company register, each line with its reason, for a person to edit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cli import industries
from model.cpv import Cpv
from model.register import RegisterEntry

MOST_PHRASES: Final = 12
MOST_WORDS: Final = 7
SHORTEST: Final = 4
FORMS: Final = frozenset(
    {"AS", "ASA", "ANS", "DA", "SA", "BA", "KF", "FKF", "IKS", "NUF", "ENK", "HF", "RHF", "SF", "KS", "AB", "IT", "VVS"}
)
SMALL: Final = frozenset({"og", "i", "av", "for", "på", "til", "ved", "fra", "and", "of"})

GENERIC: Final = frozenset(
    {
        "agentur", "drift", "eksport", "engros", "handel", "import", "innkjøp", "konsulentvirksomhet", "kjøp",
        "montasje", "montering", "og", "produksjon", "rådgivning", "salg", "service", "tjenester", "utleie",
        "utvikling",
    }
)  # fmt: skip
"""Words that name no trade by themselves: compared with notices, each would fit thousands."""

_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e"})
_STOPS = re.compile(
    r"[.;:,()•–]|\s-\s|\b(?:samt|herunder|bl\.?a\.?|blant annet|innenfor|innen|og andre|og hva|og alt som|og det som|"
    r"og annet som|m\.m|mv|med videre)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\b(?:aksjer|andeler|andre selskap\w*|andre foretak|eierinteresse\w*|investe\w*|eiendomsdrift|fast eiendom|"
    r"står i forbindelse|naturlig|tilhørende virksomhet|tilknytt\w* virksomhet|deltakelse|deltagelse|delta|"
    r"hva dermed|hører med|dette|lignende|annen virksomhet)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"^.{0,30}?\bformål\w*\s*", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:selskapets|bedriftens|foretakets|vår|å|og|skal|er|drive[rs]?|drift av|utføre[r]?|tilby[r]?|levere[r]?|"
    r"virksomhet|arbeid med|produsere|eie|all slags|alle typer|annen|annet|andre|diverse|som|det)\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a profile, and why it is proposed."""

    value: str
    why: str


def capabilities(entry: RegisterEntry) -> list[Proposal]:
    """Phrases of its own texts first, then what its industries usually offer; each phrase once."""
    found: dict[str, Proposal] = {}
    for proposal in [*_own_words(entry), *_usual(entry)]:
        found.setdefault(proposal.value.lower(), proposal)
    return list(found.values())


def branches(entry: RegisterEntry) -> list[Proposal]:
    """CPV branches its industries usually sell under, the main industry's first, each once."""
    found: dict[Cpv, Proposal] = {}
    for code in entry.nace:
        row = industries.of(code)
        for branch in row.cpv if row else ():
            found.setdefault(branch, Proposal(branch.code, f"usual for {code.code} {code.label}".strip()))
    return list(found.values())


def spoken_name(name: str) -> str:
    """A name the register keeps in capitals, as people write it, as far as that can be told."""
    if not name.isupper():
        return name
    words = []
    for place, word in enumerate(name.split()):
        if word.strip(",.") in FORMS:
            words.append(word)
        elif place and word.lower() in SMALL:
            words.append(word.lower())
        else:
            words.append("-".join(part.capitalize() for part in word.split("-")))
    return " ".join(words)


def slug(name: str) -> str:
    """A file's name for a company: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_PLAIN)).strip("-")[:60].rstrip("-")


def phrases(text: str) -> Iterator[str]:
    """The phrases of a purpose or activity that say what is done: lawyers' and book-keepers' formulas left out."""
    readable = "".join(letter if letter.isprintable() else " " for letter in text)
    for piece in _STOPS.split(readable):
        words = _PURPOSE.sub("", " ".join(piece.split()).strip(" -/&"))
        words = _LEAD_IN.sub("", words)
        words = re.sub(r"^(?:og|samt|eller)\s+|\s+(?:og|samt|eller)$", "", words)
        if GENERIC.issuperset(words.lower().split()) or _BOILERPLATE.search(words):
            continue
        if len(words) >= SHORTEST and len(words.split()) <= MOST_WORDS:
            yield words[0].lower() + words[1:] if words[1:2].islower() else words


def _own_words(entry: RegisterEntry) -> list[Proposal]:
    found = [Proposal(words, "from its activity as registered") for words in phrases(entry.activity)]
    found += [Proposal(words, "from the purpose in its articles") for words in phrases(entry.purpose)]
    return found[:MOST_PHRASES]


def _usual(entry: RegisterEntry) -> Iterator[Proposal]:
    for code in entry.nace:
        row = industries.of(code)
        for words in row.capabilities if row else ():
            yield Proposal(words, f"usual for {code.code} {code.label}".strip())
