"""Norwegian organisation numbers: nine digits, the last a MOD11 check digit (Enhetsregisteret)."""

import re

_FIRST = "2389"  # numbers issued start with 8 or 9, made-up ones of public test data with 2 or 3
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_RUN = re.compile(r"(?<![0-9])[0-9](?:[\s.\u00a0\u200b\ufeff-]?[0-9]){8}(?![0-9])")


def is_valid(number: str) -> bool:
    """Whether these nine digits pass MOD11 (weights 3,2,7,6,5,4,3,2; a remainder that asks for 10 is never issued)."""
    if not (len(number) == 9 and number.isascii() and number.isdigit()):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return int(number[8]) == (0 if rest == 0 else 11 - rest)


def find(text: str | None) -> str | None:
    """
    The organisation number in a dirty field, or None.

    Notices write `997 058 925`, `NO 974 760 673 MVA`, `974760673MVA`, `Larvik kommune 918082956`: the first run of nine
    digits that passes MOD11 counts. Numbers are never guessed: anything else gives None and the raw text stays kept.
    """
    if not text:
        return None
    for run in _RUN.finditer(text):
        digits = re.sub(r"[^0-9]", "", run[0])
        if digits[0] in _FIRST and is_valid(digits):
            return digits
    return None
