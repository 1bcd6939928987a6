"""The verdict of a crawl, from what the source promised, what it listed and what could be stored."""

from dataclasses import dataclass, field
from datetime import date

from model.verdict import Verdict


@dataclass(slots=True)
class Tally:
    """
    What a crawl counts as it goes. `losses` are problems that mean something is missing; `notes` only tell.

    `promised` is None for a source that never says how much it has; `ended` is then set when every list it has was
    read to an end that its kind of list has.
    """

    promised: int | None = None
    ended: bool = False
    listed: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)  # of what is listed, where the source tells the day

    def list(self, number: str, day: date | None = None) -> None:
        """The source's list names a notice, published or issued on that day."""
        self.listed.add(number)
        if day is not None:
            self.days[number] = day

    def promise(self, number: int) -> None:
        """Add what the source said a window holds."""
        self.promised = (self.promised or 0) + number

    def lose(self, sentence: str) -> None:
        """Something is missing or cannot be trusted."""
        if sentence not in self.losses:
            self.losses.append(sentence)

    def note(self, sentence: str) -> None:
        """Something worth telling that loses nothing."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def verdict(tally: Tally, *, stores: bool) -> Verdict:
    """
    COMPLETE: all promised was listed, all listed was stored (now or before), and nothing was lost on the way. Where the
    source never promises, the lists must have been read to their end instead.
    FAILED: something was lost and nothing at all was read. INCOMPLETE: anything between.

    `stores` is false where documents go nowhere (`scrapy crawl` without a database), so that storing proves nothing.
    """
    missing = tally.listed - tally.stored if stores else set()
    short = not tally.ended if tally.promised is None else len(tally.listed) < tally.promised
    if not tally.losses and not missing and not short:
        return Verdict.COMPLETE
    return Verdict.INCOMPLETE if tally.listed else Verdict.FAILED


def problems(tally: Tally, *, stores: bool) -> tuple[str, ...]:
    """The sentences for the leader: losses first, then what was listed and not stored, then notes."""
    found = list(tally.losses)
    if tally.promised is not None and len(tally.listed) < tally.promised:
        found.append(f"{tally.promised - len(tally.listed)} of {tally.promised} promised notices were never listed")
    missing = sorted(tally.listed - tally.stored) if stores else []
    if missing:
        found.append(f"{len(missing)} listed notices could not be stored: {', '.join(missing[:5])}")
    return tuple(dict.fromkeys([*found, *tally.notes]))
