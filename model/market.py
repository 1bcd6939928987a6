"""The market in figures: what each figure is called, what it means in one sentence, and the notices behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from model.form import FormType
from model.money import Money
from model.organisation import Organisation
from model.term import Interval, StartKnown

SMALLEST: Final = Decimal(1_000)
LARGEST: Final = Decimal(100_000_000_000)

DEFINITIONS: Final[Mapping[str, str]] = {
    "notices": (
        "Antall kunngjøringer: hver kunngjøring telles én gang, i uken den først ble kunngjort. Rettelser, nye "
        "versjoner og kopier på en annen portal telles ikke på nytt. Prøvekunngjøringer er utelatt."
    ),
    "stated": (
        "Oppgitt verdi: anslått verdi uten mva. i konkurransene som oppgir den, ellers rammeavtalens største verdi. "
        "Hver valuta summeres for seg."
    ),
    "awarded": (
        "Tildelt verdi: samlet tildelt verdi uten mva. der tildelingen oppgir den, ellers summen av de vinnende "
        "tilbudene. Et tilbud telles én gang uansett hvor mange firmaer som står bak."
    ),
    "doubted": (
        "Utelatte beløp: beløp under 1 000 eller over 100 milliarder, og tall som 123456789 eller bare like sifre, er "
        "ikke til å tro på. De er talt, men ikke regnet med i summene."
    ),
    "trade": "Fag: hovedkoden i CPV avgjør, på divisjonsnivå. Hver kunngjøring står under ett fag.",
    "buyer": "Oppdragsgiver: den første som kunngjøringen nevner, kjent igjen på organisasjonsnummeret.",
    "county": (
        "Fylke: der oppdraget skal utføres. En kunngjøring som gjelder flere fylker, telles i hvert av dem, så fylkene "
        "kan til sammen bli flere enn totalen."
    ),
    "single": (
        "Ett tilbud: delkontrakter som ble tildelt etter ett eneste tilbud, som andel av de tildelte delkontraktene "
        "som oppgir hvor mange tilbud som kom inn."
    ),
    "winner": (
        "Vunnet: vinnende tilbud i tildelinger. Et fellesskap teller som en seier for hvert firma i det, men verdien "
        "føres som felles og deles ikke opp. Underleverandører er ikke med."
    ),
    "planned": ("Planlagt: veiledende kunngjøringer fra de siste to årene som ikke er fulgt av en konkurranse ennå."),
    "renewal": (
        "Utløp: start pluss varighet. Starten er den oppgitte, ellers regnet ut fra kontraktsdagen, tildelingen, "
        "resultatkunngjøringen eller fristen, og da blir utløpet et tidsrom. Hver opsjon regnes som ett år. "
        "Bygge- og anleggsoppdrag uten rammeavtale eller opsjoner og oppdrag under elleve måneder er ikke med."
    ),
    "cadence": (
        "Takt: medianen av dagene mellom oppdragsgiverens konkurranser. Neste ventes etter den midterste halvdelen av "
        "mellomrommene; det krever minst fire dager med konkurranser."
    ),
}
"""What is printed beside the figures, by the figure's name."""

COUNTRY: Final = "NO"
ELSEWHERE: Final = "utland"
NOWHERE: Final = ""
"""Keys of places that are no county: the whole country or anywhere in it, outside Norway, and not stated."""


def believed(money: Money | None) -> bool:
    """Whether an amount may be meant: neither too small nor too large to be a contract, nor typed to fill a field."""
    if money is None or not SMALLEST <= money.amount <= LARGEST:
        return False
    digits = str(int(money.amount))
    return digits not in "0123456789" and not (len(digits) > 6 and len(set(digits)) == 1)


def firm_key(firm: Organisation) -> str:
    """What a buyer or supplier is known by: its organisation number, else its name in lower case."""
    return firm.orgnr or " ".join(firm.name.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    A group of notices counted: by stage, with the sums of their stated and awarded values by currency.

    `key` is what the group goes by (a Monday, a CPV division, a buyer's number, a county's code), `doubted` how many
    amounts were left out, `notices` the keys of all notices behind it.
    """

    key: str
    name: str
    stages: Mapping[FormType, int]
    stated: tuple[Money, ...]
    awarded: tuple[Money, ...]
    doubted: int
    notices: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many notices."""
        return len(self.notices)

    @property
    def competitions(self) -> int:
        """How many competitions."""
        return self.stages.get(FormType.COMPETITION, 0)

    @property
    def planned(self) -> int:
        """How many planning notices."""
        return self.stages.get(FormType.PLANNING, 0)

    @property
    def results(self) -> int:
        """How many award notices."""
        return self.stages.get(FormType.RESULT, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleBids:
    """Awarded lots by tenders received: `known` tell how many, `single` of them had one; `notices` are the latter's."""

    key: str
    name: str
    awarded: int
    known: int
    single: int
    notices: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Single-bid lots among those that tell, 0 to 1; None where none tells."""
        return self.single / self.known if self.known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """
    What one firm won: tenders `alone` and `together` with others, with the values of each.

    `typical` is the median of the tenders received in its lots, None where none tells.
    """

    key: str
    name: str
    orgnr: str | None
    alone: int
    together: int
    values: tuple[Money, ...]
    shared: tuple[Money, ...]
    typical: float | None
    notices: tuple[str, ...]

    @property
    def wins(self) -> int:
        """Winning tenders in all."""
        return self.alone + self.together


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A notice as a line of a list. `value` is what is believed of it: awarded of a result, else stated."""

    key: str
    title: str
    buyer: str
    buyer_key: str
    published: date
    stage: FormType
    division: str
    counties: tuple[str, ...]
    value: Money | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """
    A contract that runs out: when without options, and when at the latest with all of them.

    `with_options` is None where there is none, or where they are mentioned and not counted (`untold`). `awarded` says
    whether it is known to have been given to anybody; `lots` are the titles of the lots that run out together,
    `notices` what it is known from, the award first.
    """

    notices: tuple[str, ...]
    title: str
    buyer: str
    buyer_key: str
    division: str
    lots: tuple[str, ...]
    winners: tuple[str, ...]
    winner_keys: tuple[str, ...]
    awarded: bool
    known: StartKnown
    ends: Interval
    with_options: Interval | None
    options: int | None
    untold: bool
    value: Money | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Days between a buyer's competitions: their median, the last day, and when the next is to be expected."""

    days: int
    competitions: int
    last: date
    expected: Interval

    def overdue(self, today: date) -> bool:
        """Whether the next one was to be expected before today."""
        return self.expected.last < today


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerFacts:
    """What is known of a buyer: all notices that name it, by trade, who won, and what is to come."""

    key: str
    name: str
    orgnr: str | None
    total: Figure
    trades: tuple[Figure, ...]
    single: SingleBids
    winners: tuple[Winner, ...]
    cadence: Cadence | None
    planned: tuple[Entry, ...]
    expiring: tuple[Expiry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFacts:
    """What is known of a supplier from awards: what it won, of whom, in which trades, and what runs out."""

    key: str
    name: str
    orgnr: str | None
    won: Winner
    trades: tuple[Figure, ...]
    buyers: tuple[Figure, ...]
    cadence: Cadence | None
    expiring: tuple[Expiry, ...]
