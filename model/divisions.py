"""What people call CPV's divisions, in few words of our own, in bokmål."""

from typing import Final

NAMES: Final = {
    "03": "jordbruk og fiske",
    "09": "energi og drivstoff",
    "14": "malm og mineraler",
    "15": "mat og drikke",
    "16": "landbruksmaskiner",
    "18": "klær og arbeidstøy",
    "19": "tekstil og plast",
    "22": "trykksaker",
    "24": "kjemikalier",
    "30": "kontorutstyr og data",
    "31": "elektrisk utstyr",
    "32": "tele og lyd",
    "33": "medisinsk utstyr",
    "34": "kjøretøy og transportmidler",
    "35": "sikkerhet og forsvar",
    "37": "sport og lek",
    "38": "måleutstyr og laboratorium",
    "39": "møbler og inventar",
    "41": "vann",
    "42": "industrimaskiner",
    "43": "anleggs- og gruvemaskiner",
    "44": "byggevarer og stål",
    "45": "bygg og anlegg",
    "48": "programvare",
    "50": "vedlikehold og reparasjon",
    "51": "montering og installasjon",
    "55": "servering og overnatting",
    "60": "transport",
    "63": "logistikk og reise",
    "64": "post og tele",
    "65": "kraft og vannforsyning",
    "66": "bank og forsikring",
    "70": "eiendom",
    "71": "arkitekter og rådgivende ingeniører",
    "72": "IT-tjenester",
    "73": "forskning",
    "75": "offentlige tjenester",
    "76": "olje- og gasstjenester",
    "77": "skog og grøntanlegg",
    "79": "rådgivning og forretningstjenester",
    "80": "opplæring",
    "85": "helse og omsorg",
    "90": "avløp, avfall og renhold",
    "92": "kultur og fritid",
    "98": "andre tjenester",
}


def name_of(division: str) -> str:
    """The division's name; its number where it has none."""
    return NAMES.get(division, f"CPV {division}")
