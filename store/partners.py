"""
Who bid together before: consortia and subcontractors in awards of the same buyers and trades, and members' partners.

Public records, told to the leader as a help to assess a team. It is no advice on who should bid where.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from model.money import Money
from model.organisation import Organisation
from store.outcomes import Asked, Award, Outcome, outcomes, taking_part, wins


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBid:
    """A tender that won with several firms behind it; `tenders` is among how many, None where that is not told."""

    notice: str
    title: str
    buyers: tuple[Organisation, ...]
    published: date | None
    firms: tuple[Organisation, ...]
    lead: Organisation | None
    subcontractors: tuple[Organisation, ...]
    tenders: int | None
    value: Money | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPartner:
    """A firm that won together with another, or worked under it or over it, and how often."""

    name: str
    orgnr: str | None
    times: int


def together(
    connection: Connection, *, buyers: Collection[str], branches: Collection[str], since: date, limit: int = 10
) -> list[PastBid]:
    """
    Winning tenders with several firms behind them, of these buyers (nine digits), then of these CPV branches.

    Within each the newest first; a tender over several lots counts once.
    """
    found: dict[tuple[str, tuple[str, ...]], PastBid] = {}
    asked = [Asked(buyer=one, since=since) for one in sorted(buyers)]
    asked += [Asked(cpv=one, since=since) for one in sorted(branches)]
    for wanted in asked:
        bids = [bid for outcome in outcomes(connection, wanted) for bid in _bids(outcome)]
        for bid in sorted(bids, key=lambda bid: (bid.published or date.min, bid.notice), reverse=True):
            found.setdefault((bid.notice, tuple(firm.name for firm in bid.firms)), bid)
    return list(found.values())[:limit]


def of_firm(connection: Connection, orgnr: str, *, since: date) -> list[PastPartner]:
    """The firms this one (nine digits) won with, the most frequent first."""
    counted: Counter[str] = Counter()
    known: dict[str, Organisation] = {}
    for outcome in (*wins(connection, orgnr, since=since), *taking_part(connection, orgnr, since=since)):
        for award in outcome.awards:
            firms = (*award.firms, *award.subcontractors)
            if any(firm.orgnr == orgnr for firm in firms):
                for name, firm in {firm.orgnr or firm.name: firm for firm in firms if firm.orgnr != orgnr}.items():
                    known[name] = firm
                    counted[name] += 1
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [PastPartner(name=known[name].name, orgnr=known[name].orgnr, times=times) for name, times in ordered]


def _bids(outcome: Outcome) -> Iterator[PastBid]:
    for award in outcome.awards:
        if award.consortium or award.subcontractors:
            yield _bid(outcome, award)


def _bid(outcome: Outcome, award: Award) -> PastBid:
    return PastBid(
        notice=outcome.notice,
        title=outcome.title,
        buyers=outcome.buyers,
        published=outcome.published,
        firms=award.firms,
        lead=award.lead,
        subcontractors=award.subcontractors,
        tenders=outcome.tenders,
        value=award.value,
        url=outcome.url,
    )
