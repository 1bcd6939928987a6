"""Requirements a notice sets: certificates and approvals, turnover, references, each with the words that set it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.text import fold
from model.jointbid import NeedKind

CERTIFICATES: Final = (
    ("ISO 9001", r"ISO[\s-]*9001"),
    ("ISO 14001", r"ISO[\s-]*14001"),
    ("ISO 45001", r"ISO[\s-]*45001"),
    ("ISO 27001", r"ISO(?:/IEC)?[\s-]*27001"),
    ("ISO 50001", r"ISO[\s-]*50001"),
    ("ISO 3834", r"(?:EN[\s-]*)?ISO[\s-]*3834"),
    ("ISO 17025", r"(?:NS-EN )?ISO(?:/IEC)?[\s-]*17025"),
    ("ISO 17020", r"(?:NS-EN )?ISO(?:/IEC)?[\s-]*17020"),
    ("EN 1090", r"EN[\s-]*1090"),
    ("NORSOK M-501", r"NORSOK[\s-]*M[\s-]*501"),
    ("FROSIO", r"FROSIO"),
    ("sentral godkjenning", r"sentral(?:t)?[\s-]+godkjen(?:ning|t)\w*"),
    ("ADR", r"ADR(?=[\s-](?:godkjen|bevis|sertifi|kurs)|\b.{0,20}(?:farlig gods))"),
    ("ADK", r"ADK(?:-?1)?(?=[\s-](?:sertifi|kurs|bevis))"),
    ("mesterbrev", r"m(?:e|ei)sterbrev"),
    ("Miljøfyrtårn", r"miljøfyrtårn(?=\W*sertifi\w*)"),
    (
        "elvirksomhetsregisteret",
        r"elvirksomhetsregister\w*|DSBs? register|registrert (?:elektro|installasjons)virksomhet",
    ),
    ("F-gass", r"f-gass\w*"),
    ("akkreditering", r"akkrediter\w*"),
    ("løyve", r"(?:drosje|turvogn|transport|gods)?løyver?"),
    ("sertifisert sveiser", r"sveisesertifikat\w*|sertifiserte? sveiser\w*"),
    ("godkjent renholdsvirksomhet", r"godkjent renholds\w*|renholdsregister\w*"),
    ("varme arbeider", r"varme arbeider(?=.{0,20}(?:sertifi|kurs))"),
)
"""What certificates and approvals are called. Those that a member holds are found by their own names as well."""

BOUND: Final = {
    "EN 1090": ("stålkonstruksjoner", "sveising"),
    "ISO 3834": ("stålkonstruksjoner", "sveising"),
    "sertifisert sveiser": ("sveising", "stålkonstruksjoner"),
    "ISO 17025": ("laboratorieanalyser", "vannanalyser", "miljøanalyser", "materialtesting"),
    "akkreditering": ("laboratorieanalyser", "vannanalyser", "miljøanalyser", "materialtesting"),
    "elvirksomhetsregisteret": ("elektroinstallasjon", "høyspent og trafo"),
    "FROSIO": ("overflatebehandling",),
    "NORSOK M-501": ("overflatebehandling",),
    "F-gass": ("kulde og kjøling", "varmepumper"),
    "godkjent renholdsvirksomhet": ("renhold",),
    "løyve": ("taxi og småbil", "persontransport med buss", "godstransport"),
}
"""Certificates of a trade: whoever does the trade must hold them. The others may be held by any member of a team."""

_ACCREDITED: Final = ("ISO 17025", "ISO 17020")
"""Standards that laboratories and inspectors are accredited by."""

_KNOWN: Final = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)) for name, pattern in CERTIFICATES)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|[\n\r;•]+")
_MUST: Final = re.compile(
    r"krav|kreve|krever|krevst|\bmå\b|\bskal\b|forutsett|føreset|required|\bmust\b|\bshall\b|requirement|obligatorisk",
    re.IGNORECASE,
)
_WISHED: Final = re.compile(
    r"ønskelig|ønskjeleg|ønskes|fordel|\bbør\b|gjerne|positivt|vektlegg|tildelingskriteri|desirable|preferabl|advantage|"
    r"\bshould\b|ikk(?:j)?e (?:et |eit |noe )?(?:krav|påkrevd|nødvendig)|kreves ikke|not required|opsjon",
    re.IGNORECASE,
)
_TURNOVER: Final = re.compile(
    r"(?:års)?(?:omsetning|omsetnad|turnover)[^.\n]{0,80}?\d[\d\s.,]*(?:mill\w*|mnok|mrd|kr\b|nok)?", re.IGNORECASE
)
_REFERENCES: Final = re.compile(
    r"(?:minst|minimum|at least)?\s*(?:\d+|to|tre|fire|fem|two|three)\s+(?:\w+\s+){0,2}(?:referanse|reference)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is required of the bidder; only absolute ones are held against members."""

    name: str
    quote: str
    kind: NeedKind = NeedKind.REQUIREMENT
    absolute: bool = False


def find(texts: Iterable[str], held: Iterable[str], *, criteria: Iterable[str] = ()) -> tuple[Requirement, ...]:
    """
    The requirements of these texts, each once, an absolute one before a mere mention.

    `held` are the certificates members hold, looked for by their names. `criteria` are texts of selection criteria,
    which demand by what they are.
    """
    own = tuple((name, _by_name(name)) for name in sorted(set(held)) if not _named(name))
    found: dict[str, Requirement] = {}
    for text, demands in (*((one, False) for one in texts), *((one, True) for one in criteria)):
        for one in _in(text, (*_KNOWN, *own), demands=demands):
            if one.name not in found or (one.absolute and not found[one.name].absolute):
                found[one.name] = one
    if any(standard in found for standard in _ACCREDITED):
        found.pop("akkreditering", None)
    return tuple(found.values())


def holds(certificates: Sequence[str], required: str) -> bool:
    """Whether one of a member's certificates is the one required, whatever year or country stands beside it."""
    if required == "akkreditering" and any(holds(certificates, standard) for standard in _ACCREDITED):
        return True
    pattern = next((known for name, known in _KNOWN if name == required), None) or _by_name(required)
    return any(pattern.search(one) or fold(required) in fold(one) for one in certificates)


def _in(text: str, wanted: Iterable[tuple[str, re.Pattern[str]]], *, demands: bool) -> Iterator[Requirement]:
    for sentence in _SENTENCE.split(text):
        must = (demands or _MUST.search(sentence) is not None) and not _WISHED.search(sentence)
        for name, pattern in wanted:
            hit = pattern.search(sentence)
            if hit is not None:
                yield Requirement(name=name, quote=hit[0], absolute=must)
        for name, pattern, kind in (
            ("omsetning", _TURNOVER, NeedKind.SIZE), ("referanser", _REFERENCES, NeedKind.REQUIREMENT),
        ):  # fmt: skip
            hit = pattern.search(sentence)
            if hit is not None:
                yield Requirement(name=name, quote=hit[0].strip(), kind=kind)


def _named(certificate: str) -> bool:
    return any(pattern.search(certificate) for _, pattern in _KNOWN)


def _by_name(certificate: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in certificate.split()]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words), re.IGNORECASE)
