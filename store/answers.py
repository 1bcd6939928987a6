"""Answers from letters: what a recipient said of a notice by a signed link becomes a judgement, and can be undone."""

from datetime import datetime

from sqlalchemy import Connection

from model.match import Judgement
from store import judgements, subscriptions
from store.links import Link, Purpose


class NotAnAnswerError(ValueError):
    """The link is not one that answers, or its recipient is not known; raised by `give` and `take_back`."""


def said(connection: Connection, link: Link) -> judgements.Kept | None:
    """What this recipient last said of the notice and has not taken back, or None."""
    recipient = _recipient(connection, link)
    return judgements.last_of(connection, recipient.member, str(link.notice), recipient.email)


def give(connection: Connection, link: Link, at: datetime) -> judgements.Kept:
    """Keep what the link says; the same answer given again is the same judgement."""
    recipient = _recipient(connection, link)
    if link.notice is None or link.answer is None:
        raise NotAnAnswerError("the link says nothing of a notice")
    before = said(connection, link)
    if before is not None and before.judgement.opinion is link.answer.opinion:
        return before
    judgement = Judgement(
        member=recipient.member, notice=link.notice, opinion=link.answer.opinion, by=recipient.email, at=at
    )
    return judgements.Kept(number=judgements.add(connection, judgement), judgement=judgement)


def take_back(connection: Connection, link: Link, at: datetime) -> bool:
    """Undo what this recipient last said of the notice, so that what was said before counts; False if nothing was."""
    before = said(connection, link)
    if before is None:
        return False
    judgements.undo(connection, before.number, before.judgement.by, at)
    return True


def _recipient(connection: Connection, link: Link) -> subscriptions.Recipient:
    found = subscriptions.of(connection, link.recipient)
    if link.purpose is not Purpose.ANSWER or found is None:
        raise NotAnAnswerError(f"the link answers nothing: {link.purpose.name.lower()} of recipient {link.recipient}")
    return found
