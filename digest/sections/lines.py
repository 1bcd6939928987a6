"""What sections share: a find as a card or a row."""

from digest.reasons import reason
from digest.speech import Speech
from digest.week import Find, Week
from model.letter import Line, Link, Why
from model.notice import Lot, Notice, Place

NOT_REASONS = frozenset({"base"})
MOST_WHYS = 3


def card(find: Find, week: Week) -> Line:
    """Title, buyer, place, deadline, value, which lots fit, why, and where to read on."""
    speech = week.speech
    notice, lot = find.notice, find.notice.lot(find.best.lot)
    links = [Link(text=speech.say("Les kunngjøringen"), href=notice.url)] if notice.url else []
    if lot.documents_url:
        links.append(Link(text=speech.say("Konkurransegrunnlaget"), href=lot.documents_url))
    facts = (buyer_of(notice, speech), _place(notice, lot, speech), speech.money(lot.worth or notice.worth))
    return Line(
        title=_title(notice, lot, speech),
        href=notice.url,
        facts=tuple(fact for fact in facts if fact),
        flag=flag(find, week),
        excerpt=_lots(find, lot, speech),
        whys=whys(find, speech),
        links=tuple(links),
        notice=find.key,
        score=find.best.score,
    )


def row(find: Find, week: Week) -> Line:
    """The same in one line."""
    notice, lot = find.notice, find.notice.lot(find.best.lot)
    facts = tuple(filter(None, (buyer_of(notice, week.speech), flag(find, week) or "")))
    title = _title(notice, lot, week.speech)
    return Line(title=title, href=notice.url, facts=facts, notice=find.key, score=find.best.score)


def flag(find: Find, week: Week) -> str | None:
    """The deadline in words, or what kind of notice has none."""
    speech = week.speech
    deadline = find.notice.lot(find.best.lot).next_deadline or find.notice.deadline
    if deadline is not None:
        when, left = speech.when(deadline, week.now), speech.left(deadline, week.now)
        words = speech.say("Frist {when} ({left})", when=when, left=left)
    elif find.notice.form_type == "planning":
        words = speech.say("Planlagt anskaffelse, ingen frist ennå")
    else:
        words = speech.say("Frist ikke oppgitt")
    changed = speech.say("Endret")
    return f"{changed}. {words}" if find.changed or find.notice.change else words


def whys(find: Find, speech: Speech) -> tuple[Why, ...]:
    """The reasons that weigh most for the match, as sentences."""
    reasons = [one for one in find.best.evidence if one.points > 0 and one.signal not in NOT_REASONS]
    reasons.sort(key=lambda one: -one.points)
    return tuple(Why(sentence=reason(one.reason, speech), quotes=one.quotes) for one in reasons[:MOST_WHYS])


def _title(notice: Notice, lot: Lot, speech: Speech) -> str:
    title = notice.title.best or lot.title.best or speech.say("Uten tittel")
    inner = lot.title.best
    return f"{title}: {inner}" if len(notice.biddable) > 1 and inner and inner != title else title


def buyer_of(notice: Notice, speech: Speech) -> str:
    """The first buyer, and how many more."""
    if not notice.buyers:
        return speech.say("oppdragsgiver ikke oppgitt")
    name, more = notice.buyers[0].name, len(notice.buyers) - 1
    return speech.say("{buyer} og {more} til", buyer=name, more=more) if more else name


def _place(notice: Notice, lot: Lot, speech: Speech) -> str:
    names = [_name(place, speech) for place in (lot.places or notice.places)]
    unique = list(dict.fromkeys(name for name in names if name))
    few = ", ".join(unique[:3])
    return speech.say("{places} m.fl.", places=few) if len(unique) > 3 else few


def _name(place: Place, speech: Speech) -> str:
    if place.is_anywhere:
        return speech.say("hvor som helst")
    county = place.nuts.name if place.nuts else ""
    return f"{place.city}, {county}" if place.city and county else county or place.city or ""


def _lots(find: Find, lot: Lot, speech: Speech) -> str:
    lots = len(find.notice.biddable)
    fits = speech.say("Passer på {fit} av {all} delkontrakter", fit=len(find.matches), all=lots) if lots > 1 else ""
    framework = speech.say("Rammeavtale") if lot.framework else ""
    return ". ".join(filter(None, (fits, framework)))
