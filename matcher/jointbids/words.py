"""The Norwegian sentences of joint bids. They speak of a possible collaboration to assess, never of what is lawful."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from model.jointbid import Need
from model.money import Money

PROPOSAL: Final = "Mulig samarbeid å vurdere. Deltakerne må selv gjøre en egenvurdering etter konkurranseloven § 10."

GREEN: Final = "Ulike fag: {one} og {other} dekker ikke samme behov her. Egenvurdering kreves likevel."
AMBER: Final = (
    "Overlapp: {one} og {other} dekker begge {needs}. Mulig samarbeid å vurdere bare etter egenvurdering; "
    "spør en advokat."
)
RED: Final = (
    "Konkurrenter: {one} og {other} ser ut til å kunne gi tilbud hver for seg på {needs}. Ikke et felles tilbud å "
    "vurdere; et underleverandørforhold kan rammes på samme måte."
)
PARTS: Final = "Det kan gis tilbud på deler («{quote}»): hver bør først vurdere å gi tilbud på sin del."
LACKS: Final = "Dekker ikke {needs} alene"
TOO_SMALL: Final = "verdien {value} er over det medlemmet tar alene ({largest})"
ADDS_NEED: Final = "Uten dette medlemmet mangler {needs}"
ADDS_ROOM: Final = "Uten dette medlemmet når ikke gruppen verdien {value}"
UNCOVERED: Final = "Mangler i klyngen: {needs}"
TO_CLARIFY: Final = "Må avklares av deltakerne selv: {needs}"
NO_MAIN: Final = "Ingen i klyngen dekker {needs}"
NO_ROOM: Final = "De som dekker behovene, når ikke verdien {value} sammen"
NO_TRADE: Final = "Kunngjøringen sier ikke hvilke fag den gjelder"
TOO_WIDE: Final = "For mye av arbeidet er uten dekning i klyngen: {needs}"
OVER: Final = "Fristen er ute, eller kontrakten er tildelt"
NO_TIME: Final = "Bare {days} dager igjen: for kort tid til å danne en gruppe"
DAYS: Final = "{days} dager til fristen"
PLANNED: Final = "Veiledende kunngjøring: det er tid til å danne en gruppe"
SOLO: Final = "{members} ser ut til å kunne gi tilbud alene"
COMPETE: Final = "{members} ser ut til å kunne gi tilbud hver for seg: de er konkurrenter om denne kontrakten"
LEAD_MAIN: Final = "{lead} foreslås som leder: dekker hovedfaget {needs}"
LEAD_MOST: Final = "{lead} foreslås som leder: dekker flest behov"
LEAD_ROOM: Final = "{lead} foreslås som leder: tar de største kontraktene"


def names(needs: Iterable[Need]) -> str:
    """Needs with the notice's words for them: `ventilasjon («luftbehandling»)`."""
    return listed(
        one.name if one.quote.casefold() == one.name.casefold() else f"{one.name} («{one.quote}»)" for one in needs
    )


def listed(words: Iterable[str]) -> str:
    """`a, b og c`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} og {last}" if first else last


def amount(value: Money) -> str:
    """`12,5 mill. NOK`, or the whole number below a million."""
    million = Decimal(1_000_000)
    if value.amount < million:
        return f"{value.amount:,.0f} {value.currency}".replace(",", " ")
    number = f"{value.amount / million:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{number} mill. {value.currency}"
