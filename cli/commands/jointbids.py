"""`jointbids`: what several members could take together; from files, or from the store with the leader's verbs."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection

from cli import call, clock, joint_lines
from cli import trades as own_trades
from cli.commands import joint_teams
from cli.joint_desk import leader, names_of, notice_by
from cli.output import as_json
from cli.problems import Exit, Problem
from matcher.exchange import ExchangeError
from matcher.jointbids.files import propose_files
from matcher.jointbids.files import row as file_row
from model.collaboration import Collaboration
from model.jointbid import Verdict
from model.notice import Notice
from store import collaborations, jointbids, journal, members, notices, partners
from store.database import reading, writing

LOOK_BACK: Final = timedelta(days=5 * 365)
"""How far back bids together are told of."""

MOST: Final = 30

app = typer.Typer(name="jointbids", invoke_without_command=True, help="What several members could take together.")


@app.callback()
def from_files(
    context: typer.Context,
    members_: Annotated[Path | None, typer.Option("--members", help="Profiles, a JSON list.")] = None,
    notices_: Annotated[Path | None, typer.Option("--notices", help="Notices, JSON lines.")] = None,
    out: Annotated[Path | None, typer.Option(help="Joint bids, JSON lines, one for each notice.")] = None,
    trades: Annotated[Path | None, typer.Option(help="Trades of your own (TOML), laid over the shipped ones.")] = None,
) -> None:
    """Tell for every notice of a file who could bid alone and which members together. For the leader alone."""
    if context.invoked_subcommand is not None:
        return
    if members_ is None or notices_ is None or out is None:
        raise Problem("name --members, --notices and --out, or one of the verbs (`jointbids --help`)", Exit.USAGE)
    run = call.of(context)
    now = run.now if run.as_of is not None or run.config.exists() else clock.now()
    try:
        summary = propose_files(members_, notices_, out, now, own_trades.read(trades) if trades else ())
    except (ExchangeError, OSError) as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    for fault in summary.faults:
        typer.secho(fault, fg="red", err=True)
    told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(summary.verdicts.items()))
    typer.echo(f"{summary.notices} notices x {summary.members} members: {told or 'nothing'}; lines in {out}")
    if summary.faults:
        raise typer.Exit(Exit.BAD_DATA)


@app.command("list")
def list_(
    context: typer.Context,
    verdict: Annotated[list[Verdict] | None, typer.Option(help="Which to list; those with a team unless said.")] = None,
) -> None:
    """List the joint bids to consider, the most promising first, the bundles, and what was taken up."""
    run = call.of(context)
    with reading(run.engine) as connection:
        found = jointbids.proposals(connection, verdicts=verdict or jointbids.TEAMS, limit=MOST)
        made, taken = jointbids.bundles(connection), collaborations.collaborations(connection)
        keys = {one.joint.notice for one in found} | {one.notice for one in taken}
        known = {one.key: one.notice for one in notices.current(connection, keys=sorted(keys))}
        names = names_of(connection)
    found = [one for one in found if one.joint.notice in known]
    if run.json:
        rows = [{**file_row(one.joint), "promise": one.promise, "days_left": one.joint.days_left} for one in found]
        typer.echo(as_json({
            "proposals": rows, "bundles": [asdict(one) for one in made], "collaborations": [_row(one) for one in taken],
        }))  # fmt: skip
        return
    for one in found:
        typer.echo(f"{joint_lines.row(one, known[one.joint.notice], names)}\n       {one.joint.notice}")
    for bundle in made:
        typer.echo(joint_lines.bundle(bundle, names))
    for one_taken in taken:
        title = known[one_taken.notice].title.best if one_taken.notice in known else one_taken.notice
        typer.echo(f"{one_taken.id:>4}  {one_taken.stage.value:<10} {title}")
    if not found:
        typer.echo("No joint bid to consider; `nightly` looks for them.")


@app.command()
def show(
    context: typer.Context, identifier: Annotated[str, typer.Argument(metavar="ID", help="A notice, by any name.")]
) -> None:
    """Show what a notice takes, who could take it together and why, and who bid together before."""
    run = call.of(context)
    with writing(run.engine) as connection:
        stored = notice_by(connection, identifier)
        judged = jointbids.proposal(connection, stored.key)
        if judged is None:
            raise Problem(f"{identifier} is not open, or was not judged yet; `nightly` does it", Exit.BAD_DATA)
        taken = collaborations.collaborations(connection, notice=stored.key)
        collaborations.saw(connection, leader(run), [one.id for one in taken], where="jointbids show", at=run.now)
        names, past = names_of(connection), _past(connection, stored.notice, run.now.date())
        team = judged.joint.teams[0].ids if judged.joint.teams else ()
        own = _own_partners(connection, team, run.now.date())
    if run.json:
        typer.echo(as_json({
            **file_row(judged.joint), "collaborations": [_row(one) for one in taken],
            "history": [asdict(one) for one in past],
            "partners": {member: [asdict(one) for one in found] for member, found in own.items()},
        }))  # fmt: skip
        return
    lines = [*joint_lines.proposal(judged.joint, stored.notice, names), *joint_lines.history(past, own)]
    for one in taken:
        lines += ["", *joint_lines.collaboration(one, names)]
    typer.echo("\n".join(lines))


@app.command()
def part(
    context: typer.Context, member: Annotated[str, typer.Argument(metavar="MEMBER", help="The member's id.")]
) -> None:
    """Show what a member may see of joint bids, and nothing else."""
    run = call.of(context)
    with writing(run.engine) as connection:
        found = collaborations.shown_to(connection, member)
        collaborations.saw(connection, leader(run), [one.id for one in found], where="jointbids part", at=run.now)
        names = names_of(connection)
        titles = {one.key: one.notice.title.best for one in notices.current(connection, keys=[p.notice for p in found])}
    if run.json:
        typer.echo(as_json([asdict(one) for one in found]))
        return
    for one in found:
        typer.echo("\n".join(joint_lines.own_part(one, titles.get(one.notice, one.notice), names)))


@app.command()
def log(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="One collaboration's lines alone.")] = None,
) -> None:
    """Tell who did and saw what, and when, the newest first."""
    run = call.of(context)
    with reading(run.engine) as connection:
        lines = journal.entries(connection, subject=None if number is None else collaborations.subject(number))
    if run.json:
        typer.echo(as_json([asdict(line) for line in lines]))
        return
    for line in lines:
        at = f"{line.at.astimezone(clock.OSLO):%Y-%m-%d %H:%M}"
        typer.echo(f"{at}  {line.who:<20} {line.act:<14} {line.subject:<18} {line.detail}")


def _past(connection: Connection, notice: Notice, today: date) -> list[partners.PastBid]:
    buyers = [buyer.orgnr for buyer in notice.buyers if buyer.orgnr]
    branches = {code.code[:5] for code in notice.cpv[:3]}
    return partners.together(connection, buyers=buyers, branches=branches, since=today - LOOK_BACK)


def _own_partners(connection: Connection, team: tuple[str, ...], today: date) -> dict[str, list[partners.PastPartner]]:
    known = {one.id: one for one in members.members(connection)}
    return {
        known[one].name: partners.of_firm(connection, orgnr, since=today - LOOK_BACK)
        for one in team
        if one in known and (orgnr := known[one].orgnr) is not None
    }


def _row(one: Collaboration) -> dict[str, Any]:
    return {
        "number": one.id, "notice": one.notice, "lot": one.lot, "stage": one.stage.value, "members": list(one.team.ids),
        "lead": one.team.lead, "light": one.team.light.value,
        "answers": {asked.member: asked.answer.value for asked in one.partners},
    }  # fmt: skip


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    joint_teams.add_to(app)
    main.add_typer(app)
