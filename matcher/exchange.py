"""Files of profiles, notices and rankings, as `rank` and `evaluate` read and write them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from model.cpv import Cpv
from model.match import Match
from model.member import Member
from model.money import Money
from model.notice import Deadline, Lot, Notice, Place
from model.nuts import ANYWHERE, Nuts
from model.organisation import Organisation
from model.profile import ProfileError, from_mapping
from model.text import Text


class ExchangeError(ValueError):
    """A file that cannot be used; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """The notices of a file by their ids, and a sentence for each line that is none."""

    notices: tuple[tuple[str, Notice], ...]
    faults: tuple[str, ...]


def members(path: Path) -> list[Member]:
    """Profiles of a JSON list. Raises ExchangeError naming the profile at fault: a wrong one must not pass unseen."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExchangeError(f"{path}: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExchangeError(f"{path}: a JSON list of profiles is wanted")
    found: dict[str, Member] = {}
    for position, row in enumerate(rows, start=1):
        try:
            member = from_mapping(row)
        except ProfileError as error:
            raise ExchangeError(f"{path}: profile {position} ({row.get('id', 'without id')}): {error}") from None
        if member.id in found:
            raise ExchangeError(f"{path}: profile {position}: the id {member.id!r} comes twice")
        found[member.id] = member
    return list(found.values())


def notices(path: Path) -> Notices:
    """Notices of a file of JSON lines; a line that is none is told and the rest goes on. Raises ExchangeError."""
    found: dict[str, Notice] = {}
    faults = []
    try:
        for number, line in _lines(path):
            try:
                row = json.loads(line)
                found[str(row["id"])] = notice(row)
            except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
                faults.append(f"{path}:{number}: no notice: {type(error).__name__}: {str(error)[:120]}")
    except (OSError, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path}: {error}") from None
    return Notices(notices=tuple(found.items()), faults=tuple(faults))


def notice(row: Mapping[str, Any]) -> Notice:
    """One notice of the exchange format; unknown codes and dates that are none are left out."""
    deadline = _deadline(row.get("deadline"))
    cpv, places = _cpv(row.get("cpv")), _places(row.get("nuts"))
    whole = Lot(
        id="LOT-0000",
        title=Text.plain(row.get("title")),
        description=Text.plain(row.get("description")),
        cpv=cpv,
        places=places,
        value=_money(row),
        deadline=deadline,
    )
    lots = tuple(_lot(lot, position, whole) for position, lot in enumerate(row.get("lots") or [], start=1))
    buyer = row.get("buyer")
    return Notice(
        source=str(row["id"]).partition(":")[0],
        source_id=str(row["id"]),
        title=whole.title,
        description=whole.description,
        buyers=(Organisation(name=str(buyer)),) if buyer else (),
        cpv=cpv,
        places=places,
        value=whole.value,
        published=_day(row.get("published")),
        notice_type=row.get("type"),
        lots=lots or (whole,),
    )


def row(match: Match) -> dict[str, Any]:
    """A line of a ranking (DESIGN 5)."""
    evidence = [
        {"signal": one.signal, "points": one.points, "reason": one.reason, "quote": one.quote} for one in match.evidence
    ]
    return {
        "member": match.member,
        "notice": match.notice,
        "lot": match.lot,
        "score": match.score,
        "evidence": evidence,
    }


def write(path: Path, matches: Iterable[Match]) -> int:
    """Write a ranking, one line a match; returns how many."""
    number = 0
    with path.open("w", encoding="utf-8") as stream:
        for match in matches:
            stream.write(json.dumps(row(match), ensure_ascii=False) + "\n")
            number += 1
    return number


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield number, line


def _lot(lot: Any, position: int, whole: Lot) -> Lot:
    if isinstance(lot, str):
        lot = {"title": lot}
    return Lot(
        id=str(lot.get("id") or f"LOT-{position:04}"),
        title=Text.plain(lot.get("title")),
        description=Text.plain(lot.get("description")),
        cpv=_cpv(lot.get("cpv")) or whole.cpv,
        places=_places(lot.get("nuts")) or whole.places,
        value=_money(lot),
        deadline=_deadline(lot.get("deadline")) or whole.deadline,
    )


def _cpv(codes: Any) -> tuple[Cpv, ...]:
    found = []
    for code in codes or ():
        try:
            found.append(Cpv.parse(str(code)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _places(codes: Any) -> tuple[Place, ...]:
    found = []
    for code in codes or ():
        if code in ANYWHERE:
            found.append(Place(anywhere=code))
            continue
        try:
            found.append(Place(nuts=Nuts.parse(str(code))))
        except ValueError:
            continue
    return tuple(found)


def _money(row: Mapping[str, Any]) -> Money | None:
    value = row.get("value")
    if value is None:
        return None
    if isinstance(value, Mapping):
        return _money({"value": value.get("amount"), "currency": value.get("currency")})
    try:
        return Money(Decimal(str(value)), str(row.get("currency") or "NOK"))
    except (InvalidOperation, ValueError):
        return None


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def _deadline(text: Any) -> Deadline | None:
    if not text:
        return None
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if len(str(text)) <= len("2026-11-23"):
        return Deadline(at=datetime.combine(when.date(), time(22, 59), UTC), date_only=True)
    return Deadline(at=when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC))
