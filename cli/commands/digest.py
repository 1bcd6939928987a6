"""`digest build|preview|edit|approve|send|outbox|bounces|recipients`: letters made, let go and followed."""

from typing import Annotated

import typer

from cli import bounces as bounce_places
from cli import call, lock, post
from cli.commands import outbox, recipients
from cli.problems import Exit, Problem
from digest.build import make, monday_of_last_week
from digest.gather import weeks
from store import letters
from store.database import reading, writing

app = typer.Typer(name="digest", no_args_is_help=True, help="The letters.")
app.add_typer(outbox.app)
app.add_typer(recipients.app)

Period = Annotated[str | None, typer.Option(metavar="WEEK", help="An ISO week, 2026-W47; the last one over without.")]


@app.command()
def build(context: typer.Context, period: Period = None) -> None:
    """Make the week's letters. Letters approved or sent stay as they are."""
    run = call.of(context)
    with lock.only_one(run.configuration.state_folder):
        built = post.make(run, period)
    for member, subject in built.subjects.items():
        typer.echo(f"{member:<20} {subject}")
    typer.echo(
        ", ".join(f"{number} {outcome}" for outcome, number in sorted(built.outcomes.items())) or "no members yet"
    )


@app.command()
def preview(
    context: typer.Context,
    member: Annotated[str, typer.Argument(help="The member's id.")],
    period: Period = None,
    html: Annotated[bool, typer.Option("--html", help="The HTML part instead of the text.")] = False,
) -> None:
    """Show a member's letter as it would be made now, without keeping it."""
    run = call.of(context)
    monday = post.week(period) if period else monday_of_last_week(run.now)
    settings = post.settings(run)
    with reading(run.engine) as connection:
        for week in weeks(connection, monday, run.now, settings):
            if week.member.id == member:
                _, rendered = make(week, settings)
                typer.echo(rendered.html if html else f"{rendered.subject}\n\n{rendered.text}")
                return
    raise Problem(f"no member is called {member!r}; `members list` names them", Exit.BAD_DATA)


@app.command()
def approve(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="Numbers of the outbox.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All drafts.")] = False,
) -> None:
    """Let drafts go with the next `digest send`."""
    run = call.of(context)
    if bool(ids) == everything:
        raise Problem("name drafts by their numbers, or --all", Exit.USAGE)
    with writing(run.engine) as connection:
        approved = letters.approve(connection, run.now, ids=None if everything else ids)
    typer.echo(f"{len(approved)} approved")
    missed = sorted(set(ids or []) - set(approved))
    if missed:
        raise Problem(f"no drafts: {', '.join(map(str, missed))}; see `digest outbox`", Exit.BAD_DATA)


@app.command()
def send(context: typer.Context) -> None:
    """Send what is approved and due; run again, it sends nothing twice. Exit code 78 where the server turns us away."""
    run = call.of(context)
    with lock.only_one(run.configuration.state_folder):
        sent = post.deliver(run)
    for problem in sent.problems:
        typer.secho(problem, fg="yellow", err=True)
    typer.echo(
        ", ".join(f"{number} {outcome}" for outcome, number in sorted(sent.outcomes.items())) or "nothing to send"
    )
    if sent.halted is not None:
        typer.secho(f"The post stopped: {sent.halted}. What is left goes with the next run.", fg="red", err=True)
    if sent.ours:
        raise typer.Exit(Exit.BAD_CONFIGURATION)


@app.command()
def edit(
    context: typer.Context,
    letter: Annotated[int, typer.Argument(help="The letter's number, as `digest outbox` shows it.")],
    greeting: Annotated[str | None, typer.Option(help="Another greeting.")] = None,
    drop: Annotated[list[str] | None, typer.Option(metavar="NOTICE", help="A notice to leave out.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Forget all that was changed.")] = False,
) -> None:
    """Change a draft: its greeting, or notices left out, which then count as not told of."""
    run = call.of(context)
    if not (greeting or drop or undo):
        raise Problem("say what to change: --greeting, --drop or --undo", Exit.USAGE)
    with lock.only_one(run.configuration.state_folder):
        subject = post.change(run, letter, greeting=greeting, drop=drop or [], undo=undo)
    typer.echo(f"letter {letter}: {subject}")


@app.command()
def bounces(context: typer.Context) -> None:
    """Read what mail servers reported of letters, from the folder or the mailbox of `[mail.bounces]`."""
    run = call.of(context)
    with lock.only_one(run.configuration.state_folder):
        taken = bounce_places.read(run)
    for problem in taken.problems:
        typer.secho(problem, fg="yellow", err=True)
    typer.echo(
        ", ".join(f"{number} {what}" for what, number in sorted(taken.outcomes.items())) or "nothing has come back"
    )


def add_to(main: typer.Typer) -> None:
    """Make them verbs."""
    main.add_typer(app)
