"""What sections share: a find as a card or a row."""

from datetime import datetime

from digest.norwegian import left, money, when
from digest.week import Find
from model.letter import Line, Link, Why
from model.notice import Lot, Notice, Place

NOT_REASONS = frozenset({"base"})
MOST_WHYS = 3


def card(find: Find, now: datetime) -> Line:
    """Title, buyer, place, deadline, value, which lots fit, why, and where to read on."""
    notice, lot = find.notice, find.notice.lot(find.best.lot)
    links = [Link(text="Les kunngjøringen", href=notice.url)] if notice.url else []
    if lot.documents_url:
        links.append(Link(text="Konkurransegrunnlaget", href=lot.documents_url))
    return Line(
        title=_title(notice, lot),
        href=notice.url,
        facts=tuple(fact for fact in (buyer_of(notice), _place(notice, lot), money(lot.worth or notice.worth)) if fact),
        flag=flag(find, now),
        excerpt=_lots(find, lot),
        whys=whys(find),
        links=tuple(links),
        notice=find.key,
        score=find.best.score,
    )


def row(find: Find, now: datetime) -> Line:
    """The same in one line."""
    notice, lot = find.notice, find.notice.lot(find.best.lot)
    facts = (buyer_of(notice), flag(find, now) or "")
    title = _title(notice, lot)
    return Line(title=title, href=notice.url, facts=tuple(filter(None, facts)), notice=find.key, score=find.best.score)


def flag(find: Find, now: datetime) -> str | None:
    """The deadline in words, or what kind of notice has none."""
    deadline = find.notice.lot(find.best.lot).next_deadline or find.notice.deadline
    changed = "Endret. " if find.changed or find.notice.change else ""
    if deadline is not None:
        return f"{changed}Frist {when(deadline, now)} ({left(deadline, now)})"
    kind = "Planlagt anskaffelse, ingen frist ennå" if find.notice.form_type == "planning" else "Frist ikke oppgitt"
    return f"{changed}{kind}"


def whys(find: Find) -> tuple[Why, ...]:
    """The reasons that weigh most for the match, as sentences."""
    reasons = [one for one in find.best.evidence if one.points > 0 and one.signal not in NOT_REASONS]
    reasons.sort(key=lambda one: -one.points)
    return tuple(Why(sentence=one.reason, quotes=one.quotes) for one in reasons[:MOST_WHYS])


def _title(notice: Notice, lot: Lot) -> str:
    title = notice.title.best or lot.title.best or "Uten tittel"
    inner = lot.title.best
    return f"{title}: {inner}" if len(notice.biddable) > 1 and inner and inner != title else title


def buyer_of(notice: Notice) -> str:
    """The first buyer, and how many more."""
    if not notice.buyers:
        return "oppdragsgiver ikke oppgitt"
    more = len(notice.buyers) - 1
    return notice.buyers[0].name + (f" og {more} til" if more else "")


def _place(notice: Notice, lot: Lot) -> str:
    names = [_name(place) for place in (lot.places or notice.places)]
    unique = list(dict.fromkeys(name for name in names if name))
    return ", ".join(unique[:3]) + (" m.fl." if len(unique) > 3 else "")


def _name(place: Place) -> str:
    if place.is_anywhere:
        return "hvor som helst"
    county = place.nuts.name if place.nuts else ""
    return f"{place.city}, {county}" if place.city and county else county or place.city or ""


def _lots(find: Find, lot: Lot) -> str:
    lots = len(find.notice.biddable)
    fits = f"Passer på {len(find.matches)} av {lots} delkontrakter" if lots > 1 else ""
    framework = "Rammeavtale" if lot.framework else ""
    return ". ".join(filter(None, (fits, framework)))
