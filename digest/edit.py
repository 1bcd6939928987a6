"""A person's changes to a draft, applied before it is drawn, so that its subject and its figures stay true."""

from collections.abc import Callable
from dataclasses import replace

from digest.settings import DigestSettings
from digest.week import Week
from model.letter import Edits, Letter

Writer = Callable[[Week, DigestSettings], Letter | None]
"""Writes a kind of letter from a week's facts, or None where there is nothing to write."""


def without(week: Week, changes: Edits) -> Week:
    """The week as if the notices dropped had not come up."""
    dropped = set(changes.dropped)
    return replace(
        week,
        finds=tuple(find for find in week.finds if find.key not in dropped),
        changes=tuple(change for change in week.changes if change.key not in dropped),
        together=tuple(one for one in week.together if one.key not in dropped),
    )


def writer(write: Writer, changes: Edits) -> Writer:
    """What writes the same letters, with the greeting a person wrote, if one did."""

    def greeted(week: Week, settings: DigestSettings) -> Letter | None:
        letter = write(week, settings)
        return letter if letter is None or changes.greeting is None else replace(letter, greeting=changes.greeting)

    return greeted
