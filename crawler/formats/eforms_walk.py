"""Walking an eForms document along the table of fields: what is read, and what nobody reads."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lxml.etree import _Element as Element

from crawler.formats.eforms_table import NAMESPACES, Table

Record = dict[str, list[Any]]
"""Values by field, in the document's order; a field that is not there was not in the document."""

_WRAPPERS = {f"{{{NAMESPACES['ext']}}}", f"{{{NAMESPACES['efext']}}}"}


def gather(element: Element, table: Table, record: Record) -> Record:
    """Read the element's children into the record. Depth is the table's, never the document's."""
    known = table.get
    for child in element:
        rule = known(child.tag)
        if rule is None:
            continue
        field, read, inside = rule
        if read is not None:
            value = read(child)
            if value is None:
                continue
        elif field is None:
            gather(child, inside, record)  # type: ignore[arg-type]  # a rule that reads nothing has a table
            continue
        else:
            value = gather(child, inside, {})  # type: ignore[arg-type]  # as above
        if field in record:
            record[field].append(value)
        else:
            record[field] = [value]  # type: ignore[index]  # a rule that reads has a field
    return record


def first(record: Record, field: str) -> Any:
    """The field's first value, or None."""
    values = record.get(field)
    return values[0] if values else None


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
        here = path if f"{namespace}}}" in _WRAPPERS else (*path, local)
        ending = "/".join(here[-2:])
        rule = table.get(tag)
        if rule is None:
            if ending not in ignored:
                found["/".join((*path, local))] += 1
        elif rule.inside is not None:
            _count(child, rule.inside, here, lists, found)
        elif ending in codes and (code := " ".join((child.text or "").split())) not in codes[ending]:
            found[f"{'/'.join(here)}={code[:40]}"] += 1
