"""
Reasons of matches in the reader's language.

The matcher writes its reasons in bokmål and stores them so, with the evidence. Each is one of the sentences below with
the notice's words filled in; it is taken apart by its sentence and put together in the other language. What a reason
quotes, and the names of trades and codes, stay as they are. A sentence that is not below is shown in bokmål; a test
finds those.
"""

import re
from functools import cache
from typing import Final

from digest.catalogue import N_
from digest.speech import Speech

SENTENCES: Final = (
    N_("Utgangspunkt: de fleste kunngjøringer gjelder noe annet"),
    N_("Tittelen nevner «{words}», som er deres «{phrase}»"),
    N_("Beskrivelsen nevner «{words}», som er deres «{phrase}»"),
    N_("«{phrase}» er utelukket i profilen"),
    N_("Profilen krever {words}, som ikke er nevnt"),
    N_("Det kreves «{words}», som dere har"),
    N_("Tittelen gjelder {trade} («{words}»), et annet fag"),
    N_("Tittelen gjelder {trade} («{words}»)"),
    N_("Beskrivelsen gjelder {trade} («{words}»)"),
    N_("Flere av deres fag er nevnt: {words}"),
    N_("«{words}» ligger nær deres fag"),
    N_("CPV {code} hører til deres gren {branch}"),
    N_("CPV {code} ligger nær deres gren {branch}"),
    N_("CPV {code} er vanlig for deres fag"),
    N_("CPV {code} er vanligere for andre fag"),
    N_("CPV {code} ligger utenfor deres områder"),
    N_("CPV {code} rommer deres område"),
    N_("Teksten ligner mest på kunngjøringer om {name}"),
    N_("Teksten ligner kunngjøringer om {name}"),
    N_("Teksten ligner deres «{phrase}»"),
    N_("Tittelen ber om {work}, som dere driver med"),
    N_("Tittelen ber om {work}, en annen slags oppdrag enn deres"),
    N_("Arbeidet er i {place}, der dere arbeider"),
    N_("Arbeidet er i {place}, nabofylke til deres område"),
    N_("Arbeidet er i {place}, utenfor deres område"),
    N_("Verdien er under det dere tar på dere alene"),
    N_("Verdien er over det dere tar på dere alene"),
    N_("Oppdragsgiveren har kjøpt slikt før"),
    N_("Ligner det dere har sagt ja til før"),
    N_("Ligner det dere har sagt nei til før"),
    N_("Dekker ikke {needs} alene; verdien {value} er over det medlemmet tar alene ({largest})"),
    N_("Dekker ikke {needs} alene"),
    N_("Verdien {value} er over det medlemmet tar alene ({largest})"),
)
"""The longer of two that begin alike comes first."""

WORK: Final = (
    N_("bygge- og anleggsarbeid"), N_("varekjøp"), N_("drift og vedlikehold"), N_("rådgivning"), N_("kontroll"),
    N_("bank, revisjon og jus"), N_("bemanning"), N_("programvare"), N_("kurs og opplæring"),
    N_("servering og overnatting"), N_("transport"), N_("leie"), N_("helse og omsorg"), N_("kultur"),
)  # fmt: skip


def reason(sentence: str, speech: Speech) -> str:
    """The reason in the reader's language."""
    if speech.language == "nb":
        return sentence
    for pattern, source in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            values = found.groupdict()
            work = values.get("work")
            if work in WORK:
                values["work"] = speech.say(work)
            return speech.say(source, **values) if values else speech.say(source)
    return sentence


def is_known(sentence: str) -> bool:
    """Whether the reason is one of the sentences."""
    return any(pattern.fullmatch(sentence) for pattern, _ in _patterns())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_pattern(sentence), re.DOTALL), sentence) for sentence in SENTENCES)


def _pattern(sentence: str) -> str:
    pieces = re.split(r"\{(\w+)\}", sentence)
    return "".join(f"(?P<{piece}>.+)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
