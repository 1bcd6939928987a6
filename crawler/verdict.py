"""The verdict of a crawl, from what the source promised, what it listed and what could be stored."""

from dataclasses import dataclass, field
from datetime import date

from model.verdict import Verdict


@dataclass(slots=True)
class Tally:
    """
    What a crawl counts as it goes. `losses` are problems that mean something is missing; `notes` only tell.

    `promised` is None for a source that never says how much it has; `ended` is then set when every list it has was
    read to an end that its kind of list has. `refused` are documents that could not be read, by number, with the
    reason; `resigned` those of them whose very bytes were refused on an earlier night: the source has nothing better.
    """

    promised: int | None = None
    ended: bool = False
    listed: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    resigned: set[str] = field(default_factory=set)
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

    def refuse(self, number: str, reason: str, *, again: bool) -> None:
        """A document of this number could not be read; `again`: the same bytes could not on an earlier night."""
        if again and (number in self.resigned or number not in self.refused):
            self.resigned.add(number)
        else:
            self.resigned.discard(number)
        self.refused[number] = reason

    @property
    def missing(self) -> set[str]:
        """What is listed and not stored, or stored without a document of its own that could not be read."""
        return (self.listed - self.stored | self.listed & self.refused.keys()) - self.resigned


def verdict(tally: Tally, *, stores: bool) -> Verdict:
    """
    COMPLETE: all promised was listed, all listed was stored (now or before), and nothing was lost on the way. Where the
    source never promises, the lists must have been read to their end instead. A document that cannot be read is missing
    on the night it comes, for it may come whole on the next; the same bytes again hold nothing back for ever.
    FAILED: something was lost and nothing at all was read. INCOMPLETE: anything between.

    `stores` is false where documents go nowhere (`scrapy crawl` without a database), so that storing proves nothing.
    """
    missing = tally.missing if stores else set()
    short = not tally.ended if tally.promised is None else len(tally.listed) < tally.promised
    if not tally.losses and not missing and not short:
        return Verdict.COMPLETE
    return Verdict.INCOMPLETE if tally.listed else Verdict.FAILED


def problems(tally: Tally, *, stores: bool) -> tuple[str, ...]:
    """The sentences for the leader: losses first, then what was listed and not stored, then notes."""
    found = list(tally.losses)
    if tally.promised is not None and len(tally.listed) < tally.promised:
        found.append(f"{tally.promised - len(tally.listed)} of {tally.promised} promised were never listed")
    missing = sorted(tally.missing) if stores else []
    if missing:
        found.append(f"{len(missing)} listed could not be read and stored: {', '.join(missing[:5])}")
    return tuple(dict.fromkeys([*found, *tally.notes]))
