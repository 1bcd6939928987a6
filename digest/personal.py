"""What stands in one recipient's copy of a letter alone: the links to answer, and the way out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from digest import addresses
from digest.catalogue import N_
from digest.settings import DigestSettings
from digest.speech import Speech
from digest.week import Week
from model.letter import Link
from store import feed_addresses, links, subscriptions

_ANSWERS = {
    links.Answer.FITS: N_("Passer"),
    links.Answer.FITS_NOT: N_("Passer ikke"),
    links.Answer.CONSIDERED: N_("Vi vurderer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """
    Links of one recipient: answers by the notice's key, the foot's, and the address that stops the letters.

    All empty where the dashboard has no public address.
    """

    answers: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    question: str = ""
    foot: tuple[Link, ...] = ()
    unsubscribe: str | None = None

    def of(self, notice: str | None) -> tuple[Link, ...]:
        """The answers to a notice; none for a line that is about no notice."""
        return self.answers.get(notice or "", ())


NOBODY = Personal()


def personal(
    connection: Connection,
    week: Week,
    recipient: subscriptions.Recipient,
    notices: Iterable[str],
    settings: DigestSettings,
    signer: links.Signer | None,
    speech: Speech,
) -> Personal:
    """The links of a recipient; in a transaction that may write: a feed's address is made when it is first shown."""
    base = settings.address
    if base is None or signer is None:
        return NOBODY
    until = (week.now + timedelta(days=settings.answer_days)).date()
    secret = feed_addresses.of(connection, week.member.id, week.now)
    stop = addresses.unsubscribe(base, signer.unsubscribe(recipient.number))
    foot = (
        (speech.say("Deres side"), addresses.own_page(base)),
        (speech.say("Kalender med fristene"), addresses.calendar(base, secret)),
        (speech.say("Treffene som Atom-strøm"), addresses.feed(base, secret)),
        (speech.say("Meld av brevet"), stop),
    )
    return Personal(
        answers={key: tuple(_answers(base, signer, recipient.number, key, until, speech)) for key in notices},
        question=speech.say("Passer dette for dere?"),
        foot=tuple(Link(text=text, href=href) for text, href in foot if href),
        unsubscribe=stop,
    )


def _answers(base: str, signer: links.Signer, number: int, key: str, until: date, speech: Speech) -> Iterator[Link]:
    for answer, words in _ANSWERS.items():
        href = addresses.answer(base, signer.answer(number, key, answer, until=until))
        if href:
            yield Link(text=speech.say(words), href=href)
