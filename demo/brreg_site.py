"""The company register's interface as it answers, traps included: lists that leave out, caps, empty lists, 410."""

from datetime import UTC, datetime, timedelta
from typing import Any

from demo.companies import as_register, units
from demo.market import TODAY, Market
from demo.site import Answer, Faults, Question, as_json

API = "/enhetsregisteret/api"
REACH = 10_000
FIRST_CHANGE = 1_000_000
PACE = timedelta(seconds=6)


def answer(market: Market, faults: Faults, question: Question) -> Answer | None:  # noqa: ARG001 - every site's signature
    """The answer to a request for one of the register's paths; None for any other."""
    if not question.path.startswith(f"{API}/"):
        return None
    if faults.html_200:
        return Answer(body=b"<html><body>Vedlikehold</body></html>", kind="text/html")
    kind, _, number = question.path.removeprefix(f"{API}/").partition("/")
    if kind == "oppdateringer":
        return _changes(faults, question, number)
    if kind not in {"enheter", "underenheter"}:
        return as_json(404, {"status": 404})
    return _one(kind, number) if number else _listed(faults, question)


def _one(kind: str, number: str) -> Answer:
    unit = units().get(number)
    if unit is None or unit.subunit is not (kind == "underenheter"):
        return as_json(404, {"status": 404, "feilmelding": f"Fant ikke {number}"})
    return as_json(410, {"status": 410}) if unit.removed else as_json(200, as_register(unit))


def _listed(faults: Faults, question: Question) -> Answer:
    numbers = question.query.get("organisasjonsnummer", [""])[0].split(",")
    if faults.register_refuses in numbers:
        return as_json(400, {"status": 400, "feilmelding": "organisasjonsnummer: ugyldig verdi"})
    found = [unit for number, unit in units().items() if unit.listed and (faults.filter_ignored or number in numbers)]
    return _page(faults, question, "enheter", [as_register(unit) for unit in found])


def _changes(faults: Faults, question: Question, kind: str) -> Answer:
    rows = _feed(faults, kind)
    since, first = question.query.get("dato", [""])[0], int(question.query.get("oppdateringsid", ["0"])[0])
    wanted = [row for row in rows if row["dato"] >= since and row["oppdateringsid"] >= first]
    return _page(faults, question, "oppdaterteEnheter", wanted)


def _feed(faults: Faults, kind: str) -> list[dict[str, Any]]:
    """Ten changes a minute of organisations nobody here knows, among them those of the market, oldest first."""
    start = TODAY.astimezone(UTC) - PACE * faults.register_changes
    moments = [(start + PACE * place, f"8{place:08}") for place in range(faults.register_changes)]
    known = [
        (unit.changed, unit.orgnr)
        for unit in units().values()
        if unit.changed and unit.subunit is (kind == "underenheter")
    ]
    return [
        {
            "oppdateringsid": FIRST_CHANGE + place,
            "dato": _written(moment),
            "organisasjonsnummer": number,
            "endringstype": "Endring",
        }
        for place, (moment, number) in enumerate(sorted(moments + known))
    ]


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _page(faults: Faults, question: Question, name: str, found: list[dict[str, Any]]) -> Answer:
    size, number = (int(question.query.get(key, [usual])[0]) for key, usual in (("size", "20"), ("page", "0")))
    if (number + 1) * size > REACH:
        return as_json(400, {"status": 400, "feilmelding": "page * size kan ikke overstige 10 000"})
    if faults.status_500_on_page == number + 1:
        return Answer(status=500, kind="text/plain")
    if faults.silent_zero:
        found = []
    rows = found[number * size : (number + 1) * size]
    pages = -(-len(found) // size)
    page = {"size": size, "totalElements": len(found), "totalPages": pages, "number": number}
    body: dict[str, Any] = {"_links": {"self": {"href": question.path}}, "page": page}
    return as_json(200, body | ({"_embedded": {name: rows}} if rows else {}))
