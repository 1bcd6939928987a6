"""
A hit of TED's Search API v3 as a notice, as far as search fields tell it: lots, but neither winners nor criteria.

Contract TED 1.4 and 1.5: a field may be a text, a list or a mapping by language, whatever the specification says, and
arrays are per lot or without repeats as it happens, so that what belongs to a lot is believed where the counts agree.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from crawler.formats import doffin_common as common
from crawler.formats.eforms_form import WITHOUT_WINNER
from crawler.formats.eforms_times import day, deadline, instant
from crawler.formats.eforms_values import Doubts, codes, money, nuts, web
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model import orgnr
from model.closing import CANCELS
from model.cpv import Cpv
from model.form import BY_LIST_NAME, FormType, of_subtype
from model.money import Money
from model.notice import Change, Deadline, Lot, Notice, Place
from model.nuts import ANYWHERE
from model.organisation import Organisation
from model.text import PREFERENCE, Text

PAGE: Final = "https://ted.europa.eu/en/notice/-/detail/{}"
ONLY_HIT: Final = "Bare søkefeltene fra TED er lest: kunngjøringens XML er ikke hentet ennå"
"""The mark of a notice without its XML; it goes with the XML, whose own doubts are shown instead."""

_NUMBER: Final = re.compile(r"0*(\d{1,8})-((?:19|20)\d\d)", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_VERSION: Final = re.compile(r"0{0,4}([1-9]\d{0,3})", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_NUTS_1: Final = re.compile(r"DE[A-G]|FR[B-MYZ]|IT[CF-I]|UK[C-N]", re.ASCII)  # regions that look like countries
_FIRST_LETTERS: Final = {"AUT": "AT", "DNK": "DK", "EST": "EE", "GRC": "EL", "IRL": "IE", "ISL": "IS", "MLT": "MT",
                         "POL": "PL", "PRT": "PT", "SVK": "SK", "SVN": "SI", "SWE": "SE", "SRB": "RS", "TUR": "TR",
                         "UKR": "UA"}  # fmt: skip
"""Countries whose NUTS codes do not begin with the first two letters of ISO 3166's three."""

_SEPARATOR: Final = " – "  # of `Norway – Structural steelworks – Ny kai`
_NORWEGIAN: Final = frozenset({"NOR", None})


def read(body: bytes, origin: Origin) -> tuple[Notice, ...]:
    """The notice of a hit. Raises FormatError alone, on any bytes."""
    hit = common.load(body)
    number = common.words(hit.get("publication-number"))
    if not number:
        raise FormatError("a search hit without a publication number")
    language = next((code.upper() for code in _texts(hit, "official-language")), None)
    title = _title(hit, language)
    if not title:
        raise FormatError("a search hit without a title")
    match = _NUMBER.fullmatch(number)
    published = f"{int(match[1])}-{match[2]}" if match else None
    dispatched = instant(_first(hit, "dispatch-date"), None)
    doubts = Doubts(dispatched)
    doubts.add(ONLY_HIT)
    cpv = codes(_texts(hit, "classification-cpv"), doubts)
    places = _places(_texts(hit, "place-of-performance"), doubts)
    change = _change(hit)
    return (
        Notice(
            source=origin.source,
            source_id=published or number,
            notice_uuid=_uuid(_first(hit, "notice-identifier")),
            version=_version(_first(hit, "notice-version")),
            procedure_id=(_first(hit, "procedure-identifier") or "").lower() or None,
            publication_number=published,
            form_type=_form(hit, change, doubts),
            subtype=_first(hit, "notice-subtype"),
            notice_type=_first(hit, "notice-type"),
            language=language,
            title=title,
            description=_languages(hit.get("description-proc")),
            buyers=_buyers(hit, language),
            nature=_first(hit, "contract-nature-main-proc"),
            cpv=cpv,
            places=places,
            value=_value(hit, doubts),
            procedure_type=_first(hit, "procedure-type"),
            dispatched=dispatched,
            published=_day(_first(hit, "publication-date")),
            lots=_lots(hit, title, cpv, places, doubts),
            change=change,
            url=PAGE.format(published) if published else None,
            warnings=doubts.told(),
        ),
    )


def _texts(hit: Mapping[str, Any], field: str) -> list[str]:
    """A field's values as texts, in order, repeats kept; of a mapping by language those of its first language."""
    value = hit.get(field)
    if isinstance(value, dict):
        value = next(iter(value.values()), None)
    return _flat(value)


