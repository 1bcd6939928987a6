"""
The papers a joint bid takes (FOA § 16-10, § 17-1 and § 7-2, and usual practice), for one team.

To add one: a Paper in `checklist`. Dates are proposals, counted back from the deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from model.jointbid import Need, NeedKind, Team

AGREED: Final = 14
ATTESTED: Final = 10
SIGNED: Final = 5
"""Days before the deadline by which partners have agreed, attestations are ordered, and declarations are signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper: what it is, which member brings it, why, and by which day; None where there is no deadline."""

    title: str
    member: str
    why: str
    by: date | None


def checklist(team: Team, needs: Iterable[Need], deadline: date | None) -> tuple[Paper, ...]:
    """Every paper of a team, by day and member. Requirements that profiles do not hold are asked of the lead."""
    known = {need.id: need for need in needs}
    lead = team.lead
    found = [_paper("Avtale mellom deltakerne om det felles tilbudet", lead, _AGREEMENT, deadline, AGREED)]
    for one in team.members:
        found += [
            _paper("Egenerklæring (ESPD)", one.member, _ESPD, deadline, SIGNED),
            _paper("Skatteattest for skatt og merverdiavgift", one.member, _TAX, deadline, ATTESTED),
            _paper("StartBANK- eller JQS-nummer, om bedriften har det", one.member, _REGISTERS, deadline, SIGNED),
        ]
    for one in team.members:
        if one.member != lead:
            relied = [known[need] for need in one.needs if need in known]
            found += [
                _paper(f"Forpliktelseserklæring: {need.name}", one.member, _relied(need), deadline, SIGNED)
                for need in relied
            ]
    found += [
        _paper(f"Dokumentasjon: {need.name} («{need.quote}»)", _bringer(team, need), _REQUIRED, deadline, SIGNED)
        for need in known.values()
        if need.kind is not NeedKind.TRADE
    ]
    order = {one.member: place for place, one in enumerate(team.members)}
    return tuple(sorted(found, key=lambda paper: (paper.by or date.max, order[paper.member], paper.title)))


def as_text(papers: Iterable[Paper], names: Mapping[str, str], title: str) -> str:
    """The checklist as plain text, one box per paper."""
    lines = [f"Dokumenter til mulig samarbeid å vurdere: {title}", "", _FOR_BOTH, ""]
    for paper in papers:
        day = f", innen {paper.by.day}.{paper.by.month}.{paper.by.year}" if paper.by else ""
        lines += [f"[ ] {paper.title}: {names.get(paper.member, paper.member)}{day}", f"    {paper.why}"]
    return "\n".join(lines) + "\n"


def _paper(title: str, member: str, why: str, deadline: date | None, days: int) -> Paper:
    return Paper(title=title, member=member, why=why, by=deadline - timedelta(days=days) if deadline else None)


def _bringer(team: Team, need: Need) -> str:
    return next((one.member for one in team.members if need.id in one.needs), team.lead)


def _relied(need: Need) -> str:
    what = "faget" if need.kind is NeedKind.TRADE else "kravet"
    return f"Der {what} støttes på bedriften (FOA § 16-10): den må faktisk stille ressursene til rådighet."


_AGREEMENT: Final = "Hvem som leder, hvem som gjør hva, og felles ansvar der oppdragsgiver krever det."
_ESPD: Final = "Hver deltaker i et leverandørfellesskap, og hver bedrift det støttes på, leverer sin egen (FOA § 17-1)."
_TAX: Final = "Ikke eldre enn seks måneder ved tilbudsfristen (FOA § 7-2); bestilles i Altinn."
_REGISTERS: Final = "Noen oppdragsgivere henter dokumentasjonen derfra."
_REQUIRED: Final = "Kravet står i kunngjøringen. Sjekk konkurransegrunnlaget for hva som godtas."
_FOR_BOTH: Final = (
    "Listen dekker både leverandørfellesskap og støtte på andres kapasitet; forpliktelseserklæring trengs bare for det "
    "siste. Konkurransegrunnlaget går foran."
)
