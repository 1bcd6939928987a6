"""From a folded notice to its rows in the market's slim tables; a pure function of the notice and its readings."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from model.form import FormType
from model.market import COUNTRY, ELSEWHERE, believed, firm_key
from model.money import Money
from model.notice import Lot, Notice, Place
from model.nuts import COUNTIES, Nuts
from model.plausible import EARLIEST
from model.result import LotResult, Tender
from model.term import MOST_OPTIONS, Interval, Length, StartKnown, ends, length, renewed, starts
from store import identity
from store.fold import Folded
from store.tables import market as tables

Values = dict[str, Any]

HUNDRED: Final = 100
SHORTEST: Final = 11
"""Months; what runs shorter and has no options is a job done once."""

_LARGEST_COUNT: Final = 10_000
_REMADE: Final = frozenset({FormType.CHANGE, FormType.CANCELLATION, FormType.UNKNOWN})


def rows(folded: Folded) -> dict[str, list[Values]]:
    """The rows of each table; what is set aside is not to be asked for."""
    notice, day, stage = folded.notice, _day(folded), _stage(folded)
    won = list(_wins(notice))
    return {
        tables.market_notice.name: [_notice(folded, day, stage)],
        tables.market_lot.name: _numbered(_lot_result(one) for one in notice.results),
        tables.market_win.name: _numbered(won),
        tables.market_term.name: _numbered(_terms(notice, day, stage)),
    }


def _numbered(found: Iterable[Values]) -> list[Values]:
    return [{"position": position, **values} for position, values in enumerate(found)]


def _day(folded: Folded) -> date:
    """When it was first published in any version; days that cannot be meant do not count."""
    notice = folded.notice
    own = notice.published or (notice.dispatched.date() if notice.dispatched else folded.first_seen.date())
    published = [reading.notice.published for reading in folded.members]
    return min([own, *(day for day in published if day is not None and day.year >= EARLIEST)])


def _stage(folded: Folded) -> FormType:
    """What it was published as: a change or a cancellation is of something, a change of the unknown a competition."""
    if folded.notice.form_type not in _REMADE:
        return folded.notice.form_type
    before = [one.notice for one in folded.members if one.notice.form_type not in _REMADE]
    if before:
        return min(before, key=lambda one: (one.version, one.published or date.max, one.form_type.value)).form_type
    if folded.notice.form_type is FormType.CANCELLATION and folded.notice.results:
        return FormType.RESULT
    return FormType.COMPETITION if folded.notice.form_type is FormType.CHANGE else folded.notice.form_type


def _notice(folded: Folded, day: date, stage: FormType) -> Values:
    notice = folded.notice
    sums = _awarded(notice) if stage is FormType.RESULT else [notice.worth] if notice.worth else []
    meant = [one for one in sums if believed(one)]
    whole = _sum(meant) if len(meant) == len(sums) else None
    buyer = notice.buyers[0] if notice.buyers else None
    codes = (*notice.cpv, *(code for lot in notice.lots for code in lot.cpv))
    return {
        "day": day,
        "stage": stage.value,
        "procedure_id": identity.short(notice.procedure_id) if notice.procedure_id else folded.key,
        "division": codes[0].division if codes else "",
        "buyer": firm_key(buyer) if buyer else "",
        "buyer_name": buyer.name if buyer else "",
        "counties": " ".join(_counties(notice)),
        "amount": _hundredths(whole),
        "currency": whole.currency if whole else None,
        "doubted": len(meant) < len(sums),
        "called_off": notice.form_type is FormType.CANCELLATION,
    }


def _awarded(notice: Notice) -> list[Money]:
    """What a result awarded: its own total, else the winning tenders, each once."""
    if believed(notice.total_awarded):
        return [notice.total_awarded] if notice.total_awarded else []
    tenders = {key: tender.value for key, _, tender in _winning(notice) if tender.value is not None}
    return list(tenders.values())


def _sum(sums: list[Money]) -> Money | None:
    if len({one.currency for one in sums}) != 1:
        return None
    return Money(sum((one.amount for one in sums), start=Decimal(0)), sums[0].currency)


def _hundredths(money: Money | None) -> int | None:
    return None if money is None else round(money.amount * HUNDRED)


def _counties(notice: Notice) -> list[str]:
    places = [*notice.places, *(place for lot in notice.lots for place in lot.places)]
    return sorted({key for place in places for key in _keys(place)})


def _keys(place: Place) -> set[str]:
    if place.nuts is None:
        return {COUNTRY} if place.is_anywhere else set()
    if not place.nuts.code.startswith(COUNTRY):
        return {ELSEWHERE}
    if place.nuts.code == COUNTRY:
        return {COUNTRY}
    return {code for code in COUNTIES if Nuts(code).within(place.nuts)} or {COUNTRY}


def _lot_result(result: LotResult) -> Values:
    return {"lot_id": result.lot_id or "", "tenders": _tenders(result), "awarded": bool(result.winners)}


def _tenders(result: LotResult) -> int | None:
    """How many tenders came; none and absurdly many are not meant where somebody won."""
    received = result.tenders_received
    return received if received is not None and 0 < received <= _LARGEST_COUNT else None


def _winning(notice: Notice) -> Iterator[tuple[str, LotResult, Tender]]:
    for result in notice.results:
        for number, tender in enumerate(result.winners):
            yield tender.id or f"{result.lot_id} {number}", result, tender


def _wins(notice: Notice) -> Iterator[Values]:
    """A row for each firm behind each winning tender; a tender over several lots once."""
    told: set[tuple[str, str]] = set()
    for key, result, tender in _winning(notice):
        firms = {
            firm_key(one.organisation): one.organisation for one in (tender.party.tenderers if tender.party else ())
        }
        value = tender.value if believed(tender.value) else None
        for firm, organisation in firms.items():
            if (key, firm) not in told:
                told.add((key, firm))
                yield {
                    "tender": key,
                    "lot_id": result.lot_id or "",
                    "firm": firm,
                    "name": organisation.name,
                    "orgnr": organisation.orgnr,
                    "together": len(firms) > 1,
                    "tenders": _tenders(result),
                    "amount": _hundredths(value),
                    "currency": value.currency if value else None,
                }


def _terms(notice: Notice, day: date, stage: FormType) -> Iterator[Values]:
    if stage not in {FormType.COMPETITION, FormType.RESULT}:
        return
    results = {one.lot_id: one for one in notice.results}
    for lot in notice.biddable:
        found = results.get(lot.id) or (notice.results[0] if len(notice.biddable) == len(notice.results) == 1 else None)
        if stage is FormType.COMPETITION or (found is not None and found.winners):
            yield _term(notice, lot, day, found)


def _term(notice: Notice, lot: Lot, day: date, result: LotResult | None) -> Values:
    period = lot.duration
    by = length(period.length, period.unit) if period else None
    known, known_day = _known(lot, day, result)
    if period and period.start and period.end and period.end > period.start and by is None:
        by = Length(days=(period.end - period.start).days)
    if period and period.end and period.end.year >= EARLIEST:
        known, known_day = StartKnown.END, period.end
    options = lot.renewals if lot.renewals and 0 < lot.renewals <= MOST_OPTIONS else None
    end = _end(known, known_day, by)
    return {
        "lot_id": lot.id,
        "title": lot.title.best,
        "known": known.value,
        "known_day": known_day,
        "months": by.months if by else 0,
        "days": by.days if by else 0,
        "options": options,
        "untold": options is None and bool(lot.options),
        "renewable": _renewable(notice, lot, by, options),
        "ends_first": end.first if end else None,
        "over": renewed(end, options or 0).last if end else None,
    }


def _known(lot: Lot, day: date, result: LotResult | None) -> tuple[StartKnown, date]:
    if lot.duration and lot.duration.start and lot.duration.start.year >= EARLIEST:
        return StartKnown.STATED, lot.duration.start
    if result is not None:
        concluded = [one.contract_date for one in result.winners if one.contract_date]
        decided = [one.award_date for one in result.winners if one.award_date]
        for known, days in ((StartKnown.CONTRACT, concluded), (StartKnown.AWARD, decided)):
            if days and min(days).year >= EARLIEST:
                return known, min(days)
        return StartKnown.RESULT, day
    if lot.next_deadline is not None:
        return StartKnown.DEADLINE, lot.next_deadline.at.date()
    return StartKnown.PUBLISHED, day


def _end(known: StartKnown, day: date, by: Length | None) -> Interval | None:
    if not EARLIEST <= day.year <= _YEARS or (by is None and known is not StartKnown.END):
        return None
    begin = starts(known, day)
    return begin if known is StartKnown.END or by is None else ends(begin, by)


_YEARS: Final = 2200  # days beyond are slips of the pen


def _renewable(notice: Notice, lot: Lot, by: Length | None, options: int | None) -> bool:
    """Whether the need may come back: a framework, options, or a service or supply that runs for a year or so."""
    if lot.framework or options:
        return True
    codes = lot.cpv or notice.cpv
    works = (lot.nature or notice.nature) == "works" or bool(codes and codes[0].division == "45")
    if works:
        return False
    period = lot.duration
    if period and period.start and period.end and (period.end - period.start).days >= SHORTEST * 30:
        return True
    return by is not None and by.rough_months >= SHORTEST
