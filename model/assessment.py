"""
The self-assessment of a joint bid under konkurranseloven § 10: what is asked, and what the tool has to say to it.

To add a question: a line in QUESTIONS, and where the tool knows something of it, a branch in `evidence`. Nobody is
asked for prices or for how busy they are, and answers that hold such things are refused (`unfit`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from model.jointbid import Coverage, Light, Need, Team

HINT: Final = (
    "Skriv aldri om pris, kalkyle, timesatser, ledig kapasitet eller belegg, verken egne eller andres. "
    "Svaret lagres med navn og dato."
)
"""Stands beside every free text field."""

HEADING: Final = "Egenvurdering av mulig samarbeid"

NO_ADVICE: Final = (
    "Dette er deltakernes egen vurdering etter konkurranseloven § 10, ikke juridisk råd og ingen godkjenning. "
    "Ved overlapp mellom deltakerne: spør en advokat før dere går videre."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to assess. `of_members` marks what each member answers for itself; the rest the leader answers."""

    key: str
    text: str
    of_members: bool = False


QUESTIONS: Final = (
    Question(key="rivals", text="Er noen av deltakerne konkurrenter, faktisk eller potensielt, om denne kontrakten?"),
    Question(
        key="alone",
        text="Kan bedriften realistisk gi tilbud alene, nå eller med en rimelig utvidelse?",
        of_members=True,
    ),
    Question(key="parts", text="Kan det gis tilbud på deler av kontrakten, og bør noen heller gi tilbud på sin del?"),
    Question(
        key="lacks",
        text="Hvilke fag, godkjenninger eller størrelse mangler bedriften for å gi tilbud alene?",
        of_members=True,
    ),
    Question(key="superfluous", text="Er alle deltakerne nødvendige, eller kan gruppen klare seg uten noen?"),
    Question(key="gain", text="Hva vinner oppdragsgiver på et felles tilbud?"),
    Question(key="once", text="Gjelder samarbeidet bare denne kontrakten, og deles bare det den krever?"),
)
"""What is assessed, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer: by which member (None for the leader), who wrote it, and when."""

    question: str
    member: str | None
    text: str
    name: str
    at: datetime


def unfit(text: str) -> str | None:
    """The words that tell of a price or of how busy somebody is; None where there are none."""
    found = _UNFIT.search(text)
    return None if found is None else found[0].strip()


def evidence(
    team: Team, needs: Iterable[Need], coverage: Iterable[Coverage], parts: str | None, names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """What the tool has found to each question, by its key, as sentences. It names members: for the leader."""
    known = {need.id: need for need in needs}
    words = {(one.member, one.need): one.words for one in coverage}
    covers = tuple(
        f"{names.get(one.member, one.member)}: "
        + ", ".join(f"{known[need].name} («{words.get((one.member, need), '')}»)" for need in one.needs)
        for one in team.members
    )
    alone = tuple(f"{names.get(one.member, one.member)}: {one.why_not_alone}." for one in team.members)
    adds = tuple(f"{names.get(one.member, one.member)}: {one.adds}." for one in team.members if one.adds)
    missing = [known[need].name for need in team.uncovered if need in known]
    allowed = f"Kunngjøringen åpner for deltilbud («{parts}»)." if parts else "Ingen åpning for deltilbud er funnet."
    return {
        "rivals": (_LIGHTS[team.light], *(pair.reason for pair in team.pairs)),
        "alone": alone,
        "parts": (allowed,),
        "lacks": alone,
        "superfluous": adds,
        "gain": (*covers, *((f"Ingen i gruppen dekker {', '.join(missing)}.",) if missing else ())),
    }


_LIGHTS: Final = {
    Light.GREEN: "Grønt: ingen to i gruppen dekker samme behov. Egenvurdering kreves likevel.",
    Light.AMBER: "Gult: noen i gruppen dekker samme behov. Gjør egenvurderingen grundig; spør en advokat.",
    Light.RED: "Rødt: hver av dem ser ut til å kunne gi tilbud alene. Ikke et felles tilbud å vurdere.",
}

_UNFIT: Final = re.compile(
    r"\b(?:kr|nok|eur|usd)\.?\s*\d|\d[\d\s.,]*\s*(?:kr\b|kroner|nok\b|mnok|mill\b|millioner|,-|%|prosent)|"
    r"\b(?:time(?:pris|sats)\w*|enhetspris\w*|tilbudspris\w*|påslag\w*|rabatt\w*|kalkyle\w*|"
    r"ledig(?:e)? (?:kapasitet|timer|folk|ressurser)|kapasitetsutnyttelse|utnyttelsesgrad|ordrereserve\w*|"
    r"(?:lite|fullt|ledig|høyt|lavt|vårt) belegg|beleggsprosent\w*)\b",
    re.IGNORECASE,
)
