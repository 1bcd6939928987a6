"""
Teams the leader took up: released, answered, assessed; and the information barrier.

Members are competitors. `shown_to` is the one door by which a member sees anything of a joint bid: released ones it is
part of, its own part alone, and the others by name only once it has agreed to be named and each of them has too.
Everything else here is the leader's. Each act is written into the journal.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from model.assessment import HINT, QUESTIONS, Question, Said, unfit
from model.collaboration import SHOWN, Answer, Collaboration, OwnPart, Partner, Stage
from model.jointbid import JointBid, Light, Team, Verdict
from store import content, journal
from store.tables.jointbids import assessment, collaboration, partner
from store.tables.notices import notice_identifier

LEADER: Final = "leader"
"""Who acts in the journal where no name is given."""

_NEXT: Final = {
    Stage.CONSIDERED: frozenset({Stage.WITHDRAWN}),
    Stage.RELEASED: frozenset({Stage.WITHDRAWN, Stage.SUBMITTED}),
    Stage.SUBMITTED: frozenset({Stage.WON, Stage.LOST, Stage.WITHDRAWN}),
}


class RefusedError(ValueError):
    """What was asked for may not be; the message says why. Raised by every act here."""


def take_up(connection: Connection, joint: JointBid, team: Team, *, by: str, at: datetime) -> int:
    """
    Take up one of a joint bid's teams; its number. One that stands already keeps the number it has.

    Refused for rivals (red) and where it is too late: there is no joint bid to take up.
    """
    if team not in joint.teams or team.light is Light.RED or joint.verdict not in {Verdict.GREEN, Verdict.AMBER}:
        raise RefusedError(f"{joint.notice} is {joint.verdict.value}: no team of it can be taken up")
    lot = next(one for one in joint.lots if team in one.teams)
    for known in collaborations(connection, notice=joint.notice):
        if known.stage is not Stage.WITHDRAWN and (known.lot, set(known.team.ids)) == (lot.lot, set(team.ids)):
            return known.id
    kept = Collaboration(
        id=0, notice=joint.notice, lot=lot.lot, team=team, needs=lot.needs,
        coverage=tuple(one for one in lot.coverage if one.member in team.ids), parts=lot.parts,
        stage=Stage.CONSIDERED, at=at, by=by,
    )  # fmt: skip
    values = {
        "notice": joint.notice, "content": content.COLLABORATION.dump_json(kept).decode("utf-8"),
        "stage": Stage.CONSIDERED.value, "at": at, "by": by,
    }  # fmt: skip
    number = int(connection.execute(insert(collaboration).values(values).returning(collaboration.c.id)).scalar_one())
    _note(connection, number, at, by, "took up", joint.notice)
    return number


def release(connection: Connection, number: int, *, by: str, at: datetime) -> None:
    """Ask each partner on its own. Refused until the leader has answered the leader's part of the self-assessment."""
    known = _known(connection, number)
    if known.stage is Stage.RELEASED:
        return
    if known.stage is not Stage.CONSIDERED:
        raise RefusedError(f"collaboration {number} is {known.stage.value}")
    waiting = open_questions(connection, number)
    if waiting:
        raise RefusedError("answer the self-assessment first: " + ", ".join(one.key for one in waiting))
    rows = [
        {"collaboration": number, "member": one, "answer": Answer.ASKED.value, "asked_at": at} for one in known.team.ids
    ]
    connection.execute(insert(partner), rows)
    _set(connection, number, stage=Stage.RELEASED.value, released_at=at)
    _note(connection, number, at, by, "released", ", ".join(known.team.ids))


def answer(connection: Connection, number: int, member: str, said: Answer, *, by: str, at: datetime) -> None:
    """Keep what a partner says to being named to the others; the last word counts."""
    known = _known(connection, number)
    if known.stage not in SHOWN or member not in known.team.ids:
        raise RefusedError(f"{member} is not asked about collaboration {number}")
    mine = (partner.c.collaboration == number) & (partner.c.member == member)
    values = {"answer": said.value, "answered_at": at, "answered_by": by}
    connection.execute(update(partner).where(mine).values(values))
    _note(connection, number, at, by, f"answered {said.value}", member)


def move(connection: Connection, number: int, stage: Stage, *, by: str, at: datetime) -> None:
    """Keep what became of it: submitted, won, lost, or withdrawn (nobody but the leader sees it any more)."""
    known = _known(connection, number)
    if stage not in _NEXT.get(known.stage, frozenset()):
        raise RefusedError(f"collaboration {number} is {known.stage.value}: it cannot become {stage.value}")
    _set(connection, number, stage=stage.value)
    _note(connection, number, at, by, stage.value, known.notice)


