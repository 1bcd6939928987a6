"""The company register's feed of changes: who of those we know has changed, read instead of asking for each."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, Final

from crawler.spiders.fetch import Fetcher, FetchError
from crawler.spiders.hal import HalPage, pages

PATH: Final = "/enhetsregisteret/api/oppdateringer/{kind}"
SIZE: Final = 5000
"""Changes a page: a day of the whole country has a few thousand, each of about 300 bytes."""

MOST: Final = 200_000
"""Changes worth reading; with more waiting, asking for those we know is cheaper for the register."""


class TooManyError(Exception):
    """So many changes wait that reading them costs the register more than asking for everybody we know."""


async def changed(fetcher: Fetcher, url: str, kind: str, *, since: date, known: Collection[str]) -> dict[str, datetime]:
    """
    Of the known numbers those changed since a day (`kind`: enheter, underenheter), each with its latest change in UTC.

    The feed runs by an ascending number, `oppdateringsid`: where the pages' reach ends, it is asked on from the last.
    Raises TooManyError, FetchError.
    """
    found: dict[str, datetime] = {}
    wanted = frozenset(known)
    last, asked = 0, {"dato": f"{since.isoformat()}T00:00:00.000Z"}
    while asked:
        before, read, total = last, 0, 0
        async for page in pages(fetcher, url + PATH.format(kind=kind), asked, size=SIZE, headers={}):
            if page.total > MOST:
                raise TooManyError(f"{page.total} changes since {since}")
            last = max([last, *_take(page, wanted, found)])
            read, total = read + len(page.rows), max(total, page.total)
        if read < total and last <= before:
            raise FetchError(f"{read} of {total} changes since {since} were listed, and none after number {before}")
        asked = {"oppdateringsid": str(last + 1)} if read < total else {}
    return found


def _take(page: HalPage, wanted: Collection[str], found: dict[str, datetime]) -> list[int]:
    numbers = []
    for row in page.rows:
        number, orgnr, at = row.get("oppdateringsid"), row.get("organisasjonsnummer"), _moment(row.get("dato"))
        if not isinstance(number, int) or at is None:
            raise FetchError("the feed of changes has a row without oppdateringsid and dato")
        numbers.append(number)
        if orgnr in wanted:
            found[str(orgnr)] = max(at, found.get(str(orgnr), at))
    return numbers


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return None if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
