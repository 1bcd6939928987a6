"""Walking an eForms document along the table of fields: what is read, and what nobody reads."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lxml.etree import _Element as Element

from crawler.formats.eforms_table import NAMESPACES, Table

Record = dict[str, Any]
"""Values by field, of a field with many a list in the document's order; no field that the document does not have."""

_WRAPPERS = {f"{{{NAMESPACES['ext']}}}", f"{{{NAMESPACES['efext']}}}"}


def gather(element: Element, table: Table, record: Record) -> Record:
    """Read the element's children into the record. Depth is the table's, never the document's."""
    known = table.get
    for child in element[:]:  # type: ignore[index]  # a list is made faster than an iterator; the stubs know no slices
        rule = known(child.tag)
        if rule is None:
            continue
        field, many, read, inside = rule
        if not field:
            gather(child, inside, record)
            continue
        value = gather(child, inside, {}) if read is None else read(child)
        if value is None:
            continue
        if many:
            if field in record:
                record[field].append(value)
            else:
                record[field] = [value]
        elif field not in record:
            record[field] = value
    return record


def unread(
    element: Element, table: Table, ignored: Mapping[str, str], codes: Mapping[str, frozenset[str]]
) -> Counter[str]:
    """
    Count, by path, the elements that no line of the table reads and that are not ignored, each with all that is in it.

    `ignored` and `codes` go by the last two names of a path (`TenderingTerms/Language`); a code outside its list is
    counted as `path=code`.
    """
    found: Counter[str] = Counter()
    _count(element, table, (), (ignored, codes), found)
    return found


def _count(
    element: Element,
    table: Table,
    path: tuple[str, ...],
    lists: tuple[Mapping[str, str], Mapping[str, frozenset[str]]],
    found: Counter[str],
) -> None:
    ignored, codes = lists
    for child in element:
        tag = str(child.tag)
        namespace, _, local = tag.rpartition("}")
        rule = table.get(tag)
        wrapper = rule is not None and f"{namespace}}}" in _WRAPPERS
        here = path if wrapper else (*path, local)
        ending = "/".join(here[-2:])
        if rule is None:
            if ending not in ignored and f"*/{local}" not in ignored:
                found["/".join(here)] += 1
        elif rule.read is None:
            _count(child, rule.inside, here, lists, found)
        elif ending in codes and (code := " ".join((child.text or "").split())) not in codes[ending]:
            found[f"{'/'.join(here)}={code[:40]}"] += 1
