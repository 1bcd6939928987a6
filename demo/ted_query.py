"""TED's expert query understood as its search does: operators, wildcards, dates, and what it complains of."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, list[str]]
Test = Callable[[Values], bool]

FIELDS = {"publication-date", "buyer-country", "classification-cpv", "notice-type", "form-type"}
"""Fields the site can be asked by."""

_TOKEN = re.compile(r'\s*(?:(>=|<=|!=|=|>|<|\(|\))|"([^"]*)"|([^\s()=<>!"]+))')
_DATE = re.compile(r"\d{8}")
_ORDERED = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


class ComplaintError(Exception):
    """What the search answers with 400: `error` is the body's inner object."""

    def __init__(self, message: str, **error: Any) -> None:
        super().__init__(message)
        self.error = error


def parse(query: str) -> Test:
    """What the query tests of a notice's values; a SORT BY at its end is read and left. Raises ComplaintError."""
    words = _words(query.partition(" SORT BY ")[0])
    test = _or(words)
    if words:
        raise _syntax(f"unexpected {words[0]!r}")
    return test


def _words(query: str) -> list[str]:
    words, position = [], 0
    while position < len(query.rstrip()):
        match = _TOKEN.match(query, position)
        if match is None:
            raise _syntax(f"cannot be read from column {position}")
        words.append(next(group for group in match.groups() if group is not None))
        position = match.end()
    return words


def _or(words: list[str]) -> Test:
    tests = [_and(words)]
    while words[:1] == ["OR"]:
        words.pop(0)
        tests.append(_and(words))
    return lambda values: any(test(values) for test in tests)


def _and(words: list[str]) -> Test:
    tests = [_one(words)]
    while words[:1] == ["AND"]:
        words.pop(0)
        tests.append(_one(words))
    return lambda values: all(test(values) for test in tests)


def _one(words: list[str]) -> Test:
    if words[:1] != ["("]:
        return _condition(words)
    words.pop(0)
    test = _or(words)
    _take(words, ")")
    return test


def _condition(words: list[str]) -> Test:
    field = _take(words)
    if field not in FIELDS:
        raise ComplaintError(f"Unknown field {field}", type="QUERY_UNKNOWN_FIELD", fieldName=field, location={})
    sign = _take(words)
    denied = sign == "NOT"
    if denied:
        sign = _take(words, "IN")
    if sign == "IN":
        _take(words, "(")
        wanted = []
        while words[:1] != [")"]:
            wanted.append(_take(words))
        words.pop(0)
        return lambda values: any(one in wanted for one in values.get(field, ())) is not denied
    return _compared(field, sign, _take(words))


def _compared(field: str, sign: str, value: str) -> Test:
    if field == "publication-date":
        if not _DATE.fullmatch(value):
            told = {"type": "QUERY_INVALID_FIELD_FORMAT", "fieldName": field, "allowedPattern": "yyyyMMdd"}
            raise ComplaintError(f"Invalid format of {field}", **told, location={})
    elif sign not in {"=", "!="}:
        told = {"type": "QUERY_UNSUPPORTED_FIELD_OPERATION", "fieldName": field, "operation": "COMPARISON"}
        raise ComplaintError(f"{sign} is not supported for {field}", **told, location={})
    if sign in _ORDERED:
        ordered = _ORDERED[sign]
        # A date in another order (03032025) is a number like any other: smaller or greater than all there are.
        return lambda values: any(ordered(one, value) for one in values.get(field, ()))
    pattern = re.compile(re.escape(value).replace(r"\*", ".*"))
    equal = sign == "="
    return lambda values: any(pattern.fullmatch(one) for one in values.get(field, ())) is equal


def _take(words: list[str], wanted: str | None = None) -> str:
    if not words or (wanted is not None and words[0] != wanted):
        raise _syntax(f"{wanted or 'a word'} expected")
    return words.pop(0)


def _syntax(message: str) -> ComplaintError:
    return ComplaintError(f"Syntax error in query: {message}", type="QUERY_SYNTAX_ERROR", location={})
