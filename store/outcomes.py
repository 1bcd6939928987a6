"""Outcomes: who won what, lot by lot, alone or together, and for how much; by buyer, trade, time and firm."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from model.form import FormType
from model.money import Money
from model.organisation import Organisation
from model.result import LotResult, Tender
from store import notices
from store.notices import StoredNotice
from store.tables.notices import notice as table
from store.tables.notices import notice_cpv, notice_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """
    One winning tender: the firms behind it, and its value, which they share and which counts once.

    `lead` is None where a consortium names none; `tender` names it within its notice.
    """

    tender: str
    firms: tuple[Organisation, ...]
    lead: Organisation | None
    subcontractors: tuple[Organisation, ...]
    value: Money | None

    @property
    def consortium(self) -> bool:
        """Whether several firms won together."""
        return len(self.firms) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a lot; `status` and `reason` are the raw codes, `tenders` how many were received."""

    notice: str
    lot: str | None
    title: str
    buyers: tuple[Organisation, ...]
    published: date | None
    status: str | None
    reason: str | None
    tenders: int | None
    awards: tuple[Award, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which outcomes: of a buyer, of a CPV branch (its leading digits), of a period (both days in), won by a firm."""

    buyer: str | None = None
    cpv: str | None = None
    since: date | None = None
    until: date | None = None
    orgnr: str | None = None


def outcomes(connection: Connection, asked: Asked = Asked()) -> Iterator[Outcome]:
    """
    The outcomes asked for, by notice and lot. Results replaced by a correction and tests are left out.

    `asked.orgnr` takes winners alone or in a consortium, not subcontractors (see `taking_part`).
    """
    for stored in _stored(connection, asked, ("winner",)):
        for result in stored.notice.results:
            outcome = _outcome(stored, result)
            if asked.orgnr is None or any(_won(award, asked.orgnr) for award in outcome.awards):
                yield outcome


def wins(connection: Connection, orgnr: str, *, since: date | None = None) -> list[Outcome]:
    """What a firm (nine digits) won, alone or with others; each outcome holds its awards only."""
    found = outcomes(connection, Asked(orgnr=orgnr, since=since))
    return [_only(outcome, orgnr) for outcome in found]


def taking_part(connection: Connection, orgnr: str, *, since: date | None = None) -> list[Outcome]:
    """The outcomes in which a firm is named as a winner's subcontractor."""
    asked = Asked(orgnr=orgnr, since=since)
    return [
        outcome
        for stored in _stored(connection, asked, ("subcontractor",))
        for outcome in (_outcome(stored, result) for result in stored.notice.results)
        if any(firm.orgnr == orgnr for award in outcome.awards for firm in award.subcontractors)
    ]


def total(found: Iterable[Outcome]) -> dict[str, Decimal]:
    """The sum by currency of the awards' values: a tender counts once however many firms or lots it names."""
    values: dict[tuple[str, str], Money] = {}
    for outcome in found:
        for number, award in enumerate(outcome.awards):
            if award.value is not None:
                values[outcome.notice, award.tender or f"{outcome.lot} {number}"] = award.value
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for value in values.values():
        sums[value.currency] += value.amount
    return dict(sorted(sums.items()))


def _stored(connection: Connection, asked: Asked, roles: tuple[str, ...]) -> Iterator[StoredNotice]:
    query = select(table.c.key).where(
        table.c.form_type.in_([FormType.RESULT.value, FormType.CANCELLATION.value]),
        table.c.superseded_by.is_(None),
        table.c.set_aside.is_(None),
    )
    firm = notice_organisation.c
    for orgnr, wanted in ((asked.buyer, ("buyer",)), (asked.orgnr, roles)):
        if orgnr is not None:
            query = query.where(table.c.key.in_(select(firm.notice).where(firm.orgnr == orgnr, firm.role.in_(wanted))))
    if asked.cpv is not None:
        branch = notice_cpv.c.code.startswith(asked.cpv, autoescape=True)
        query = query.where(table.c.key.in_(select(notice_cpv.c.notice).where(branch)))
    if asked.since is not None:
        query = query.where(table.c.published >= asked.since)
    if asked.until is not None:
        query = query.where(table.c.published <= asked.until)
    keys = list(connection.execute(query).scalars())
    yield from notices.current(connection, keys=keys)


def _outcome(stored: StoredNotice, result: LotResult) -> Outcome:
    notice = stored.notice
    return Outcome(
        notice=stored.key,
        lot=result.lot_id,
        title=notice.title.best,
        buyers=notice.buyers,
        published=notice.published,
        status=result.status,
        reason=result.reason,
        tenders=result.tenders_received,
        awards=tuple(_award(tender) for tender in result.winners),
        url=notice.url,
    )


def _award(tender: Tender) -> Award:
    party = tender.party
    return Award(
        tender=tender.id,
        firms=tuple(one.organisation for one in party.tenderers) if party else (),
        lead=party.lead if party else None,
        subcontractors=party.subcontractors if party else (),
        value=tender.value,
    )


def _won(award: Award, orgnr: str) -> bool:
    return any(firm.orgnr == orgnr for firm in award.firms)


def _only(outcome: Outcome, orgnr: str) -> Outcome:
    return Outcome(
        **{name: getattr(outcome, name) for name in Outcome.__slots__ if name != "awards"},
        awards=tuple(award for award in outcome.awards if _won(award, orgnr)),
    )
