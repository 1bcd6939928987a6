"""`notices show`: one notice as it stands, for people or programs; its neighbours keep our own jobs."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from cli import call, notice_lines
from cli.clock import OSLO
from cli.commands.export import notice_row
from cli.commands.opportunities import add, withdraw
from cli.output import as_json
from cli.problems import Exit, Problem
from model.notice import Deadline, Lot
from store import audit, procedures, proposals
from store import notices as notice_store
from store.database import reading, writing
from store.notices import StoredNotice


class Verdict(StrEnum):
    """What two notices are to each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNDONE = "undone"


app = typer.Typer(name="notices", no_args_is_help=True, help="The notices stored.")
app.command()(add)
app.command()(withdraw)


@app.command()
def show(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A Doffin id, TED number, notice UUID or key.")],
) -> None:
    """Show one notice: what it is, its lots, its history and where it was read."""
    run = call.of(context)
    with reading(run.engine) as connection:
        stored = notice_store.show(connection, identifier)
        if stored is None:
            raise Problem(f"no notice is known by {identifier!r}; `export notices` lists all", Exit.BAD_DATA)
        versions = notice_store.history(connection, stored.key)
        procedure = procedures.of(connection, stored.key)
    if run.json:
        typer.echo(as_json({**notice_row(stored), **notice_lines.more(stored, procedure)}))
        return
    for line in _lines(stored):
        typer.echo(line)
    parts = (
        ("Outcome", list(notice_lines.outcome(stored.notice))),
        ("Timeline of the procedure", list(notice_lines.timeline(procedure)) if procedure else []),
        (f"Read from ({len(versions)} kept)", list(notice_lines.provenance(versions))),
    )
    for heading, lines in parts:
        if lines:
            typer.echo("\n".join(["", heading, *lines]))


@app.command("set-aside")
def set_aside(context: typer.Context) -> None:
    """List the notices taken for tests, with the reasons; they are neither matched nor told of."""
    run = call.of(context)
    with reading(run.engine) as connection:
        found = notice_store.set_aside(connection)
    if run.json:
        rows = [{"key": one.key, "title": one.notice.title.best, "reason": one.set_aside} for one in found]
        typer.echo(as_json(rows))
        return
    for one in found:
        typer.echo(f"{one.key}  {one.set_aside}")


@app.command()
def same(
    context: typer.Context,
    pair: Annotated[tuple[str, str] | None, typer.Argument(metavar="[KEY KEY]", help="Two notices' keys.")] = None,
    verdict: Annotated[Verdict, typer.Option("--verdict", help="What they are; undone takes an answer back.")] = (
        Verdict.SAME
    ),
) -> None:
    """List notices that may be the same, with the reasons; or decide of two."""
    run = call.of(context)
    if pair is None:
        with reading(run.engine) as connection:
            found = proposals.waiting(connection)
        if run.json:
            typer.echo(as_json([asdict(one) for one in found]))
            return
        for one in found:
            typer.echo(f"{one.likeness:5.1f}  {one.first}  {one.second}\n       {one.reason}")
        return
    by = run.configuration.cluster.leader or "command line"
    decide = {Verdict.SAME: proposals.accept, Verdict.DIFFERENT: proposals.reject, Verdict.UNDONE: proposals.undo}
    try:
        with writing(run.engine) as connection:
            decide[verdict](connection, *pair, by=by, at=run.now)
    except KeyError as error:
        raise Problem(f"no notice goes by the key {error.args[0]!r}", Exit.BAD_DATA) from None
    typer.echo(f"{pair[0]} and {pair[1]}: {verdict.value}")


@app.command()
def release(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="Numbers that `doctor` shows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every flood that is held.")] = False,
) -> None:
    """Let notices of a flood, held back because far more came than usual, be told in letters."""
    run = call.of(context)
    if bool(ids) == everything:
        raise Problem("name floods by their numbers, or --all", Exit.USAGE)
    with writing(run.engine) as connection:
        waiting = [flood.id for flood in audit.floods(connection) if flood.released_at is None]
        unknown = sorted(set(ids or ()) - set(waiting))
        if unknown:
            raise Problem(f"no flood is held under {', '.join(map(str, unknown))}; `doctor` shows them", Exit.BAD_DATA)
        by = run.configuration.cluster.leader or "command line"
        released = audit.release(connection, list(ids or waiting), by=by, at=run.now)
    typer.echo(f"{released} released")


def _lines(stored: StoredNotice) -> list[str]:
    notice = stored.notice
    lines = [notice.title.best or "(no title)", ""]
    rows: list[tuple[str, str | None]] = [
        ("form", f"{notice.form_type.value} (subtype {notice.subtype or 'not stated'})"),
        ("buyer", ", ".join(f"{one.name} {one.orgnr or ''}".strip() for one in notice.buyers)),
        ("published", notice.published.isoformat() if notice.published else None),
        ("deadline", _when(notice.deadline)),
        ("value", f"{notice.worth.amount:,.0f} {notice.worth.currency}" if notice.worth else None),
        ("CPV", " ".join(code.code for code in notice.cpv)),
        ("key", stored.key),
        ("procedure", notice.procedure_id),
        ("replaced by", stored.superseded_by),
        ("ended lots", " ".join(sorted(stored.closed))),
        ("set aside", stored.set_aside),
        ("page", notice.url),
        *(("read at", f"{source} {number} {url}") for source, number, url in stored.addresses),
        *(("warning", warning) for warning in notice.warnings),
    ]
    lines += [f"{name:<12} {value}" for name, value in rows if value]
    if notice.description.best:
        lines += ["", notice.description.best]
    lines += ["", *(line for lot in notice.biddable for line in _lot(lot))]
    return lines


def _lot(lot: Lot) -> list[str]:
    facts = [" ".join(code.code for code in lot.cpv), _when(lot.next_deadline) or "no deadline stated"]
    return [f"{lot.id:<12} {lot.title.best}", f"{'':<12} {' · '.join(fact for fact in facts if fact)}"]


def _when(deadline: Deadline | None) -> str | None:
    if deadline is None:
        return None
    local = deadline.at.astimezone(OSLO)
    return f"{local:%Y-%m-%d}" if deadline.date_only else f"{local:%Y-%m-%d %H:%M} Oslo time"


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    main.add_typer(app)
