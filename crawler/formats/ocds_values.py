"""What the readers of OCDS share: money, dates, periods, organisations, classifications and places of a release."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from crawler.formats.doffin_common import day, rows, texts, words
from crawler.formats.doffin_common import deadline as deadline_of
from model import orgnr
from model.cpv import Cpv
from model.money import Money
from model.notice import Deadline, Period, Place
from model.nuts import Nuts
from model.organisation import Organisation
from model.text import Text

LANGUAGES: Final[Mapping[str, str]] = {
    "cy": "CYM", "da": "DAN", "de": "DEU", "en": "ENG", "es": "SPA", "et": "EST", "fi": "FIN", "fr": "FRA",
    "ga": "GLE", "hr": "HRV", "is": "ISL", "it": "ITA", "lt": "LIT", "lv": "LAV", "mt": "MLT", "nb": "NOB",
    "nl": "NLD", "nn": "NNO", "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON", "sl": "SLV", "sv": "SWE",
}  # fmt: skip
"""ISO 639-1 -> eForms language codes."""

COUNTRIES: Final[Mapping[str, tuple[str, str | None]]] = {
    "no": ("NOR", "NO"), "nor": ("NOR", "NO"), "norway": ("NOR", "NO"), "norge": ("NOR", "NO"),
    "gb": ("GBR", "UK"), "uk": ("GBR", "UK"), "gbr": ("GBR", "UK"), "united kingdom": ("GBR", "UK"),
    "england": ("GBR", "UK"), "scotland": ("GBR", "UKM"), "wales": ("GBR", "UKL"), "northern ireland": ("GBR", "UKN"),
    "de": ("DEU", "DE"), "deu": ("DEU", "DE"), "germany": ("DEU", "DE"), "deutschland": ("DEU", "DE"),
    "se": ("SWE", "SE"), "sweden": ("SWE", "SE"), "fi": ("FIN", "FI"), "finland": ("FIN", "FI"),
    "dk": ("DNK", "DK"), "denmark": ("DNK", "DK"), "nl": ("NLD", "NL"), "netherlands": ("NLD", "NL"),
    "fr": ("FRA", "FR"), "france": ("FRA", "FR"), "ie": ("IRL", "IE"), "ireland": ("IRL", "IE"),
}  # fmt: skip
"""A country as publishers write it -> ISO 3166 alpha-3, and the region of NUTS it is."""

CPV_SCHEMES: Final = frozenset({"CPV"})
OTHER_SCHEMES: Final = frozenset({"CPVS", "COFOG", "UNSPSC", "TED_CA_TYPE", "GSIN", "eu-main-activity"})
"""Classifications that are no CPV and are left unread: supplementary codes, other trees, kinds of buyers."""

_MILLIONS: Final = Decimal(10) ** 14
_LANGUAGE: Final = re.compile(r"[a-z]{2}", re.ASCII)
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\dT00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_NOBODYS: Final = frozenset({2**31 - 1})
"""Numbers that stand for "no limit" (Sell2Wales: 2147483647 lots)."""


def table(value: object) -> Mapping[str, Any]:
    """The object a value is; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def text(owner: Mapping[str, Any], name: str, language: str) -> Text:
    """A text with its translations (`title`, `title_cy`), the language as eForms codes it."""
    found = [(language, words(owner.get(name)))]
    for key, value in owner.items():
        stem, _, tongue = key.rpartition("_")
        if stem == name and _LANGUAGE.fullmatch(tongue):
            found.append((LANGUAGES.get(tongue, tongue), words(value)))
    return Text.of(found)


def language_of(value: object) -> str:
    """The eForms code of an ISO 639-1 code in any case (`en`, `EN`, `en-GB`); unknown ones raw."""
    code = words(value).partition("-")[0].lower()
    return LANGUAGES.get(code, code.upper())


def money(value: object, warnings: list[str]) -> Money | None:
    """`{amount, currency}`; zero stands for a value not published, and what no contract is worth is not believed."""
    row = table(value)
    amount, currency = row.get("amount"), words(row.get("currency")).upper()
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount == 0:
        return None
    if not 1 <= amount < _MILLIONS:
        warnings.append(f"a value of {str(amount)[:20]} is not believed")
        return None
    try:
        return Money(Decimal(amount), currency)
    except ValueError:
        warnings.append(f"a value in {currency[:10]!r} is no money")
        return None


