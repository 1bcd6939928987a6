"""Organisations of an eForms notice: companies by their reference, touch points led back to their company."""

from collections.abc import Iterable, Mapping

from crawler.formats.eforms_values import Doubts, text
from crawler.formats.eforms_walk import Record
from model import orgnr
from model.organisation import Organisation

Organisations = Mapping[str, Organisation]
"""ORG-nnnn and TPO-nnnn -> the organisation."""

_NORWEGIAN = frozenset({"NOR", "NO", None})


def organisations(records: Iterable[Record]) -> Organisations:
    """Every organisation under each of its references."""
    found: dict[str, Organisation] = {}
    for record in records:
        organisation = _organisation(record)
        for reference in record.get("ids", ()):
            found.setdefault(reference, organisation)
    return found


def named(references: Iterable[str], known: Organisations, doubts: Doubts) -> tuple[Organisation, ...]:
    """The organisations behind references, each once; one the notice does not describe is told and left out."""
    found = []
    for reference in references:
        if reference in known:
            found.append(known[reference])
        else:
            doubts.add(f"Virksomheten {reference[:20]!r} er ikke beskrevet i kunngjøringen")
    return tuple(dict.fromkeys(found))


def _organisation(record: Record) -> Organisation:
    numbers = record.get("numbers", [])
    name = text(record.get("name")).best
    country = record.get("country")
    found = None
    if country in _NORWEGIAN:  # one foreign nine-digit number in eleven passes the Norwegian check
        found = next((number for number in map(orgnr.find, [*numbers, name]) if number), None)
    return Organisation(
        name=name,
        orgnr=found,
        raw_id=numbers[0] if numbers else None,
        city=record.get("city"),
        postcode=record.get("postcode"),
        nuts=record.get("nuts"),
        country=country,
        size=record.get("size"),
    )
