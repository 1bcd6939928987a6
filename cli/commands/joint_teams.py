"""The leader's verbs on a team: take it up, assess it, release it, keep answers, print its papers, say what became."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import call, clock, joint_papers
from cli.joint_desk import leader, names_of, notice_by, put, refusals, taken_up, title_of
from cli.problems import Exit, Problem
from model.assessment import Said
from model.collaboration import Answer, Stage
from model.papers import as_text, checklist
from store import collaborations, jointbids, notices
from store.database import reading, writing

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="A collaboration's number, as `list` shows it.")]
Name = Annotated[str | None, typer.Option("--name", help="Who answers; the leader of the configuration unless said.")]
Out = Annotated[Path | None, typer.Option(help="Write there instead of to standard output.")]


class YesNo(StrEnum):
    """What a partner says to being named."""

    YES = "yes"
    NO = "no"


class End(StrEnum):
    """What became of a collaboration."""

    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


def take(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A notice, by any name.")],
    team: Annotated[int, typer.Option(min=1, help="Which of its teams, as `show` numbers them.")] = 1,
) -> None:
    """Take a proposed team up, to assess it; nobody is told yet."""
    run = call.of(context)
    with writing(run.engine) as connection, refusals():
        stored = notice_by(connection, identifier)
        judged = jointbids.proposal(connection, stored.key)
        if judged is None or len(judged.joint.teams) < team:
            raise Problem(f"{identifier} has no team {team} to take up", Exit.BAD_DATA)
        joint = judged.joint
        number = collaborations.take_up(connection, joint, joint.teams[team - 1], by=leader(run), at=run.now)
    typer.echo(f"Collaboration {number}. Assess it (`jointbids assess {number} …`), then `jointbids release {number}`.")


def assess(
    context: typer.Context,
    number: Number,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Its word in `jointbids assessment`.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer. Never prices or free capacity.")],
    member: Annotated[str | None, typer.Option(help="The member who answers; the leader unless said.")] = None,
    name: Name = None,
) -> None:
    """Keep an answer of the self-assessment with name and date."""
    run = call.of(context)
    said = Said(question=question, member=member, text=text, name=name or leader(run), at=run.now)
    with writing(run.engine) as connection, refusals():
        collaborations.assess(connection, number, said)
        waiting = [one.key for one in collaborations.open_questions(connection, number)]
    typer.echo(f"Kept. Open for the leader: {', '.join(waiting) or 'nothing'}.")


def assessment(
    context: typer.Context,
    number: Number,
    html: Annotated[bool, typer.Option("--html", help="As a page to print and sign.")] = False,
    out: Out = None,
) -> None:
    """Print the self-assessment: the questions, what the tool found, the answers, open lines to sign."""
    run = call.of(context)
    with reading(run.engine) as connection:
        one, names = taken_up(connection, number), names_of(connection)
        said, title = collaborations.assessments(connection, number), title_of(connection, one)
    make = joint_papers.assessment_page if html else joint_papers.assessment_text
    put(make(one, said, names, title).encode("utf-8"), out)


def release(context: typer.Context, number: Number) -> None:
    """Release a collaboration: each partner is asked on its own and sees its own part alone."""
    run = call.of(context)
    with writing(run.engine) as connection, refusals():
        collaborations.release(connection, number, by=leader(run), at=run.now)
    typer.echo(f"Released: each partner of collaboration {number} is asked, and sees its own part alone.")


def answer(
    context: typer.Context,
    number: Number,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="The member's id.")],
    said: Annotated[YesNo, typer.Argument(metavar="yes|no", help="Whether it agrees to be named to the others.")],
    name: Name = None,
) -> None:
    """Keep what a partner said to being named to the others. A no is shown to the leader alone."""
    run = call.of(context)
    with writing(run.engine) as connection, refusals():
        by = name or leader(run)
        collaborations.answer(connection, number, member, Answer(said.value), by=by, at=run.now)
    typer.echo(f"{member}: {said.value}")


def end(context: typer.Context, number: Number, what: Annotated[End, typer.Argument(metavar="WHAT")]) -> None:
    """Keep what became of it: submitted, won, lost, or withdrawn."""
    run = call.of(context)
    with writing(run.engine) as connection, refusals():
        collaborations.move(connection, number, Stage(what.value), by=leader(run), at=run.now)
    typer.echo(f"Collaboration {number}: {what.value}")


def documents(
    context: typer.Context,
    number: Number,
    ics: Annotated[bool, typer.Option("--ics", help="As a calendar.")] = False,
    out: Out = None,
) -> None:
    """List the papers the team needs: ESPD, declarations, tax certificates, and by which day."""
    run = call.of(context)
    with reading(run.engine) as connection:
        one, names, title = taken_up(connection, number), names_of(connection), ""
        title = title_of(connection, one)
        stored = next(iter(notices.current(connection, keys=[one.notice])), None)
    limit = stored.notice.deadline if stored is not None else None
    papers = checklist(one.team, one.needs, limit.at.astimezone(clock.OSLO).date() if limit else None)
    if ics:
        put(joint_papers.calendar(papers, names, number, title, run.now), out)
    else:
        put(as_text(papers, names, title).encode("utf-8"), out)


VERBS = (take, assess, assessment, release, answer, end, documents)


def add_to(app: typer.Typer) -> None:
    """Make them verbs of `jointbids`."""
    for verb in VERBS:
        app.command()(verb)