def count(value: object, *, at_most: int = 100_000) -> int | None:
    """A number of things; what stands for "no limit" or is beyond reason gives None."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 < value <= at_most:
        return None
    return None if value in _NOBODYS else int(value)


def deadline(value: object, warnings: list[str]) -> Deadline | None:
    """A time limit; midnight in whatever zone it is written stands for the end of that day."""
    written = words(value)
    return deadline_of(written[:10] if _MIDNIGHT.fullmatch(written) else written, warnings)


def period(value: object) -> Period | None:
    """`{startDate, endDate, durationInDays}`."""
    row = table(value)
    start, end, days = _believed(row.get("startDate")), _believed(row.get("endDate")), row.get("durationInDays")
    length = count(days)
    if start is None and end is None and length is None:
        return None
    return Period(length=length, unit="DAY" if length else None, start=start, end=end)


def _believed(value: object) -> date | None:
    written = words(value)
    found = day(written[:10] if "T" in written else written)
    return found if found and 1990 <= found.year <= 2099 else None


def organisation(party: Mapping[str, Any], reference: Mapping[str, Any]) -> Organisation:
    """
    A party as an organisation; `reference` is where it is named (`{id, name}`).

    An organisation number is read from Norwegian identifiers alone: those of a Norwegian scheme, or of a party whose
    address is in Norway, whatever scheme a converter put there (GB-COH has been seen).
    """
    address, identifier = table(party.get("address")), table(party.get("identifier"))
    country = _country(address)
    found = [identifier, *rows(party.get("additionalIdentifiers"))]
    own = [one for one in found if words(one.get("scheme")).upper().startswith("NO-") or country == "NOR"]
    numbers = (orgnr.find(words(one.get("id"))) for one in own)
    raw = next((f"{words(one.get('scheme'))} {words(one.get('id'))}".strip() for one in found if one.get("id")), None)
    details = table(party.get("details"))
    return Organisation(
        name=words(party.get("name")) or words(reference.get("name")) or words(identifier.get("legalName")),
        orgnr=next((number for number in numbers if number), None),
        raw_id=raw,
        city=words(address.get("locality")) or None,
        postcode=words(address.get("postalCode")) or None,
        nuts=words(address.get("region")) if _nuts(address.get("region")) else None,
        country=country,
        size=words(details.get("scale")) or None,
    )


def cpv(classifications: Iterator[Mapping[str, Any]], warnings: list[str]) -> tuple[Cpv, ...]:
    """The CPV codes among classifications, in order, each once."""
    found = []
    for row in classifications:
        scheme = words(row.get("scheme"))
        code = str(row.get("id", "")) if isinstance(row.get("id"), str | int) else ""
        if scheme.upper() not in CPV_SCHEMES:
            if scheme not in OTHER_SCHEMES:
                warnings.append(f"classification by {scheme[:30]!r} is not read")
            continue
        try:
            found.append(Cpv.parse(code))
        except ValueError:
            warnings.append(f"CPV {code[:20]!r} is no code")
    return tuple(dict.fromkeys(found))


def classifications(owner: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Its main classification first, then the additional ones."""
    if isinstance(owner.get("classification"), dict):
        yield owner["classification"]
    yield from rows(owner.get("additionalClassifications"))


def places(owners: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """
    Where the work is done: `deliveryAddresses` and `deliveryLocation(s)` of items or of a tender.

    A region is NUTS where it is written so; else the country's region of NUTS stands, with the words kept. Of several
    addresses those that only name the country of a narrower one say nothing more.
    """
    found: list[Place] = []
    for owner in owners:
        found += [_place(address) for address in rows(owner.get("deliveryAddresses"))]
        for location in (owner.get("deliveryLocation"), *rows(owner.get("deliveryLocations"))):
            said = words(table(location).get("description"))
            found += [Place(text=said)] if said else []
    kept = [place for place in dict.fromkeys(found) if place != Place()]
    return tuple(place for place in kept if not _said_narrower(place, kept))


def _said_narrower(place: Place, others: Sequence[Place]) -> bool:
    bare = place.nuts is not None and place == Place(nuts=place.nuts, country=place.country)
    return bare and any(
        other.nuts is not None and place.nuts is not None and other.nuts != place.nuts and other.nuts.within(place.nuts)
        for other in others
    )


def _place(address: Mapping[str, Any]) -> Place:
    region, city = words(address.get("region")), words(address.get("locality"))
    named = words(address.get("countryName")) or words(address.get("country"))
    country, whole = COUNTRIES.get(named.lower(), (None, None))
    nuts = _nuts(region) or (Nuts(whole) if whole else None)
    said = [part for part in (region if not _nuts(region) else "", words(address.get("postalCode"))) if part]
    if country is None and named:
        said.append(named)
    return Place(nuts=nuts, country=country, city=city or None, text=", ".join(said) or None)


def _nuts(value: object) -> Nuts | None:
    try:
        return Nuts.parse(words(value))
    except ValueError:
        return None


def _country(address: Mapping[str, Any]) -> str | None:
    named = words(address.get("countryName")) or words(address.get("country"))
    return COUNTRIES.get(named.lower(), (None, None))[0]


def web(value: object) -> str | None:
    """A link people can open, or None."""
    found = words(value)
    return found if re.match(r"https?://[^\s]+\Z", found) else None


def tags(release: Mapping[str, Any]) -> list[str]:
    """The release's tags; a single one may stand outside a list."""
    value = release.get("tag")
    return texts([value] if isinstance(value, str) else value)
