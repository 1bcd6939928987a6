"""The papers of a team as a calendar, and the self-assessment as a page to print and sign."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event
from jinja2 import Environment, PackageLoader, StrictUndefined

from model.assessment import HEADING, HINT, NO_ADVICE, QUESTIONS, Said, evidence
from model.collaboration import Collaboration
from model.papers import Paper

LEADER: Final = "Prosjektleder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what the tool found, the answers in words, and who has not answered."""

    key: str
    text: str
    evidence: tuple[str, ...]
    answers: tuple[str, ...]
    open: tuple[str, ...]


def calendar(papers: Iterable[Paper], names: Mapping[str, str], number: int, title: str, now: datetime) -> bytes:
    """Each paper with a day as an all-day event; the same papers give the same events, so a calendar replaces them."""
    made = Calendar()
    made.add("prodid", "-//Klyngeradar//Dokumenter//NO")
    made.add("version", "2.0")
    for paper in papers:
        if paper.by is None:
            continue
        event = Event()
        name = hashlib.sha256(f"{paper.member}|{paper.title}".encode()).hexdigest()[:16]
        event.add("uid", f"{number}-{name}@klyngeradar")
        event.add("dtstamp", now)
        event.add("dtstart", paper.by)
        event.add("dtend", paper.by + timedelta(days=1))
        event.add("summary", f"{paper.title}: {names.get(paper.member, paper.member)}")
        event.add("description", f"{title}\n{paper.why}")
        made.add_component(event)
    return bytes(made.to_ical())


def assessment_text(one: Collaboration, said: Iterable[Said], names: Mapping[str, str], title: str) -> str:
    """The self-assessment as plain text."""
    lines = [f"{HEADING}: {title}", "", NO_ADVICE, ""]
    for question in _asked(one, list(said), names):
        lines.append(f"{question.text} [{question.key}]")
        lines += [f"    Verktøyet: {sentence}" for sentence in question.evidence]
        lines += [f"    {answer}" for answer in question.answers]
        lines += [f"    {who}: ikke besvart" for who in question.open]
        lines.append("")
    return "\n".join([*lines, HINT]) + "\n"


def assessment_page(one: Collaboration, said: Iterable[Said], names: Mapping[str, str], title: str) -> str:
    """The same as HTML that prints on its own, with room to sign."""
    environment = Environment(
        autoescape=True, loader=PackageLoader("cli"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("assessment.html.j2").render(
        heading=HEADING,
        title=title,
        advice=NO_ADVICE,
        hint=HINT,
        questions=list(_asked(one, list(said), names)),
        members=[names.get(member, member) for member in one.team.ids],
    )


def _asked(one: Collaboration, said: list[Said], names: Mapping[str, str]) -> Iterator[Asked]:
    found = evidence(one.team, one.needs, one.coverage, one.parts, names)
    for question in QUESTIONS:
        mine = [answer for answer in said if answer.question == question.key]
        wanted: tuple[str | None, ...] = one.team.ids if question.of_members else (None,)
        given = {answer.member for answer in mine}
        yield Asked(
            key=question.key,
            text=question.text,
            evidence=found.get(question.key, ()),
            answers=tuple(
                f"{_who(answer.member, names)}: {answer.text} ({answer.name}, {answer.at:%d.%m.%Y})" for answer in mine
            ),
            open=tuple(_who(member, names) for member in wanted if member not in given),
        )


def _who(member: str | None, names: Mapping[str, str]) -> str:
    return LEADER if member is None else names.get(member, member)
