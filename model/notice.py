"""Notice and Lot: one version of one published notice and what one can bid for in it (eForms business terms)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from model.cpv import Cpv
from model.form import OPEN_FORMS, FormType
from model.money import Money
from model.nuts import ANYWHERE, Nuts
from model.organisation import Organisation
from model.result import LotResult
from model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of performance: a region, or a special code of BT-727 (`anyw`), or words alone."""

    nuts: Nuts | None = None  # BT-5071
    anywhere: str | None = None  # BT-727 raw code
    country: str | None = None  # BT-5141
    city: str | None = None  # BT-5131
    text: str | None = None  # BT-728

    @property
    def is_anywhere(self) -> bool:
        """Whether the work may be done anywhere: such a place counts as a possible match for every region."""
        return self.anywhere in ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time limit in UTC. Where the notice states a date alone, `at` is the end of that day and `date_only` is set."""

    at: datetime
    date_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Planned duration (BT-36, 536, 537, 538): length and unit as written, and/or start and end."""

    length: int | None = None
    unit: str | None = None  # DAY, WEEK, MONTH, YEAR
    start: date | None = None
    end: date | None = None
    code: str | None = None  # BT-538 raw: UNLIMITED, UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A selection (BT-809/750, older 747/749) or award criterion (BT-539/540) with its raw code."""

    code: str | None = None
    name: Text = Text()
    description: Text = Text()
    weight: str | None = None  # the number as written (BT-541), percent or points


class LotKind(StrEnum):
    """`cac:ProcurementProjectLot/cbc:ID/@schemeName`."""

    LOT = "Lot"
    PART = "Part"  # planning notices
    GROUP = "LotsGroup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What one can bid for. A notice without lots has one made of its own fields, so nobody branches."""

    id: str
    kind: LotKind = LotKind.LOT
    reference: str | None = None  # BT-22, the buyer's own number
    title: Text = Text()  # BT-21
    description: Text = Text()  # BT-24
    note: Text = Text()  # BT-300
    cpv: tuple[Cpv, ...] = ()  # BT-262 first, then BT-263
    nature: str | None = None  # BT-23 raw: works, supplies, services
    places: tuple[Place, ...] = ()
    value: Money | None = None  # BT-27
    framework_maximum: Money | None = None  # BT-271
    duration: Period | None = None
    renewals: int | None = None  # BT-58
    options: Text = Text()  # BT-54
    deadline: Deadline | None = None  # BT-131 receipt of tenders
    request_deadline: Deadline | None = None  # BT-1311 receipt of requests to participate
    interest_deadline: Deadline | None = None  # BT-630 receipt of expressions
    questions_by: Deadline | None = None  # BT-13
    opening: datetime | None = None  # BT-132, UTC
    framework: str | None = None  # BT-765 raw: fa-wo-rc, fa-w-rc, fa-mix; None for `none`
    dps: str | None = None  # BT-766 raw; None for `none`
    max_participants: int | None = None  # BT-113
    reserved: str | None = None  # BT-71 raw; None for `none`
    selection: tuple[Criterion, ...] = ()
    award: tuple[Criterion, ...] = ()
    documents_url: str | None = None  # BT-15, else BT-615
    submission_url: str | None = None  # BT-18
    languages: tuple[str, ...] = ()  # BT-97
    guarantee: Text = Text()  # BT-75
    previous: tuple[str, ...] = ()  # BT-125 previous planning notices
    grouped: tuple[str, ...] = ()  # lots of a LotsGroup (BT-1375)

    @property
    def next_deadline(self) -> Deadline | None:
        """What a bidder must keep first: tenders, else requests to participate, else expressions of interest."""
        return self.deadline or self.request_deadline or self.interest_deadline

    @property
    def worth(self) -> Money | None:
        """The estimated value, else the framework's maximum; zero and less count as not given."""
        return next((sum_ for sum_ in (self.value, self.framework_maximum) if sum_ and sum_.amount > 0), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change notice says of itself (BT-758, 140, 762, 141, 13716)."""

    of: tuple[str, ...] = ()  # identifiers of the changed notice, blanks stripped: `uuid-01`, a Doffin id, a TED number
    modifies: tuple[str, ...] = ()  # BT-1501: the award whose contract is modified; it stands, unlike one in `of`
    reasons: tuple[str, ...] = ()  # raw codes
    reason_text: Text = Text()
    descriptions: tuple[Text, ...] = ()
    sections: tuple[str, ...] = ()  # raw section ids: LOT-0001, PROJECT …


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """
    One version of one notice. Not the procurement: a procedure groups planning, competition, changes and result.

    `source`/`source_id` name the document it was read from; identity is (`notice_uuid`, `version`) where the notice
    has one. Unknown codes are kept raw; missing is None or empty, never a neutral half.
    """

    source: str
    source_id: str
    notice_uuid: str | None = None  # BT-701; a converted older notice carries its Doffin id here in XML: then None
    version: int = 1  # BT-757
    procedure_id: str | None = None  # BT-04
    publication_number: str | None = None  # OPP-010, TED's number, only where it is this notice's own
    form_type: FormType = FormType.UNKNOWN
    subtype: str | None = None  # OPP-070 raw
    notice_type: str | None = None  # BT-02 raw
    customization: str | None = None  # OPT-002
    legal_basis: str | None = None  # BT-01
    language: str | None = None  # BT-702
    title: Text = Text()
    description: Text = Text()
    note: Text = Text()
    buyers: tuple[Organisation, ...] = ()
    nature: str | None = None
    cpv: tuple[Cpv, ...] = ()
    places: tuple[Place, ...] = ()
    value: Money | None = None
    framework_maximum: Money | None = None
    total_awarded: Money | None = None  # BT-161
    procedure_type: str | None = None  # BT-105 raw
    max_lots_submitted: int | None = None  # BT-31
    max_lots_awarded: int | None = None  # BT-33
    dispatched: datetime | None = None  # BT-05, UTC
    published: date | None = None  # OPP-012, or the portal's own publication date
    lots: tuple[Lot, ...] = ()
    change: Change | None = None
    results: tuple[LotResult, ...] = ()
    url: str | None = None  # the notice's public page
    warnings: tuple[str, ...] = ()  # what was read but is not believed, in words

    @property
    def biddable(self) -> tuple[Lot, ...]:
        """Lots and parts; groups of lots are a way to bid, not a thing of their own."""
        return tuple(lot for lot in self.lots if lot.kind is not LotKind.GROUP)

    @property
    def deadline(self) -> Deadline | None:
        """The earliest deadline of its lots."""
        found = [lot.next_deadline for lot in self.biddable if lot.next_deadline]
        return min(found, key=lambda deadline: deadline.at, default=None)

    @property
    def open_form(self) -> bool:
        """Whether a notice of this form can still lead to something to win (its dates are another matter)."""
        return self.form_type in OPEN_FORMS

    @property
    def worth(self) -> Money | None:
        """The estimated value, else the framework maximum, else the sum of its lots where all state one currency."""
        own = next((sum_ for sum_ in (self.value, self.framework_maximum) if sum_ and sum_.amount > 0), None)
        if own is not None:
            return own
        lots = [lot.worth for lot in self.biddable]
        stated = [money for money in lots if money is not None]
        if len(stated) != len(lots) or len({money.currency for money in stated}) != 1:
            return None
        return Money(sum((money.amount for money in stated), start=stated[0].amount * 0), stated[0].currency)

    def lot(self, lot_id: str) -> Lot:
        """The lot with this id. Raises KeyError where there is none."""
        for lot in self.lots:
            if lot.id == lot_id:
                return lot
        raise KeyError(lot_id)
