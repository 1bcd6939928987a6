"""
The post: approved mails handed over one by one, each step committed before the next.

However often it is run, and wherever it breaks off, nobody goes without a letter, and nobody gets one twice but where
the server's answer was lost; then there is one more copy at most, with the same Message-ID (docs/decisions/0015).
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from digest import envelope
from digest.envelope import Deferred, Doubt, Halt, Parcel, Post, Refused
from store import letters, subscriptions
from store.database import reading, writing
from store.turns import only_sender

FIRST_WAIT: Final = timedelta(seconds=60)
LONGEST_WAIT: Final = timedelta(hours=6)
GREYLISTED_WAIT: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 16
"""Tries until a mail is given up: with the waits doubling up to six hours, about two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a run of the post goes."""

    resend: bool = True  # a mail in doubt is sent once more; else the leader is asked
    per_minute: int | None = None
    most_errors: int = 5  # in a row, after which a run stops: then it is the server, not the mails
    sign: Callable[[bytes], bytes] | None = None


@dataclass(slots=True)
class Sent:
    """What came of a run of the post; `halted` says why it ended early, `ours` that the configuration is at fault."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    halted: str | None = None
    ours: bool = False


def send(
    engine: Engine,
    post: Post,
    *,
    now: datetime,
    rules: Rules | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Sent:
    """Send every approved mail that is due. Raises TakenError (store.turns) where another run is sending."""
    sent = Sent()
    with only_sender(engine):
        run = _Run(engine, post, now, rules or Rules(), sent)
        run.recover()
        try:
            run.all(pause)
        finally:
            post.close()
    return sent


def wait(attempt: int, *, greylisted: bool = False) -> timedelta:
    """How long after the n-th try (from 1) the next may come: 60 s doubled each time, six hours at most."""
    doubled = min(FIRST_WAIT * (1 << (min(attempt, 20) - 1)), LONGEST_WAIT)
    return max(doubled, GREYLISTED_WAIT) if greylisted else doubled


@dataclass(slots=True)
class _Run:
    engine: Engine
    post: Post
    now: datetime
    rules: Rules
    sent: Sent
    names: dict[int, str] = field(default_factory=dict)

    def recover(self) -> None:
        """Settle what a run that broke off left behind."""
        with reading(self.engine) as connection:
            self.names = {row.id: envelope.name(row) for row in letters.outbox(connection)}
            left = [self._parcel(number, letters.mail(connection, number)) for number in letters.underway(connection)]
        receipts = {parcel.number: taken for parcel in left if (taken := self.post.taken(parcel)) is not None}
        with writing(self.engine) as connection:
            found = letters.recover(connection, self.now, resend=self.rules.resend, receipts=receipts)
            for number in found.there:
                letters.note_seen(connection, number, self.now)
        for number in found.again:
            self.sent.problems.append(f"mail {number} was being sent when a run broke off; it goes once more")
        for number in found.parked:
            told = "nobody knows if it went; `digest outbox retry` or `give-up` it"
            self.sent.problems.append(f"mail {number} was being sent when a run broke off: {told}")

    def all(self, pause: Callable[[float], None]) -> None:
        """One mail after the other until none is due, or it is no use to go on."""
        errors = 0
        while errors < self.rules.most_errors and self.sent.halted is None:
            with writing(self.engine) as connection:
                claimed = letters.claim(connection, self.now)
            if claimed is None:
                return
            if sum(self.sent.outcomes.values()) and self.rules.per_minute:
                pause(60 / self.rules.per_minute)
            outcome = self._one(claimed)
            if outcome is not None:
                self.sent.outcomes[outcome] += 1
            errors = 0 if outcome == "sent" else errors + 1
        if self.sent.halted is None:
            self.sent.halted = f"stopped after {errors} errors in a row"

    def _one(self, claimed: letters.Claimed) -> str | None:
        parcel = self._parcel(claimed.id, claimed.mail)
        try:
            note = self.post.deliver(parcel, lambda: self._about_to(parcel))
        except Halt as error:
            self.sent.halted, self.sent.ours = str(error), error.ours
            with writing(self.engine) as connection:
                letters.release(connection, claimed.id, str(error), self.now)
            return None
        except (Refused, Deferred, Doubt, OSError) as error:
            outcome = self._mark(claimed, error)
            self.sent.problems.append(f"mail {claimed.id} to {claimed.mail.recipient}: {outcome}: {error}")
            return outcome
        with writing(self.engine) as connection:
            letters.mark_sent(connection, claimed.id, self.now, reason=note)
            letters.note_seen(connection, claimed.id, self.now)
        return "sent"

    def _about_to(self, parcel: Parcel) -> None:
        signed = None if parcel.message == parcel.mail.message else parcel.message
        with writing(self.engine) as connection:
            letters.mark_sending(connection, parcel.number, self.now, message=signed)

    def _mark(self, claimed: letters.Claimed, error: Exception) -> str:
        reason, again = str(error), self.now + wait(claimed.attempt)
        with writing(self.engine) as connection:
            if isinstance(error, Refused):
                letters.mark_bounced(connection, claimed.id, reason, self.now)
                if error.unreachable:
                    subscriptions.hold(connection, claimed.mail.recipient, reason, self.now)
                return "bounced"
            if isinstance(error, Doubt):
                retry_at = again if self.rules.resend else None
                state = letters.mark_doubtful(connection, claimed.id, reason, self.now, retry_at=retry_at)
                return "in doubt" if state is letters.State.APPROVED else "ambiguous"
            if claimed.attempt >= MOST_ATTEMPTS:
                letters.mark_failed(connection, claimed.id, reason, self.now)
                return "failed"
            if isinstance(error, Deferred) and error.greylisted:
                again = self.now + wait(claimed.attempt, greylisted=True)
            letters.mark_failed(connection, claimed.id, reason, self.now, retry_at=again)
            return "put off"

    def _parcel(self, number: int, mail: letters.Mail) -> Parcel:
        sign = self.rules.sign
        message = mail.message if sign is None else sign(mail.message)
        return Parcel(number=number, name=self.names[number], mail=mail, message=message)