def assess(connection: Connection, number: int, said: Said) -> None:
    """Keep an answer of the self-assessment beside all former ones. Prices and free capacity are refused."""
    known = _known(connection, number)
    question = next((one for one in QUESTIONS if one.key == said.question), None)
    if question is None or (said.member is not None) != question.of_members:
        raise RefusedError(f"{said.question!r} is no question of {'a member' if said.member else 'the leader'}'s")
    if said.member is not None and (said.member not in known.team.ids or known.stage not in SHOWN):
        raise RefusedError(f"{said.member} is not asked about collaboration {number}")
    words = unfit(f"{said.text} {said.name}")
    if words is not None:
        raise RefusedError(f"{words!r} is not kept here. {HINT}")
    if not said.text.strip() or not said.name.strip():
        raise RefusedError("an answer and the name of whoever gives it are wanted")
    values = {name: getattr(said, name) for name in Said.__slots__} | {"collaboration": number}
    connection.execute(insert(assessment).values(values))
    _note(connection, number, said.at, said.name, "assessed", said.question)


def assessments(connection: Connection, number: int) -> list[Said]:
    """The last answer to each question, in the questions' order, then by member. For the leader."""
    query = select(assessment).where(assessment.c.collaboration == number).order_by(assessment.c.at, assessment.c.id)
    last = {
        (row.question, row.member or ""): Said(
            question=row.question, member=row.member, text=row.text, name=row.name, at=row.at
        )
        for row in connection.execute(query)
    }
    order = [question.key for question in QUESTIONS]
    return [last[pair] for pair in sorted(last, key=lambda pair: (order.index(pair[0]), pair[1]))]


def open_questions(connection: Connection, number: int) -> list[Question]:
    """What the leader has still to answer before it can be released."""
    answered = {said.question for said in assessments(connection, number)}
    return [one for one in QUESTIONS if not one.of_members and one.key not in answered]


def collaboration_of(connection: Connection, number: int) -> Collaboration | None:
    """One, with everybody in it; for the leader."""
    return next(iter(_read(connection, collaboration.c.id == number)), None)


def collaborations(connection: Connection, *, notice: str | None = None) -> list[Collaboration]:
    """All of them, or a notice's, the newest first, with everybody in them; for the leader."""
    if notice is None:
        return _read(connection)
    return [one for one in _read(connection) if notice == one.notice]


def shown_to(connection: Connection, member: str) -> list[OwnPart]:
    """What this member may see, the newest first: the barrier. Whoever shows it calls `saw`."""
    return [_own_part(one, member) for one in _read(connection) if one.stage in SHOWN and member in one.team.ids]


def saw(connection: Connection, who: str, numbers: Iterable[int], *, where: str, at: datetime) -> None:
    """Note that somebody was shown these collaborations, and where (a letter, a page, the command)."""
    for number in numbers:
        _note(connection, number, at, who, journal.SAW, where)


def subject(number: int) -> str:
    """What a collaboration is called in the journal."""
    return f"collaboration:{number}"


def _own_part(one: Collaboration, member: str) -> OwnPart:
    own = next(part for part in one.team.members if part.member == member)
    mine = next(asked for asked in one.partners if asked.member == member)
    agreed = tuple(
        asked.member for asked in one.partners if asked.member != member and asked.answer is Answer.YES
    )  # fmt: skip
    return OwnPart(
        id=one.id,
        notice=one.notice,
        lot=one.lot,
        needs=tuple(need for need in one.needs if need.id in own.needs),
        why_not_alone=own.why_not_alone,
        proposed_lead=one.team.lead == member,
        answer=mine.answer,
        stage=one.stage,
        released_at=mine.asked_at,
        named=agreed if mine.answer is Answer.YES else (),
    )


def _known(connection: Connection, number: int) -> Collaboration:
    known = collaboration_of(connection, number)
    if known is None:
        raise RefusedError(f"there is no collaboration {number}")
    return known


def _read(connection: Connection, *where: Any) -> list[Collaboration]:
    asked: defaultdict[int, list[Partner]] = defaultdict(list)
    for row in connection.execute(select(partner).order_by(partner.c.member)):
        asked[row.collaboration].append(
            Partner(
                member=row.member, answer=Answer(row.answer), asked_at=row.asked_at,
                answered_at=row.answered_at, answered_by=row.answered_by,
            )
        )  # fmt: skip
    names = notice_identifier.c
    joined = (names.identifier == collaboration.c.notice) & names.joins
    query = select(collaboration, names.notice.label("key"))
    query = query.join_from(collaboration, notice_identifier, joined, isouter=True)
    rows = connection.execute(query.where(*where).order_by(collaboration.c.id.desc()))
    return [_collaboration(row, tuple(asked[row.id])) for row in rows]


def _collaboration(row: Row[Any], partners: tuple[Partner, ...]) -> Collaboration:
    kept = content.COLLABORATION.validate_json(row.content)
    return replace(kept, id=row.id, notice=row.key or row.notice, stage=Stage(row.stage), partners=partners)


def _set(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(collaboration).where(collaboration.c.id == number).values(**values))


def _note(connection: Connection, number: int, at: datetime, who: str, act: str, detail: str) -> None:
    entry = journal.Entry(at=at, who=who, act=act, subject=subject(number), detail=detail)
    journal.note(connection, entry)
