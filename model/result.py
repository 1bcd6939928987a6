"""Outcomes: who was awarded what, alone or together, and among how many tenders (eForms NoticeResult)."""

from dataclasses import dataclass
from datetime import date

from model.money import Money
from model.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenderer:
    """One firm of a tendering party; `lead` is OPT-170, often absent even where there is a lead."""

    organisation: Organisation
    lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderingParty:
    """Who stands behind one tender. More than one tenderer is a consortium; many parties on a lot are not."""

    id: str
    name: str | None = None
    tenderers: tuple[Tenderer, ...] = ()
    subcontractors: tuple[Organisation, ...] = ()

    @property
    def consortium(self) -> bool:
        """Whether several firms tendered together."""
        return len(self.tenderers) > 1

    @property
    def lead(self) -> Organisation | None:
        """The firm marked as lead, or the only one; None where a consortium names no lead."""
        marked = [tenderer.organisation for tenderer in self.tenderers if tenderer.lead]
        if marked:
            return marked[0]
        return self.tenderers[0].organisation if len(self.tenderers) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """
    One tender on a lot. `winner` only where a settled contract refers to it (BT-3202): results list losing ones too.

    `value` is BT-720; members of a consortium share it, it is never added up per firm.
    """

    id: str
    lot_id: str | None = None
    winner: bool = False
    rank: int | None = None
    value: Money | None = None
    party: TenderingParty | None = None
    subcontracting: str | None = None  # raw applicability code (BT-773): yes, no, not-known
    award_date: date | None = None  # BT-1451, the decision
    contract_date: date | None = None  # BT-145, the conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class LotResult:
    """What became of one lot: `status` is BT-142 raw (`selec-w` winner chosen, `clos-nw` closed without, `open-nw`)."""

    lot_id: str | None
    status: str | None = None
    reason: str | None = None  # BT-144 raw: why no winner was chosen
    tenders_received: int | None = None  # BT-759 for code `tenders`; the other codes are subsets of it
    lowest: Money | None = None  # BT-710
    highest: Money | None = None  # BT-711
    tenders: tuple[Tender, ...] = ()

    @property
    def winners(self) -> tuple[Tender, ...]:
        """The tenders a contract was settled with."""
        return tuple(tender for tender in self.tenders if tender.winner)
