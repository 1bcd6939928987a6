"""
Links in letters, signed: each lets its recipient do one thing about one notice, or stop the letters, and nothing else.

A token is no login. Reading one changes nothing: a page shows what it would do, and a POST does it (`store.answers`,
`store.subscriptions`), because programs that look for malice follow every link of a mail.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from model.match import Opinion

SALT: Final = "klyngeradar.letter-link"

LONGEST: Final = 1000
"""Characters of a token that are looked at; ours are a tenth of that."""

FIRST_DAY: Final = date(2020, 1, 1)
"""Days in a token are counted from here, to keep it short."""


class Purpose(StrEnum):
    """What a link is for; the value stands in the token."""

    ANSWER = "s"
    UNSUBSCRIBE = "u"


class Answer(StrEnum):
    """What a recipient can say of a notice with one link, in the words of the address."""

    FITS = "passer"
    FITS_NOT = "passer-ikke"
    CONSIDERED = "vurderer"

    @property
    def opinion(self) -> Opinion:
        """The same as a judgement: what is being considered is neither wanted nor unwanted yet."""
        return _OPINIONS[self]


_OPINIONS: Final = {
    Answer.FITS: Opinion.WANTED,
    Answer.FITS_NOT: Opinion.NOT_WANTED,
    Answer.CONSIDERED: Opinion.UNSURE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a token says: for which recipient (its number in `store.subscriptions`), and what of which notice."""

    purpose: Purpose
    recipient: int
    notice: str | None = None
    answer: Answer | None = None
    until: date | None = None  # the last day it works


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A link of ours whose last day is over."""

    link: Link


class Signer:
    """Makes tokens and reads them, with one key; the same link always gives the same token."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(
            secret, salt=SALT, signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
        )

    def answer(self, recipient: int, notice: str, answer: Answer, *, until: date) -> str:
        """The token of one answer on one notice (by its key), good until the end of that day (UTC)."""
        return self._token([Purpose.ANSWER.value, recipient, notice, answer.value, (until - FIRST_DAY).days])

    def unsubscribe(self, recipient: int) -> str:
        """The token that stops a recipient's letters; it never expires."""
        return self._token([Purpose.UNSUBSCRIBE.value, recipient])

    def read(self, token: str, now: datetime) -> Link | Expired | None:
        """What a token says; Expired where its day is over; None for anything that is not a token of ours."""
        if len(token) > LONGEST:
            return None
        try:
            said = self._serializer.loads(token)
            link = _link(said)
            # Base 64 has several spellings of the same bytes; ours has one.
            if self._token(said) != token:
                return None
        except (BadData, ValueError, TypeError, LookupError, OverflowError):
            return None
        if link.until is not None and now.astimezone(UTC).date() > link.until:
            return Expired(link=link)
        return link

    def _token(self, said: list[Any]) -> str:
        return self._serializer.dumps(said)


def _link(said: list[Any]) -> Link:
    if said[0] == Purpose.UNSUBSCRIBE.value:
        _, recipient = said
        return Link(purpose=Purpose.UNSUBSCRIBE, recipient=int(recipient))
    purpose, recipient, notice, answer, day = said
    return Link(
        purpose=Purpose(purpose),
        recipient=int(recipient),
        notice=str(notice),
        answer=Answer(answer),
        until=date.fromordinal(FIRST_DAY.toordinal() + int(day)),
    )
