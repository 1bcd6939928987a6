"""
How long the market's pages take to be put together from 20,000 made-up notices, in milliseconds.

    python benchmarks/market.py [--notices N] [--rounds N]
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, insert

from model.cpv import Cpv
from model.form import FormType
from model.money import Money
from model.notice import Deadline, Lot, Notice, Period, Place
from model.nuts import COUNTIES, Nuts
from model.organisation import Organisation
from model.result import LotResult, Tender, Tenderer, TenderingParty
from model.text import Text
from store import content, identity
from store.database import connect, migrate, reading, writing
from store.fold import Folded, Reading
from store.market import awards, figures, filing, parties, radar
from store.market.entries import entries, planned
from store.market.reading import read
from store.tables.market import PARTS
from store.tables.notices import notice as table
from store.view import _notice_values as notice_values

TODAY = date(2026, 11, 23)
DIVISIONS = ("45", "71", "50", "90", "72", "33", "34", "42", "44", "79", "31", "85", "55", "60", "48")
FORMS = (FormType.COMPETITION, FormType.COMPETITION, FormType.RESULT, FormType.RESULT, FormType.PLANNING)
AT_ONCE = 1_000
HALF = timedelta(days=183)


def made_up(number: int, random: Random) -> Notice:
    """A notice of the last two years: one of 900 buyers, 1,500 firms, one to four lots."""
    day = TODAY - timedelta(days=random.randrange(730))
    form = random.choice(FORMS)
    division = random.choice(DIVISIONS)
    lots = tuple(
        Lot(
            id=f"LOT-{index:04}",
            title=Text.plain(f"Del {index}", "NOR"),
            description=Text.plain("Arbeid med stål, rør og betong. " * 20, "NOR"),
            cpv=(Cpv(f"{division}{random.randrange(10**5, 10**6)}"),),
            places=(Place(nuts=Nuts(random.choice(list(COUNTIES)))),),
            duration=Period(length=random.choice((12, 24, 36, 48)), unit="MONTH"),
            renewals=random.choice((None, 1, 2)),
            framework=random.choice(("fa-wo-rc", None)),
            nature=random.choice(("works", "services", "supplies")),
            deadline=Deadline(at=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=30)),
        )
        for index in range(random.randrange(1, 5))
    )
    buyer = random.randrange(900)
    return Notice(
        source="doffin", source_id=f"2026-{number:06}", notice_uuid=f"00000000-0000-4000-8000-{number:012}",
        procedure_id=f"00000000-0000-4000-9000-{number // 2:012}", form_type=form, published=day,
        title=Text.plain(f"Rammeavtale nummer {number}", "NOR"), cpv=(Cpv(f"{division}000000"),), lots=lots,
        buyers=(Organisation(name=f"Kommune {buyer}", orgnr=f"{310_000_000 + buyer}"),),
        value=Money(Decimal(random.randrange(500_000, 90_000_000)), "NOK"),
        results=tuple(_result(lot, random) for lot in lots) if form is FormType.RESULT else (),
        url=f"https://www.doffin.no/notices/2026-{number:06}",
    )  # fmt: skip


def _result(lot: Lot, random: Random) -> LotResult:
    firms = random.sample(range(1_500), random.choice((1, 1, 1, 2)))
    party = TenderingParty(
        id="TPA-1",
        tenderers=tuple(
            Tenderer(organisation=Organisation(name=f"Firma {one}", orgnr=f"{320_000_000 + one}")) for one in firms
        ),
    )
    value = Money(Decimal(random.randrange(500_000, 20_000_000)), "NOK")
    won = Tender(id=f"TEN-{lot.id}", winner=True, value=value, party=party)
    return LotResult(lot_id=lot.id, status="selec-w", tenders_received=random.randrange(1, 9), tenders=(won,))


def fill(engine: Engine, number: int) -> None:
    """Write so many notices as the view does."""
    random = Random(1)  # noqa: S311 - made-up data
    for start in range(0, number, AT_ONCE):
        found = [_folded(made_up(one, random)) for one in range(start, min(start + AT_ONCE, number))]
        with writing(engine) as connection:
            _write(connection, found)


def _folded(notice: Notice) -> Folded:
    seen = datetime(2026, 11, 23, tzinfo=UTC)
    written = content.of_notice(notice)
    member = Reading(
        id=1, notice=notice, format="eforms", content_hash=content.digest(written), first_seen=seen, last_seen=seen
    )
    names = tuple(identity.names(notice))
    return Folded(
        key=identity.key(names), notice=notice, first_seen=seen, changed_at=seen, sha256=None, names=names,
        references=frozenset(), addresses=(), members=(member,),
    )  # fmt: skip


def _write(connection: Connection, found: list[Folded]) -> None:
    connection.execute(
        insert(table),
        [{"key": one.key, "superseded_by": None, "fold_hash": "x", **notice_values(one)} for one in found],
    )
    rows = [(one.key, filing.rows(one)) for one in found]
    for part in PARTS:
        batch = [{"notice": key, **row} for key, mine in rows for row in mine[part.name]]
        if batch:
            connection.execute(insert(part), batch)


def pages(connection: Connection) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What the pages ask for."""
    quarter, year = TODAY - timedelta(weeks=13), TODAY - timedelta(days=365)

    def market(since: date) -> None:
        found = read(connection, since, TODAY)
        for group in (figures.by_week, figures.by_trade, figures.by_buyer, figures.by_county, figures.by_stage):
            group(found)
        awards.single_bids_by_trade(found)
        awards.winners(found)

    yield "Marked, 13 weeks: all figures", lambda: market(quarter)
    yield "Marked, a year: all figures", lambda: market(year)
    yield "Marked, all 20,000: all figures", lambda: market(TODAY - timedelta(days=730))
    yield "planned, the newest 100", lambda: planned(connection, TODAY, limit=100)
    yield "renewal radar, 18 months, first 200", lambda: radar.expiring(connection, TODAY, limit=200)
    yield "renewal radar, 6 months, first 200", lambda: radar.expiring(connection, TODAY, ahead=HALF, limit=200)
    yield "Kjøper", lambda: parties.buyer(connection, "310000001", TODAY)
    yield "Leverandør", lambda: parties.supplier(connection, "320000001", TODAY)
    keys = [row.notice for row in read(connection, quarter, TODAY).notices[:200]]
    yield "200 notices behind a figure", lambda: entries(connection, keys)


def main() -> None:
    """Fill a database and time each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="where to keep the database, or to find the one kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "market.sqlite"
        there = path.exists()
        engine = connect(f"sqlite:///{path}")
        migrate(engine)
        if not there:
            fill(engine, asked.notices)
        with reading(engine) as connection:
            for name, page in pages(connection):
                print(f"{name:<36} {_timed(page, asked.rounds)}")
        engine.dispose()


def _timed(page: Callable[[], Any], rounds: int) -> str:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        page()
        times.append((perf_counter() - start) * 1_000)
    return f"median {median(times):6.0f}   worst {max(times):6.0f}"


if __name__ == "__main__":
    main()
