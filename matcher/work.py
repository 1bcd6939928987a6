"""Kinds of work: whether a contract is for works, goods, service, advice, courses; from its words and its CPV codes."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from matcher import language
from matcher.terms import Token, taken_apart

UNKNOWN: Final = 0.6
"""How well two kinds of work agree where one is not known."""

_BY_CODE: Final = (
    ("716", "inspection"), ("71", "advice"), ("73", "advice"), ("793", "advice"), ("794", "advice"), ("907", "advice"),
    ("75", "advice"), ("791", "law"), ("792", "law"), ("66", "law"), ("796", "staff"), ("72", "software"),
    ("48", "software"), ("80", "training"), ("55", "food"), ("60", "transport"), ("63", "transport"),
    ("64", "transport"), ("455", "rent"), ("70", "rent"), ("45", "works"), ("85", "care"), ("92", "culture"),
    ("50", "service"), ("51", "service"), ("76", "service"), ("77", "service"), ("79", "service"), ("90", "service"),
    ("98", "service"),
)  # fmt: skip

_AGREE: Final = {
    ("works", "service"): 0.8, ("goods", "works"): 0.5, ("goods", "service"): 0.5, ("inspection", "service"): 0.6,
    ("inspection", "advice"): 0.5, ("software", "goods"): 0.5, ("software", "service"): 0.4,
    ("software", "advice"): 0.3, ("rent", "works"): 0.2, ("rent", "transport"): 0.4, ("rent", "service"): 0.3,
    ("rent", "goods"): 0.3, ("transport", "service"): 0.6, ("transport", "goods"): 0.2, ("food", "service"): 0.5,
    ("food", "goods"): 0.5, ("training", "advice"): 0.3, ("staff", "service"): 0.3, ("staff", "works"): 0.2,
    ("staff", "care"): 0.4, ("care", "service"): 0.4, ("law", "advice"): 0.5, ("culture", "service"): 0.5,
    ("culture", "works"): 0.2, ("works", "inspection"): 0.2, ("works", "advice"): 0.1,
}  # fmt: skip

NAMES: Final = {
    "works": "bygge- og anleggsarbeid", "goods": "varekjøp", "service": "drift og vedlikehold", "advice": "rådgivning",
    "inspection": "kontroll", "law": "bank, revisjon og jus", "staff": "bemanning", "software": "programvare",
    "training": "kurs og opplæring", "food": "servering og overnatting", "transport": "transport", "rent": "leie",
    "care": "helse og omsorg", "culture": "kultur",
}  # fmt: skip


def of_code(code: str) -> str:
    """The kind of work a CPV code's eight digits stand for; goods where nothing else is said."""
    return next((kind for prefix, kind in _BY_CODE if code.startswith(prefix)), "goods")


def of_codes(codes: Iterable[str], fading: float) -> dict[str, float]:
    """The kinds of work of codes in their order, each later one counting less."""
    found: dict[str, float] = {}
    for place, code in enumerate(codes):
        kind = of_code(code)
        found[kind] = max(found.get(kind, 0.0), (1 + place) ** -fading)
    return found


def named(tokens: Iterable[Token]) -> dict[str, Token]:
    """The kinds of work a title names, each with its first word; what stands aside does not count."""
    found: dict[str, Token] = {}
    for token in tokens:
        kind = None if token.aside else _of_word(token.whole, token.parts[-1] if token.parts else "")
        if kind is not None:
            found.setdefault(kind, token)
    return found


def agreement(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How well two mixtures of kinds agree, 0-1: their best pair."""
    if not one or not other:
        return UNKNOWN
    return max(_agree(kind, second) * share * weight for kind, share in one.items() for second, weight in other.items())


def _agree(one: str, other: str) -> float:
    return 1.0 if one == other else _AGREE.get((one, other), _AGREE.get((other, one), 0.0))


@cache
def _of_word(whole: str, head: str) -> str | None:
    known = _stems()
    if whole in known or head in known:
        return known.get(whole) or known[head]
    return next((kind for word, kind in known.items() if len(word) >= 6 and whole.startswith(word)), None)


@cache
def _stems() -> dict[str, str]:
    return {taken_apart(word)[0]: kind for kind, listed in language.kinds_of_work().items() for word in listed}
