"""What `doctor` tells of the post: letters that did not go, recipients that cannot be reached, days without a run."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from cli.call import Call
from store import bounces, letters, subscriptions
from store.database import reading
from store.letters import State

RECENT: Final = timedelta(days=30)
OVERDUE: Final = timedelta(hours=26)
"""A mail that may go and has waited longer than this waits for a server, or for somebody to run the post."""

TO_DO: Final = {
    State.AMBIGUOUS: "nobody knows whether they went; `digest outbox retry` or `give-up` them",
    State.FAILED: "were given up",
    State.BOUNCED: "were refused or came back; mend the address in the profile",
    State.WITHHELD: "are withheld: the recipient unsubscribed or cannot be reached",
}


def findings(run: Call) -> Iterator[tuple[bool, str]]:
    """Whether it is well, and what there is to say."""
    with reading(run.engine) as connection:
        rows = [row for row in letters.outbox(connection) if row.changed_at >= run.now - RECENT]
        held = [one for one in subscriptions.recipients(connection) if one.held_at is not None]
        reported = bounces.since(connection, run.now - RECENT)
    states = Counter(row.state for row in rows)
    yield True, f"{states[State.SENT]} letters sent in 30 days, {states[State.DRAFT]} drafts, {len(reported)} bounces"
    for state, says in TO_DO.items():
        if states[state]:
            yield False, f"{states[state]} letters {says}"
    waiting = [row for row in rows if row.state is State.APPROVED and row.changed_at < run.now - OVERDUE]
    if waiting:
        yield (
            False,
            f"{len(waiting)} approved letters have not gone; run `digest send` ({waiting[0].reason or 'not tried'})",
        )
    for one in held:
        says = f"{one.email} is sent nothing since {one.held_at:%Y-%m-%d}: {one.held_because}"
        yield False, f"{says}; `digest recipients clear {one.email}` when it is mended"
    mail = run.configuration.mail
    if mail.redirect is not None:
        yield False, f"every letter goes to {mail.redirect} ([mail] redirect): a trial run"
