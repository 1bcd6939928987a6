"""`export`: the current notices and matches as data for other programs, and as OCDS releases."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from cli import call, ocds_release
from model.notice import Lot, Notice
from store import matches as match_store
from store import notices as notice_store
from store.database import reading
from store.notices import StoredNotice

app = typer.Typer(name="export", no_args_is_help=True, help="The current notices and matches as data.")


class Format(StrEnum):
    """How the rows are written."""

    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="jsonl: one JSON object a line; csv: a table.")]
OutOption = Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")]


@app.command()
def notices(context: typer.Context, format: FormatOption = Format.JSONL, out: OutOption = None) -> None:
    """Every current notice, one row each."""
    run = call.of(context)
    with reading(run.engine) as connection:
        _write((notice_row(stored) for stored in notice_store.current(connection)), format, out)


@app.command()
def matches(
    context: typer.Context,
    format: FormatOption = Format.JSONL,
    out: OutOption = None,
    minimum: Annotated[float, typer.Option(help="The lowest score to include, 0-100.")] = 0.0,
) -> None:
    """Every match with its evidence, one row each. For the leader: it shows all members side by side."""
    run = call.of(context)
    with reading(run.engine) as connection:
        rows = (
            {
                "member": match.member,
                "notice": match.notice,
                "lot": match.lot,
                "score": match.score,
                "scorer": match.scorer,
                "evidence": [
                    {"signal": found.signal, "points": found.points, "reason": found.reason, "quote": found.quote}
                    for found in match.evidence
                ],
            }
            for match in match_store.matches(connection, minimum_score=minimum)
        )
        _write(rows, format, out)


@app.command()
def ocds(
    context: typer.Context,
    out: OutOption = None,
    prefix: Annotated[
        str, typer.Option(help="Your ocid prefix, registered with the Open Contracting Partnership.")
    ] = "ocds-000000",
) -> None:
    """Every current notice as one OCDS 1.1 release package: tenders, lots, bids, awards, parties."""
    run = call.of(context)
    with reading(run.engine) as connection:
        releases = (ocds_release.release(stored.notice, prefix=prefix) for stored in notice_store.current(connection))
        package = ocds_release.package(
            filter(None, releases), published=run.now, publisher=run.configuration.cluster.name
        )
    text = json.dumps(package, ensure_ascii=False) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


def notice_row(stored: StoredNotice) -> dict[str, Any]:
    """The row other programs rely on (DESIGN 5): money as text so that no cent is lost, times in UTC."""
    notice = stored.notice
    buyer = notice.buyers[0] if notice.buyers else None
    worth, deadline = notice.worth, notice.deadline
    return {
        "source": notice.source,
        "source_id": notice.source_id,
        "notice_uuid": notice.notice_uuid,
        "version": notice.version,
        "procedure_id": notice.procedure_id,
        "form_type": notice.form_type.value,
        "subtype": notice.subtype,
        "title": notice.title.best,
        "description": notice.description.best,
        "buyer": buyer.name if buyer else None,
        "buyer_orgnr": buyer.orgnr if buyer else None,
        "cpv": [code.code for code in notice.cpv],
        "nuts": places(notice),
        "published": notice.published.isoformat() if notice.published else None,
        "deadline": deadline.at.isoformat() if deadline else None,
        "value": str(worth.amount) if worth else None,
        "currency": worth.currency if worth else None,
        "lots": [_lot_row(lot) for lot in notice.biddable],
        "winners": list(_winners(notice)),
        "url": notice.url,
        "raw_sha256": stored.sha256,
    }


def places(notice: Notice) -> list[str]:
    """NUTS codes of the notice and its lots, and the special codes such as `anyw`, each once."""
    found = [*notice.places, *(place for lot in notice.biddable for place in lot.places)]
    codes = (place.nuts.code if place.nuts else place.anywhere for place in found)
    return list(dict.fromkeys(code for code in codes if code))


def _lot_row(lot: Lot) -> dict[str, Any]:
    worth, deadline = lot.worth, lot.next_deadline
    return {
        "id": lot.id,
        "title": lot.title.best,
        "description": lot.description.best,
        "cpv": [code.code for code in lot.cpv],
        "nuts": [
            place.nuts.code if place.nuts else place.anywhere for place in lot.places if place.nuts or place.anywhere
        ],
        "deadline": deadline.at.isoformat() if deadline else None,
        "value": str(worth.amount) if worth else None,
        "currency": worth.currency if worth else None,
    }


def _winners(notice: Notice) -> Iterator[dict[str, Any]]:
    for result in notice.results:
        for tender in result.winners:
            lead = tender.party.lead if tender.party else None
            for tenderer in tender.party.tenderers if tender.party else ():
                yield {
                    "lot": result.lot_id,
                    "name": tenderer.organisation.name,
                    "orgnr": tenderer.organisation.orgnr,
                    "consortium": bool(tender.party and tender.party.consortium),
                    "lead": tenderer.organisation == lead,
                    "value": str(tender.value.amount) if tender.value else None,
                    "currency": tender.value.currency if tender.value else None,
                    "tenders_received": result.tenders_received,
                }


def _write(rows: Iterable[Mapping[str, Any]], format: Format, out: Path | None) -> None:
    if out is None:
        _write_to(sys.stdout, rows, format)
        return
    with out.open("w", encoding="utf-8", newline="") as stream:
        _write_to(stream, rows, format)


def _write_to(stream: TextIO, rows: Iterable[Mapping[str, Any]], format: Format) -> None:
    writer = None
    for row in rows:
        if format is Format.JSONL:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        if writer is None:
            writer = csv.DictWriter(stream, fieldnames=list(row))
            writer.writeheader()
        writer.writerow({key: inert(_flat(value)) for key, value in row.items()})


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def inert(cell: str) -> str:
    """A cell no spreadsheet takes for a formula (ASVS 1.2.10): a quote before = + - @ and their like."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"} else cell


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    main.add_typer(app)
