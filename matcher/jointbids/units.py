"""What is judged of a notice: each lot of a divided contract, else the whole, with its own words and codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.codes import by_code
from model.cpv import Cpv, leaves
from model.notice import Lot, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is judged: a lot with its own words, or the whole contract."""

    notice: Notice
    lot: Lot
    titles: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    around: tuple[tuple[str, str], ...]  # the notice's texts around a lot, where requirements for all lots stand
    divided: bool

    @property
    def cpv(self) -> tuple[Cpv, ...]:
        """Its codes, no code beside one that narrows it unless the steps between them are left out."""
        every = tuple(dict.fromkeys(self.lot.cpv or self.notice.cpv))
        narrow = leaves(every)
        return tuple(code for code in every if code in narrow or _listed_for_itself(code, every, narrow))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that speaks of it."""
        return tuple(text for _, text in (*self.titles, *self.bodies, *self.around))


def _listed_for_itself(code: Cpv, every: Sequence[Cpv], narrow: Sequence[Cpv]) -> bool:
    """Whether a wider code is more than an ancestor a portal adds: those between it and the narrow one are missing."""
    known = by_code()
    return code.depth >= 4 and all(
        any(step.within(code) and step != code and step.code in known and step not in every for step in below.parents())
        for below in narrow
        if below.within(code)
    )


def units(notice: Notice) -> tuple[Unit, ...]:
    """The lots of a divided contract, else the contract as a whole."""
    lots = notice.biddable
    if len(lots) > 1:
        return tuple(_of_lot(notice, lot) for lot in lots)
    whole = lots[0] if lots else Lot(id="LOT-0000", cpv=notice.cpv, places=notice.places)
    titles = _texts(("notice.title", notice), ("lot.title", whole), part="title")
    bodies = _texts(("notice.description", notice), ("lot.description", whole), part="description")
    kept = tuple(pair for pair in bodies if pair[1] not in {text for _, text in titles})
    return (Unit(notice=notice, lot=whole, titles=titles, bodies=kept, around=(), divided=False),)


def as_whole(unit: Unit) -> Unit:
    """A lot whose own words and codes name no trade, read by the words of the notice around it."""
    titles = tuple(pair for pair in unit.around if pair[0].endswith("title"))
    bodies = tuple(pair for pair in unit.around if not pair[0].endswith("title"))
    return replace(unit, titles=titles, bodies=bodies, divided=False)


def _of_lot(notice: Notice, lot: Lot) -> Unit:
    """A lot with its own words: a description that stands in the notice, or in every lot, tells of the whole."""
    titles = _texts(("lot.title", lot), part="title")
    around = _texts(("notice.title", notice), part="title") + _texts(("notice.description", notice), part="description")
    described = [_texts(("lot.description", one), part="description") for one in notice.biddable]
    common = {text for _, text in around} | set.intersection(*({text for _, text in one} for one in described))
    every = _texts(("lot.description", lot), part="description")
    bodies = tuple(pair for pair in every if pair[1] not in common)
    shared = tuple(pair for pair in every if pair[1] in common and pair not in around)
    return Unit(notice=notice, lot=lot, titles=titles, bodies=bodies, around=(*around, *shared), divided=True)


def _texts(*named: tuple[str, Notice | Lot], part: str) -> tuple[tuple[str, str], ...]:
    """Each text once with its field's name; a note counts as description."""
    seen: dict[str, str] = {}
    for field, one in named:
        for text in (one.title,) if part == "title" else (one.description, one.note):
            for _, words in text.versions:
                seen.setdefault(words, field)
    return tuple((field, words) for words, field in seen.items())
