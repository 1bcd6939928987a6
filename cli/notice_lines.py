"""A notice's timeline, outcome and provenance as lines and as data, for `notices show`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from cli.clock import OSLO
from model.difference import FieldChange
from model.notice import Notice
from model.procedure import Procedure, Step
from store.notices import Reading, StoredNotice


def timeline(procedure: Procedure) -> Iterator[str]:
    """The procedure's steps, each with what it changed."""
    for step in procedure.steps:
        name = f"{step.form.value} v{step.version}" + (" (rewritten without a new version)" if step.silent else "")
        yield f"{step.on.isoformat():<12} {name}  {step.number}  {step.title}"
        for change in step.changes:
            yield f"{'':<12}   {_told(change)}"


def outcome(notice: Notice) -> Iterator[str]:
    """Who won each lot, with whom and for how much."""
    for result in notice.results:
        received = f", {result.tenders_received} tenders" if result.tenders_received is not None else ""
        yield f"{result.lot_id or 'all lots':<12} {result.status or 'no status'}{received}"
        for tender in result.winners:
            party = tender.party
            firms = [one.organisation for one in party.tenderers] if party else []
            names = " + ".join(f"{firm.name} {firm.orgnr or ''}".strip() for firm in firms) or "not named"
            lead = f", led by {party.lead.name}" if party and party.consortium and party.lead else ""
            value = f", {tender.value.amount:,.0f} {tender.value.currency}" if tender.value else ""
            helping = ", ".join(one.name for one in party.subcontractors) if party else ""
            helpers = f", with {helping}" if helping else ""
            yield f"{'':<12}   won by {names}{lead}{value}{helpers}"


def provenance(history: Iterable[Reading]) -> Iterator[str]:
    """Each document that was read: where it came from, as what, and when it was first and last seen."""
    for one in history:
        first, last = (moment.astimezone(OSLO) for moment in (one.first_seen, one.last_seen))
        seen = f"{first:%Y-%m-%d}" + (f" to {last:%Y-%m-%d}" if last.date() != first.date() else "")
        stands = "" if one.current else ", read better since"
        format_ = one.format or "no document"
        yield f"{one.notice.source:<12} {one.notice.source_id} v{one.notice.version}, {format_}, seen {seen}{stands}"


def more(stored: StoredNotice, procedure: Procedure | None) -> dict[str, Any]:
    """What `--json` tells beside the exported row."""
    return {
        "key": stored.key,
        "addresses": [
            {"source": source, "source_id": source_id, "url": url} for source, source_id, url in stored.addresses
        ],
        "closed_lots": sorted(stored.closed),
        "set_aside": stored.set_aside,
        "superseded_by": stored.superseded_by,
        "warnings": list(stored.notice.warnings),
        "timeline": [_row(step) for step in procedure.steps] if procedure else [],
    }


def _told(change: FieldChange) -> str:
    where = f"{change.lot} " if change.lot else ""
    return f"{where}{change.field.value}: {change.before or '-'} -> {change.after or '-'}"


def _row(step: Step) -> dict[str, Any]:
    row = {name: getattr(step, name) for name in ("notice", "number", "version", "title", "silent")}
    changes = [asdict(change) for change in step.changes]
    return {"on": step.on.isoformat(), "form": step.form.value, **row, "changes": changes}
