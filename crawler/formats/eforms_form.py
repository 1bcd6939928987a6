"""What an eForms notice is for, and what a change or modification notice says of itself."""

import re
from typing import Final

from crawler.formats.eforms_values import Doubts, text
from crawler.formats.eforms_walk import Record
from model.closing import CANCELS, cancels_lots
from model.form import BY_LIST_NAME, FormType, of_subtype
from model.notice import Change, Lot
from model.result import LotResult
from model.text import Text

NATIONAL_INTENT: Final = frozenset({"N4", "N29", "E2", "E4"})
"""Norwegian subtypes under which intents are published, for want of one of their own: the title alone tells."""

_INTENT: Final = re.compile(r"intensjonskunngj|\bveat\b", re.IGNORECASE)
WITHOUT_WINNER: Final = "clos-nw"


def form_of(
    notice: Record,
    title: Text,
    lots: tuple[Lot, ...],
    results: tuple[LotResult, ...],
    change: Change | None,
    doubts: Doubts,
) -> FormType:
    """The notice's stage: by subtype, else by the form type of its type code; what it says may make it another."""
    subtype = notice.get("subtype")
    form = of_subtype(subtype)
    if form is FormType.UNKNOWN:
        list_, _ = notice.get("notice_type") or ("", "")
        form = BY_LIST_NAME.get(list_, FormType.UNKNOWN)
        if subtype:
            doubts.add(f"Kunngjøringstypen {subtype[:20]!r} er ukjent")
    if subtype in NATIONAL_INTENT and any(_INTENT.search(words) for _, words in title.versions):
        return FormType.INTENT
    if change is not None and CANCELS in change.reasons and not cancels_lots(change, {lot.id for lot in lots}):
        return FormType.CANCELLATION
    if form is FormType.RESULT and results and all(result.status == WITHOUT_WINNER for result in results):
        return FormType.CANCELLATION
    return form


def change_of(notice: Record) -> Change | None:
    """What the notice changes: an earlier version of itself (BT-758), or a contract in force (BT-1501)."""
    change, modification = notice.get("change"), notice.get("modification")
    if change is None and modification is None:
        return None
    blocks = [block for block in (change, modification) if block is not None]
    parts = [part for block in blocks for part in block.get("changes", ())]
    return Change(
        of=_each(change, "of"),
        modifies=_each(modification, "of"),
        reasons=_each_of([*blocks, *parts], "reasons"),
        reason_text=text([pair for one in [*blocks, *parts] for pair in one.get("reason_text", ())]),
        descriptions=tuple(text(part["description"]) for part in parts if "description" in part),
        sections=_each_of(parts, "sections"),
    )


def _each(record: Record | None, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record.get(field, ()))) if record is not None else ()


def _each_of(records: list[Record], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for record in records for value in record.get(field, ())))