def _flat(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    found = (str(one) if isinstance(one, int | float) and not isinstance(one, bool) else one for one in values)
    return [words for one in found if (words := common.words(one))]


def _first(hit: Mapping[str, Any], field: str) -> str | None:
    return next(iter(_texts(hit, field)), None)


def _versions(value: object) -> dict[str, list[str]]:
    """A mapping by language, or bare words, as texts by language code."""
    if isinstance(value, dict):
        return {code.upper(): _flat(inner) for code, inner in value.items()}
    return {"": _flat(value)}


def _languages(value: object) -> Text:
    return Text.of((code, "\n".join(dict.fromkeys(texts))) for code, texts in _versions(value).items())


def _title(hit: Mapping[str, Any], language: str | None) -> Text:
    """The buyer's own title; else the last part of `notice-title`, which comes in 24 languages with that part as is."""
    own = _languages(hit.get("title-proc"))
    if own:
        return own
    made = {code: texts[0] for code, texts in _versions(hit.get("notice-title")).items() if texts}
    for code in (language or "", *PREFERENCE, *made):
        if code in made:
            parts = made[code].split(_SEPARATOR, 2)
            return Text.plain(parts[-1] if len(parts) == 3 else made[code], code)
    return Text.of((code, texts[0]) for code, texts in _versions(hit.get("title-lot")).items() if texts)


def _uuid(raw: str | None) -> str | None:
    return raw.lower() if raw and _UUID.fullmatch(raw.lower()) else None


def _version(raw: str | None) -> int:
    match = _VERSION.fullmatch(raw or "")
    return int(match[1]) if match else 1


def _day(raw: str | None) -> date | None:
    return day(raw.partition("T")[0]) if raw else None


def _form(hit: Mapping[str, Any], change: Change | None, doubts: Doubts) -> FormType:
    subtype, list_ = _first(hit, "notice-subtype"), _first(hit, "form-type") or ""
    form = of_subtype(subtype)
    if form is FormType.UNKNOWN:
        form = BY_LIST_NAME.get(list_, FormType.UNKNOWN)
    if form is FormType.UNKNOWN:
        doubts.add(f"Kunngjøringstypen {(subtype or list_)[:20]!r} er ukjent")
    if change is not None and CANCELS in change.reasons:
        return FormType.CANCELLATION
    outcomes = set(_texts(hit, "winner-selection-status"))
    return FormType.CANCELLATION if form is FormType.RESULT and outcomes == {WITHOUT_WINNER} else form


def _change(hit: Mapping[str, Any]) -> Change | None:
    of = tuple(dict.fromkeys(_texts(hit, "change-notice-version-identifier")))
    reasons = tuple(dict.fromkeys(_texts(hit, "change-reason-code")))
    if not of and not reasons:
        return None
    described = _languages(hit.get("change-description"))
    return Change(
        of=of,
        reasons=reasons,
        reason_text=_languages(hit.get("change-reason-description")),
        descriptions=(described,) if described else (),
    )


def _buyers(hit: Mapping[str, Any], language: str | None) -> tuple[Organisation, ...]:
    """Buyers by name in the notice's own language; a number belongs to a name where there are as many of both."""
    by_language = _versions(hit.get("buyer-name"))
    names = list(dict.fromkeys(by_language.get(language or "") or next(filter(None, by_language.values()), [])))
    numbers = list(dict.fromkeys(_texts(hit, "buyer-identifier")))
    countries = list(dict.fromkeys(_texts(hit, "buyer-country")))
    country = countries[0] if len(countries) == 1 else None
    found = []
    for position, name in enumerate(names):
        raw = numbers[position] if len(numbers) == len(names) else None
        own = orgnr.find(raw) or orgnr.find(name) if country in _NORWEGIAN else None
        found.append(Organisation(name=name, orgnr=own, raw_id=raw, country=country))
    return tuple(dict.fromkeys(found))


def _places(raws: Sequence[str], doubts: Doubts) -> tuple[Place, ...]:
    """Regions, each once; a country beside one of its own regions says nothing more and is left out."""
    found, countries = [], []
    for raw in dict.fromkeys(raws):
        if raw in ANYWHERE:
            found.append(Place(anywhere=raw))
        elif _COUNTRY.fullmatch(raw) and not _NUTS_1.fullmatch(raw):
            countries.append(raw)
        elif (code := nuts(raw, doubts)) is not None:
            found.append(Place(nuts=code))
    regions = {place.nuts.code[:2] for place in found if place.nuts is not None}
    alone = [Place(country=one) for one in countries if _FIRST_LETTERS.get(one, one[:2]) not in regions]
    return (*found, *alone)


def _value(hit: Mapping[str, Any], doubts: Doubts) -> Money | None:
    amount, currency = _first(hit, "estimated-value-proc"), _first(hit, "estimated-value-cur-proc")
    return money((currency or "", amount), doubts, "Anslått verdi") if amount else None


def _lots(
    hit: Mapping[str, Any], title: Text, cpv: tuple[Cpv, ...], places: tuple[Place, ...], doubts: Doubts
) -> tuple[Lot, ...]:
    ids = list(dict.fromkeys(_texts(hit, "identifier-lot"))) or ["LOT-0000"]
    many = len(ids)
    titles = _by_lot(hit.get("title-lot"), many)
    descriptions = _by_lot(hit.get("description-lot"), many)
    mains = _texts(hit, "main-classification-lot")
    values = _values(hit, many, doubts)
    tenders = _deadlines(hit, "deadline-receipt-tender", many, "Tilbudsfrist", doubts)
    requests = _deadlines(hit, "deadline-receipt-request", many, "Frist for forespørsel om å delta", doubts)
    frameworks = _spread(_texts(hit, "framework-agreement-lot"), many)
    documents = _spread(_texts(hit, "document-url-lot"), many)
    submission = _spread(_texts(hit, "submission-url-lot"), many)
    return tuple(
        Lot(
            id=id_,
            title=titles[position] or (title if many == 1 else Text()),
            description=descriptions[position],
            cpv=(codes([mains[position]], doubts) if len(mains) == many > 1 else ()) or cpv,
            places=places,
            value=values[position],
            deadline=tenders[position],
            request_deadline=requests[position],
            framework=None if frameworks[position] == "none" else frameworks[position],
            documents_url=web(documents[position], doubts, "Konkurransegrunnlag"),
            submission_url=web(submission[position], doubts, "Innsending"),
        )
        for position, id_ in enumerate(ids)
    )


def _by_lot(value: object, many: int) -> list[Text]:
    """Texts by language, a list over lots each, turned into a text for each lot; a list of another length is no use."""
    by_language = {code: texts for code, texts in _versions(value).items() if len(texts) == many}
    return [Text.of((code, texts[position]) for code, texts in by_language.items()) for position in range(many)]


def _spread(values: Sequence[str], many: int) -> list[str | None]:
    """A value for each lot where there are as many, or the same for all where they are one; else none."""
    if len(values) == many:
        return list(values)
    return [values[0] if len(set(values)) == 1 else None] * many


def _values(hit: Mapping[str, Any], many: int, doubts: Doubts) -> list[Money | None]:
    amounts = _texts(hit, "estimated-value-lot")
    currencies = _spread(_texts(hit, "estimated-value-cur-lot"), many)
    if len(amounts) != many:  # one sum for several lots is not the value of each
        return [None] * many
    pairs = zip(currencies, amounts, strict=True)
    return [money((currency or "", amount), doubts, "Anslått verdi") for currency, amount in pairs]


def _deadlines(hit: Mapping[str, Any], field: str, many: int, what: str, doubts: Doubts) -> list[Deadline | None]:
    """A time limit for each lot; where it cannot be told which is whose, the earliest for all, and that is told."""
    days, times = _texts(hit, f"{field}-date-lot"), _texts(hit, f"{field}-time-lot")
    clocks = _spread(times, len(days)) if days else []
    found = [deadline(_period(one, clock), doubts, what) for one, clock in zip(days, clocks, strict=True)]
    if len(found) == many:
        return list(found)
    believed = [one for one in found if one is not None]
    if len(set(believed)) > 1:
        doubts.add(f"{what}: hvilken delkontrakt fristene gjelder, går ikke fram; den tidligste er vist for alle")
    return [min(believed, key=lambda one: one.at, default=None)] * many


def _period(raw_day: str, raw_time: str | None) -> dict[str, str]:
    day_, _, clock = raw_day.partition("T")  # a date alone, or one with its time in the same value
    time_ = raw_time or clock
    return {"day": day_} | ({"time": time_} if time_ else {})
