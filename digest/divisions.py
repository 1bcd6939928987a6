"""What people call CPV's divisions, in few words of our own."""

from typing import Final

from digest.catalogue import N_
from digest.speech import Speech

NAMES: Final = {
    "03": N_("jordbruk og fiske"),
    "09": N_("energi og drivstoff"),
    "14": N_("malm og mineraler"),
    "15": N_("mat og drikke"),
    "16": N_("landbruksmaskiner"),
    "18": N_("klær og arbeidstøy"),
    "19": N_("tekstil og plast"),
    "22": N_("trykksaker"),
    "24": N_("kjemikalier"),
    "30": N_("kontorutstyr og data"),
    "31": N_("elektrisk utstyr"),
    "32": N_("tele og lyd"),
    "33": N_("medisinsk utstyr"),
    "34": N_("kjøretøy og transportmidler"),
    "35": N_("sikkerhet og forsvar"),
    "37": N_("sport og lek"),
    "38": N_("måleutstyr og laboratorium"),
    "39": N_("møbler og inventar"),
    "41": N_("vann"),
    "42": N_("industrimaskiner"),
    "43": N_("anleggs- og gruvemaskiner"),
    "44": N_("byggevarer og stål"),
    "45": N_("bygg og anlegg"),
    "48": N_("programvare"),
    "50": N_("vedlikehold og reparasjon"),
    "51": N_("montering og installasjon"),
    "55": N_("servering og overnatting"),
    "60": N_("transport"),
    "63": N_("logistikk og reise"),
    "64": N_("post og tele"),
    "65": N_("kraft og vannforsyning"),
    "66": N_("bank og forsikring"),
    "70": N_("eiendom"),
    "71": N_("arkitekter og rådgivende ingeniører"),
    "72": N_("IT-tjenester"),
    "73": N_("forskning"),
    "75": N_("offentlige tjenester"),
    "76": N_("olje- og gasstjenester"),
    "77": N_("skog og grøntanlegg"),
    "79": N_("rådgivning og forretningstjenester"),
    "80": N_("opplæring"),
    "85": N_("helse og omsorg"),
    "90": N_("avløp, avfall og renhold"),
    "92": N_("kultur og fritid"),
    "98": N_("andre tjenester"),
}


def name_of(division: str, speech: Speech) -> str:
    """The division's name in the reader's language; its number where it has none."""
    return speech.say(NAMES[division]) if division in NAMES else f"CPV {division}"
