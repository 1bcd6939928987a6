"""Walking an eForms document along the table of fields: what is read, and what nobody reads."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml.etree import _Element as Element

from crawler.formats.eforms_table import NAMESPACES, Rule, Table

Record = dict[str, Any]
"""Values by field, of a field with many a list in the document's order; no field that the document does not have."""

Known = Callable[[str], Rule | None]
NOTHING: Final[Table] = {}
_WRAPPERS = {f"{{{NAMESPACES['ext']}}}", f"{{{NAMESPACES['efext']}}}"}


def gather(root: Element, table: Table) -> Record:  # noqa: PLR0912 - one loop over all kinds of field, the hot path
    """
    Read what lies in the root element into a record.

    One pass in document order and no recursion: an element opens the table of its rule for what lies in it, and is
    closed by the first element whose parent stands further out.
    """
    record: Record = {}
    whole = record
    known: Known | None = table.get
    around: list[tuple[Element, Known | None, Record]] = []
    parent = previous = root
    inside, inner = table, record
    for element in root.iterdescendants():
        above = element.getparent()
        if above is not parent:
            if above is previous:
                around.append((parent, known, record))
                parent, known, record = previous, inside.get if inside else None, inner
            else:
                while above is not parent:
                    parent, known, record = around.pop()
        previous = element
        rule = known(element.tag) if known is not None else None
        if rule is None:
            inside = NOTHING
            continue
        field, many, read, inside = rule
        if read is not None:
            value = read(element)
            if value is None:
                continue
        elif field:
            value = inner = {}
        else:
            inner = record
            continue
        if many:
            if field in record:
                record[field].append(value)
            else:
                record[field] = [value]
        elif field not in record:
            record[field] = value
    return whole


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
        elif rule.read is None:
            _count(child, rule.inside, here, lists, found)
        elif ending in codes and (code := " ".join((child.text or "").split())) not in codes[ending]:
            found[f"{'/'.join(here)}={code[:40]}"] += 1
