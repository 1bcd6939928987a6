"""`notices add` and `notices withdraw`: jobs of private buyers that no portal shows."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from cli import call, jobs
from cli.call import Call
from cli.clock import OSLO
from cli.output import as_json
from cli.problems import Exit, Problem
from crawler.formats.origin import Origin
from crawler.formats.own import FORMAT, SOURCE, Job, read, written
from crawler.intake import take_in
from model.raw import RawDocument


def add(  # noqa: PLR0913, PLR0917 - an option for each field of a job
    context: typer.Context,
    file: Annotated[Path | None, typer.Option(help="A TOML file with these fields; options win over it.")] = None,
    update: Annotated[str | None, typer.Option(metavar="ID", help="Change the job of this id.")] = None,
    title: Annotated[str | None, typer.Option(help="What is to be done.")] = None,
    buyer: Annotated[str | None, typer.Option(help="Who wants it done.")] = None,
    orgnr: Annotated[str | None, typer.Option(help="The buyer's organisation number.")] = None,
    description: Annotated[str | None, typer.Option(help="The job in the buyer's words.")] = None,
    cpv: Annotated[list[str] | None, typer.Option(help="A CPV code; may be given several times.")] = None,
    nuts: Annotated[list[str] | None, typer.Option(help="A NUTS code, as NO071; several times.")] = None,
    deadline: Annotated[str | None, typer.Option(help="YYYY-MM-DD or YYYY-MM-DDTHH:MM, Oslo time.")] = None,
    value: Annotated[str | None, typer.Option(help="The estimated value without VAT.")] = None,
    currency: Annotated[str | None, typer.Option(help="The value's currency; NOK without.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it can be read.")] = None,
) -> None:
    """Add a private buyer's job, which is then matched and told of like any notice; or change one."""
    run = call.of(context)
    options = {
        "title": title, "buyer": buyer, "orgnr": orgnr, "description": description, "cpv": cpv, "nuts": nuts,
        "deadline": deadline, "value": value, "currency": currency, "url": url,
    }  # fmt: skip
    fields = jobs.given(file, options)
    if update is not None:
        before = jobs.one(run.engine, update)
        _keep(run, jobs.changed(before, fields), before)
        return
    job = jobs.new(fields, run.now.astimezone(OSLO).date())
    before_ = jobs.kept(run.engine).get(job.id)
    if before_ is not None and jobs.changed(before_, fields) != before_:
        says = f"{job.id}: the same buyer has a job of this title already; to change it: notices add --update {job.id}"
        raise Problem(says, Exit.BAD_DATA)
    _keep(run, before_ or job, before_)


def withdraw(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The id `notices add` told.")],
) -> None:
    """Say that a job added here is no longer to be had. Its history stays."""
    run = call.of(context)
    before = jobs.one(run.engine, identifier)
    _keep(run, jobs.changed(before, {}, withdrawn=True), before)


def _keep(run: Call, job: Job, before: Job | None) -> None:
    document = RawDocument(
        source=SOURCE, source_id=job.id, url=job.url or f"own:{job.id}", format=FORMAT, body=written(job),
        fetched_at=run.now,
    )  # fmt: skip
    outcome = "same" if job == before else "new" if before is None else "changed"
    if outcome != "same":
        _still_open(run, document, job)
        take_in(run.engine, [document], seen=run.now)
    if run.json:
        typer.echo(as_json({"id": job.id, "outcome": outcome, "version": job.version, "withdrawn": job.withdrawn}))
        return
    if outcome == "same":
        typer.echo(f"{job.id}: nothing new to keep.")
    elif job.withdrawn:
        typer.echo(f"{job.id}: withdrawn.")
    else:
        typer.echo(f"{job.id}: {outcome}. The next `klyngeradar match` or `nightly` matches it.")


def _still_open(run: Call, document: RawDocument, job: Job) -> None:
    (notice,) = read(document.body, Origin(source=SOURCE, source_id=job.id, url=document.url))
    deadline = notice.deadline
    if job.withdrawn or deadline is None:
        return
    if deadline.at <= run.now:
        raise Problem(f"--deadline: {deadline.at.astimezone(OSLO):%Y-%m-%d %H:%M} is past", Exit.BAD_DATA)
    if deadline.at > run.now + timedelta(days=366 * 15):
        raise Problem(f"--deadline: {deadline.at.astimezone(OSLO):%Y-%m-%d} is no likely deadline", Exit.BAD_DATA)
