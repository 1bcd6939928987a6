"""Which fields of the company register are kept: an allow-list, so that nothing on persons reaches the archive."""

from collections.abc import Mapping
from typing import Any, Final

ADDRESS: Final = frozenset({"kommune", "kommunenummer", "postnummer", "poststed", "landkode"})
"""Of addresses. Street lines are left out: "c/o" names persons, and a sole trader's is a home."""

CODED: Final = frozenset({"kode", "beskrivelse", "utgaatt"})

KEPT: Final[Mapping[str, frozenset[str]]] = {
    "organisasjonsform": CODED,
    "naeringskode1": CODED,
    "naeringskode2": CODED,
    "naeringskode3": CODED,
    "institusjonellSektorkode": CODED,
    "forretningsadresse": ADDRESS,
    "postadresse": ADDRESS,
    "beliggenhetsadresse": ADDRESS,
}
"""Fields that hold an object -> what is kept of it."""

PLAIN: Final = frozenset(
    {
        "aktivitet",
        "antallAnsatte",
        "avregistreringsdatoMerverdiavgiftsregisteret",
        "harRegistrertAntallAnsatte",
        "hjemmeside",
        "konkurs",
        "konkursdato",
        "maalform",
        "navn",
        "nedleggelsesdato",
        "oppstartsdato",
        "organisasjonsnummer",
        "overordnetEnhet",
        "registreringsdatoEnhetsregisteret",
        "registrertIForetaksregisteret",
        "registrertIMvaregisteret",
        "sisteInnsendteAarsregnskap",
        "slettedato",
        "stiftelsesdato",
        "tvangsavvikletPgaManglendeSlettingDato",
        "underAvvikling",
        "underAvviklingDato",
        "underTvangsavviklingEllerTvangsopplosning",
        "vedtektsfestetFormaal",
    }
)
"""Fields kept as they are."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "epostadresse": "often a person's",
    "telefon": "often a person's",
    "mobil": "a person's",
    "paategninger": "free text that names persons",
    "roller": "persons with their birth dates",
    "rollegrupper": "persons with their birth dates",
    "kapital": "no use",
    "hjelpeenhetskode": "no use",
    "frivilligMvaRegistrertBeskrivelser": "no use",
    "utenlandskRegistreringsmyndighet": "no use",
    "erIKonsern": "no use",
    "respons_klasse": "how the register's own program names the answer",
    "links": "addresses that follow from the number",
    "_links": "addresses that follow from the number",
}
"""Fields left out on purpose, and why. Dates of registration in other registers are left out by their beginnings."""

_LEFT_OUT_BEGINNINGS = (
    "registreringsdato",
    "registrertI",
    "vedtektsdato",
    "registreringsnummer",
    "organisasjonsnummerI",
)


def without_persons(unit: Mapping[str, Any]) -> dict[str, Any]:
    """The unit as it is archived: fields of the allow-list alone."""
    kept: dict[str, Any] = {name: value for name, value in unit.items() if name in PLAIN}
    for name, inside in KEPT.items():
        value = unit.get(name)
        if isinstance(value, Mapping):
            kept[name] = {inner: what for inner, what in value.items() if inner in inside}
    return kept


def unheard_of(unit: Mapping[str, Any]) -> frozenset[str]:
    """Fields no rule knows: left out until somebody has looked at them."""
    known = PLAIN | KEPT.keys() | LEFT_OUT.keys()
    return frozenset(name for name in unit if name not in known and not name.startswith(_LEFT_OUT_BEGINNINGS))
