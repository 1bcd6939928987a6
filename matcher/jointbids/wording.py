"""Sentences of a notice as joint bids read them: what is asked for, what may be handed on, what is not part of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """How a piece of text speaks of the trades it names."""

    ASKED = "asked"
    RELEASED = "released"  # open to subcontracting
    EXCLUDED = "excluded"  # not part of the contract
    BESIDE = "beside"  # references, experience, award criteria: speaks of the bidder, not of the job


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a field's text with one standing; `listed` follows words such as "herunder" or "omfatter"."""

    field: str
    text: str
    standing: Standing
    listed: bool = False
    mainly: bool = False

    @property
    def title(self) -> bool:
        """Whether it is a title's."""
        return self.field.endswith("title")


_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[^\Wa-zæøå]|[-•*])|[\n\r]+|;|•")
_BULLET: Final = re.compile(r"\s*(?:[-–•*]|\d{1,2}[.)]|[a-h]\))\s*")
_TURN: Final = re.compile(r"\b(?:mens|medan|men|whereas|while|but)\b", re.IGNORECASE)
_EXCEPT: Final = re.compile(
    r"\b(?:unntatt|unnateke|med unntak av|bortsett fra|eksklusive|ekskl\.?|utenom|except(?: for)?|excluding)\b",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\b(?:inngår|omfatter|omfattar|skal|utføres|utførast|leveres|er|kan|må|består|includes?|may|must|can|shall|is|are)\b",
    re.IGNORECASE,
)
_LIST: Final = re.compile(
    r"\b(?:herunder|inkludert|inkl\.?|inklusive|innbefattet|deriblant|samt|omfatt\w+|består (?:av|i|hovedsakelig av)|"
    r"bestående av|følgende|innen(?:for)?|med tilhørende|fagene|faga|fagområdene|arbeidene|arbeida|including|"
    r"comprises?|comprising|includes?|consists? of|inngår|trengs|trenger|kreve[rs]|krevst|påregnes|"
    r"skal (?:utføres|leveres)|must be)\b:?",
    re.IGNORECASE,
)
_CUT: Final = re.compile(rf",|{_LIST.pattern}", re.IGNORECASE)
_MAINLY: Final = re.compile(r"\b(?:i hovedsak|hovudsakleg|hovedsakelig|primært|mainly|primarily)\b", re.IGNORECASE)
_HANDED_ON: Final = re.compile(
    r"underleverandør|underentrepre|under-?kontrakt|sub-?contract|(?:settes|setjast|settast) (?:bort|ut)|leies inn",
    re.IGNORECASE,
)
_MAY: Final = re.compile(
    r"\bkan\b|\bmay\b|\bcan\b|tillat|tillet|åpn|opn|adgang|høve til|aksepter|\bi underentreprise|\bsom underentreprise|"
    r"\bav underentrepren|\bby subcontract|står fritt",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\b(?:ikke|ikkje|ei|not|ingen|no)\b", re.IGNORECASE)
_NO_PART: Final = re.compile(
    r"(?:inngår|omfatter|omfattar|inkluderer|innbefatter|gjelder|gjeld|dekker) (?:\w+ )?ikk(?:j)?e|"
    r"ikk(?:j)?e (?:\w+ )?(?:inkludert|omfattet|omfatta|en del av|del av|med i|inngå)|"
    r"(?:utføres|utførast|leveres|ivaretas|besørges|dekkes|gjøres|bestilles|holdes) av (?:\w+ )?"
    r"(?:byggherre|oppdragsgiver|tiltakshaver|kommunen|fylkeskommunen|andre|eier|utleier|leietaker)|"
    r"(?:egen|egne|eigen|eigne|separate?|annen|andre|særskilt) (?:entreprise|konkurranse|kontrakt|anskaffelse|avtale)|"
    r"(?:utlyses|lyses ut|anskaffes|konkurranseutsettes|kontraheres) (?:separat|særskilt|for seg|senere|seinere)|"
    r"er allerede|not included|not part of|does not (?:include|cover)|excluded|by others|byggherreleveranse",
    re.IGNORECASE,
)
_OF_THE_BIDDER: Final = re.compile(
    r"referanse|erfaring|omsetning|omsetnad|turnover|experience|references?\b|tildelingskriteri|award criteri|"
    r"kvalifikasjonskrav|kompetansekrav|ansvarlig søker",
    re.IGNORECASE,
)
_OF_THE_BUYER: Final = re.compile(
    r"\b(?:drifter|eies av|eigast av|forvalter|er lokalisert|årsverk|innbyggere|på vegne av|har ansvar(?:et)? for)\b|"
    r"\ber e(?:t|in|it) (?:\w+ )?(?:foretak|selskap|føretak)",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(
    r"\b(?:knyttet til|tilknyttet|ved|langs|over|nær|inntil|eksisterende|eksisterande|tilliggende)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(r"^\w*\s+(?:ASA?|IKS|KF|HF|SA|DA|ANS|A/S|AB)\b")
_MINOR: Final = re.compile(
    r"\b(?:mindre(?! enn)|noe|noko|enkelte|litt|småjobber|begrenset|avgrensa|enklere|minor|some|small|limited)\b"
    r"[^,.]{0,45}$",
    re.IGNORECASE,
)
_MINOR_AFTER: Final = re.compile(
    r"^[^,.;]{0,25}\b(?:(?:i|av) (?:mindre|begrenset|liten|lite|noe) (?:grad|omfang|utstrekning)|"
    r"(?:to a )?(?:minor|limited) extent)",
    re.IGNORECASE,
)
_NOT_THIS: Final = re.compile(r"\b(?:ikke|ikkje|not|uten|utan|without)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_JOINT: Final = re.compile(r",|\bsamt\b|(?<!- )(?<!-)\b(?:og|and)\b", re.IGNORECASE)


def pieces(field: str, text: str) -> Iterator[Piece]:
    """The text in pieces, in order. A heading that ends in a colon speaks for the bullets under it."""
    heading: Piece | None = None
    for sentence in _SENTENCE.split(text):
        if not sentence.strip():
            continue
        bullet = _BULLET.match(sentence) is not None
        found = list(_clauses(field, sentence, heading if bullet else None))
        yield from found
        if sentence.rstrip().endswith(":"):
            heading = found[-1]
        elif not bullet:
            heading = None


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """
    The text cut at commas and at words that open a list, with each stretch's start.

    Words that stand apart in a list are no compound: "arbeidene omfatter elektro og rør" names no "rørarbeid".
    """
    start = 0
    for cut in _CUT.finditer(text):
        yield start, text[start : cut.start()]
        start = cut.end()
    yield start, text[start:]


def minor(before: str, after: str) -> bool:
    """Whether the words around a trade call it minor: "noe malerarbeid", "stillas i mindre omfang"."""
    joints = list(_JOINT.finditer(before))
    own = before[joints[-1].end() :] if joints else before
    return _MINOR.search(own) is not None or _MINOR_AFTER.search(after) is not None


def placed(before: str, after: str) -> bool:
    """Whether the words around a trade tell where, or name a company: "ved pumpestasjonen", "Renholdsverk AS"."""
    return _PLACED.search(before) is not None or _COMPANY.match(after) is not None


def without_brackets(text: str) -> str:
    """The text with blanks for what stands in brackets, which tells of a thing's parts."""
    return _BRACKETS.sub(lambda found: " " * len(found[0]), text)


def denied(before: str) -> bool:
    """Whether the word before a trade takes it away: "ikke ventilasjon"."""
    return _NOT_THIS.search(before) is not None


def _clauses(field: str, sentence: str, heading: Piece | None) -> Iterator[Piece]:
    listed = heading is not None and heading.listed
    for turn in _TURN.split(sentence):
        asked, *excepted = _EXCEPT.split(turn)
        for clause in _by_verbs(asked):
            standing = _standing(clause, field)
            if standing is Standing.ASKED and heading is not None:
                standing = heading.standing
            listed = listed or _LIST.search(clause) is not None
            mainly = _MAINLY.search(clause) is not None
            yield Piece(field=field, text=clause, standing=standing, listed=listed, mainly=mainly)
        for rest in excepted:
            yield Piece(field=field, text=rest, standing=Standing.EXCLUDED)


def _by_verbs(text: str) -> Iterator[str]:
    """A sentence taken apart at commas between two clauses that each have a verb of their own."""
    start = 0
    for comma in re.finditer(",", text):
        left, right = text[start : comma.start()], text[comma.end() :]
        if _VERB.search(left) and _VERB.search(right):
            yield left
            start = comma.end()
    yield text[start:]


def _standing(clause: str, field: str) -> Standing:
    if _NO_PART.search(clause):
        return Standing.EXCLUDED
    if _HANDED_ON.search(clause):
        return Standing.RELEASED if _MAY.search(clause) and not _NOT.search(clause) else Standing.BESIDE
    if not field.endswith("title") and (_OF_THE_BIDDER.search(clause) or _OF_THE_BUYER.search(clause)):
        return Standing.BESIDE
    return Standing.ASKED


_PARTS: Final = re.compile(
    r"del-?tilbud|(?:tilbud|tilbod|anbud) (?:\w+ ){0,3}(?:på|for) (?:\w+ ){0,4}del(?:er|ar|ene|ane|en|kontrakt\w*)?\b|"
    r"delkontrakt|en eller flere (?:av )?del|part(?:ial)?[- ](?:bids?|tenders?|offers?)|"
    r"(?:bids?|tenders?) (?:\w+ ){0,3}(?:one or more|parts?|some) (?:of )?(?:the )?(?:lots|parts|contract|areas)",
    re.IGNORECASE,
)
_NO_PARTS: Final = re.compile(
    r"\b(?:ikke|ikkje|ingen|not|no|nei|hele (?:oppdraget|kontrakten)|utelukke\w+|avvis\w+)\b", re.IGNORECASE
)


def part_bids(text: str) -> str | None:
    """The words that allow bids for parts of the contract; None where nothing does, or where they are ruled out."""
    for sentence in _SENTENCE.split(text):
        found = _PARTS.search(sentence)
        if found is not None and not _NO_PARTS.search(sentence):
            return found[0]
    return None
