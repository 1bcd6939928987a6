"""The made-up market: notices in a compact form, read strictly from demo/fortnight/*.toml."""

import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
FIRST_DAY = date(2026, 11, 9)
LAST_DAY = date(2026, 11, 20)
TODAY = datetime(2026, 11, 23, 6, 0, tzinfo=OSLO)
"""The demo's morning: the Monday after the fortnight."""


class MarketError(ValueError):
    """A fortnight's file that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A buyer; the number is written as its notices write it."""

    key: str
    name: str
    orgnr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot with words, code and value of its own."""

    title: str
    cpv: str
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Who won together; `lead` is the position of the lead."""

    names: tuple[str, ...]
    orgnrs: tuple[str, ...]
    amount: int | None = None
    lead: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice. `changes` is the Doffin id of the notice it changes; `retro` one converted from the older form."""

    id: str
    day: int
    buyer: str
    title: str
    text: str
    cpv: tuple[str, ...]
    kind: str = "competition"
    subtype: str = "16"
    language: str = "NOR"
    nuts: tuple[str, ...] = ("NO071",)
    value: int | None = None
    deadline: datetime | None = None
    lots: tuple[Lot, ...] = ()
    framework: bool = False
    certificates: tuple[str, ...] = ()
    changes: str | None = None
    reason: str = ""
    cancel: bool = False
    previous: str | None = None
    winners: tuple[Winner, ...] = ()
    losers: tuple[str, ...] = ()
    tenders: int | None = None
    none: bool = False
    retro: bool = False

    @property
    def published(self) -> date:
        """The day of publication in November 2026."""
        return FIRST_DAY + timedelta(days=self.day - FIRST_DAY.day)

    @property
    def issued(self) -> datetime:
        """When the buyer sent it: the working day before, in the afternoon."""
        back = 3 if self.published.weekday() == 0 else 1
        return datetime(self.published.year, self.published.month, self.published.day, 14, 20, tzinfo=OSLO) - timedelta(
            days=back
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Buyers by key and notices in order."""

    buyers: dict[str, Buyer]
    notices: tuple[Notice, ...]
    _by_id: dict[str, Notice] = field(default_factory=dict)

    def notice(self, id_: str) -> Notice | None:
        """The notice of a Doffin id."""
        if not self._by_id:
            self._by_id.update({notice.id: notice for notice in self.notices})
        return self._by_id.get(id_)


def load() -> Market:
    """Read the fortnight. Raises MarketError for an unknown key, a missing one, or an unknown buyer."""
    folder = resources.files("demo").joinpath("fortnight")
    tables = {
        entry.name: tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    buyers = {key: Buyer(key=key, **row) for table in tables.values() for key, row in table.get("buyers", {}).items()}
    notices = [_notice(name, row) for name, table in tables.items() for row in table.get("notice", [])]
    for notice in notices:
        if notice.buyer not in buyers:
            raise MarketError(f"{notice.id}: no buyer is called {notice.buyer!r}")
    if len({notice.id for notice in notices}) != len(notices):
        raise MarketError("two notices share an id")
    return Market(buyers=buyers, notices=tuple(sorted(notices, key=lambda notice: notice.id)))


def scaled(market: Market, number: int) -> Market:
    """A market of so many notices: the fortnight's, cloned under other ids over the same days."""
    clones = []
    for index in range(number):
        original = market.notices[index % len(market.notices)]
        clones.append(replace(original, id=f"2025-{100_000 + index:06}", changes=None, previous=None, retro=False))
    return Market(buyers=market.buyers, notices=tuple(clones))


def _notice(file: str, row: dict[str, Any]) -> Notice:
    unknown = set(row) - {one.name for one in fields(Notice)}
    if unknown:
        raise MarketError(f"{file}: {row.get('id')}: unknown keys {sorted(unknown)}")
    values = dict(row)
    values["lots"] = tuple(Lot(**lot) for lot in row.get("lots", []))
    values["winners"] = tuple(
        Winner(**{**winner, "names": tuple(winner["names"]), "orgnrs": tuple(winner["orgnrs"])})
        for winner in row.get("winners", [])
    )
    for name in ("cpv", "nuts", "certificates", "losers"):
        if name in row:
            values[name] = tuple(row[name])
    if "deadline" in row:
        values["deadline"] = row["deadline"].replace(tzinfo=OSLO)
    try:
        return Notice(**values)
    except TypeError as error:
        raise MarketError(f"{file}: {row.get('id')}: {error}") from None
