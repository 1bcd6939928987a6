"""The company register's spider."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar, Final

from scrapy import Request

from crawler.formats.brreg_fields import unheard_of, without_persons
from crawler.registered import Known, NothingKnown, Registered
from crawler.spiders import brreg_changes, hal
from crawler.spiders.fetch import FetchError, NotFoundError, as_json
from crawler.spiders.source import Expected, SourceSpider
from crawler.spiders.window import FilterIgnoredError, Window
from model import orgnr
from model.raw import RawDocument
from store.register import FRESH, Absence

UNITS: Final = "/enhetsregisteret/api/enheter"
SUBUNITS: Final = "/enhetsregisteret/api/underenheter"
HEADERS: Final = {
    UNITS: {"Accept": "application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8"},
    SUBUNITS: {"Accept": "application/vnd.brreg.enhetsregisteret.underenhet.v2+json;charset=UTF-8"},
}
"""Versions of the answers are pinned; without the header the newest would come."""

AT_ONCE: Final = 24
"""Numbers in one request: a whole cluster, in an address of moderate length."""

GONE: Final = 410


class BrregSpider(SourceSpider):
    """
    Enhetsregisteret, Norway's register of companies and public bodies.

    Publisher
      Brønnøysundregistrene
    Access
      Open API, anonymous. Asked for members, buyers and winners by organisation number, 24 at a time; after that the
      feed of changes tells whom to ask again
    Format
      A unit as JSON (API v2), of which an allow-list of fields is kept
    Licence
      NLOD: Inneholder data under norsk lisens for offentlige data (NLOD) tilgjengeliggjort av Brønnøysundregistrene.
    Quirks
      The list by numbers leaves out deleted units and branches: those missing are asked for one by one, where a deleted
      unit answers 200 with `slettedato` and little else, an unknown one 404, one removed for legal reasons 410.
      An empty list has no `_embedded`. (page + 1) * size may not pass 10,000. The number of employees is absent where
      there are few. Industry codes name no standard, and SN2007 and SN2025 reuse numbers. Texts come in lines of about
      70 characters. The change feed's dates are days of publication.
    History
      2025-11 the feed can show what changed (`includeChanges`; not used here).
    """

    name = "brreg"
    url = "https://data.brreg.no"
    title = "Enhetsregisteret"
    credit = "Inneholder data under NLOD fra Brønnøysundregistrene"
    expected: ClassVar = Expected(
        weekday=(0, 500), weekend=(0, 500), because="it is asked for those we know, 500 a night at most"
    )

    def __init__(self, orgnrs: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self._missing: dict[Absence, list[str]] = {}
        self._given = [number for number in orgnrs.replace(" ", "").split(",") if number]

    @cached_property
    def known(self) -> Known:
        """What is stored of the register."""
        database = self.settings.get("KLYNGERADAR_DATABASE")
        return Registered.at(database) if database else NothingKnown()

    @property
    def access_name(self) -> str:
        """By number, or what the feed says has changed."""
        return "given numbers" if self.given else "known numbers"

    @property
    def given(self) -> Sequence[str]:
        """The numbers somebody asked for; without any, those we know are kept up to date."""
        return self._given or [str(number) for number in self.options.get("orgnrs", ())]

    async def documents(self, window: Window) -> AsyncIterator[RawDocument]:
        """The units asked for, each a document."""
        asked = self._asked_for() if self.given else await self._due(window)
        self.tally.promise(len(asked))
        for start in range(0, len(asked), AT_ONCE):
            async for document in self._some(asked[start : start + AT_ONCE]):
                yield document
        for why, numbers in self._missing.items():
            told = "has no" if why is Absence.UNKNOWN else "may not show"
            self.tally.note(f"the register {told} {', '.join(numbers[:10])}{' …' if len(numbers) > 10 else ''}")

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Let go of the database."""
        if isinstance(self.known, Registered):
            self.known.close()

    def _asked_for(self) -> list[str]:
        wrong = [number for number in self.given if not orgnr.is_valid(number)]
        if wrong:
            self.tally.lose(f"no organisation number passes its check in {', '.join(wrong[:5])}")
        return self.known.stale([number for number in self.given if number not in wrong], self.now() - FRESH)

    async def _due(self, window: Window) -> list[str]:
        options = self.options
        known = self.known.of_interest(self.now() - timedelta(days=int(options.get("days", 400))))
        await self._hear_of_changes(window, known)
        due = self.known.stale(known, self.now() - timedelta(days=int(options.get("refresh_days", 30))))
        most = int(options.get("most", 500))
        if len(due) > most:
            self.tally.note(f"{len(due) - most} of {len(due)} organisations are left for the next nights")
        return due[:most]

    async def _hear_of_changes(self, window: Window, known: Sequence[str]) -> None:
        oldest = self.known.oldest(known)
        if oldest is None:
            return
        since = max(window.since, oldest.date())
        for kind in ("enheter", "underenheter"):
            try:
                found = await brreg_changes.changed(self.fetcher, self.base_url, kind, since=since, known=known)
            except brreg_changes.TooManyError as error:
                self.tally.note(f"{error}: every organisation we know is asked for instead")
                found = dict.fromkeys(known, self.now())
            except FetchError as error:
                self.tally.lose(f"the feed of changes: {error}")
                continue
            self.known.changed(found)

    async def _some(self, numbers: Sequence[str]) -> AsyncIterator[RawDocument]:
        waiting = list(numbers)
        try:
            async for page in hal.pages(
                self.fetcher,
                self.base_url + UNITS,
                {"organisasjonsnummer": ",".join(numbers)},
                size=AT_ONCE,
                headers=HEADERS[UNITS],
            ):
                for unit in page.rows:
                    number = str(unit.get("organisasjonsnummer"))
                    if number not in numbers:
                        raise FilterIgnoredError(f"{number[:20]} was among the answers to {len(numbers)} other numbers")
                    if number in waiting:
                        waiting.remove(number)
                        yield self._document(UNITS, number, unit)
        except hal.RefusedError as error:
            self.tally.note(f"asked for one by one instead of {len(numbers)} at once: {error}")
        except FetchError as error:
            self.tally.lose(f"{len(waiting)} org numbers could not be asked for: {error}")
            return
        for number in waiting:
            async for document in self._alone(number):
                yield document

    async def _alone(self, number: str) -> AsyncIterator[RawDocument]:
        """A number the list left out: deleted, a branch, removed, or unknown."""
        for path in (UNITS, SUBUNITS):
            try:
                unit = await self._unit(path, number)
            except NotFoundError as error:
                if error.status == GONE:
                    self._absent(number, Absence.REMOVED)
                    return
            except FetchError as error:
                self.tally.lose(str(error))
                return
            else:
                yield self._document(path, number, unit)
                return
        self._absent(number, Absence.UNKNOWN)

    async def _unit(self, path: str, number: str) -> Mapping[str, Any]:
        request = Request(f"{self.base_url}{path}/{number}", headers=HEADERS[path])
        unit = as_json(await self.fetcher.get(request))
        if unit.get("organisasjonsnummer") != number:
            raise FetchError(f"{request.url}: the answer is of another organisation, or none")
        return unit

    def _absent(self, number: str, why: Absence) -> None:
        self.known.absent(number, why, self.now())
        self.tally.listed.add(number)
        self.tally.stored.add(number)
        self._missing.setdefault(why, []).append(number)

    def _document(self, path: str, number: str, unit: Mapping[str, Any]) -> RawDocument:
        new = sorted(unheard_of(unit))
        if new:
            self.tally.note(f"fields never seen before were left out: {', '.join(new)[:200]}")
        self.tally.listed.add(number)
        written = json.dumps(without_persons(unit), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return RawDocument(
            source=self.name,
            source_id=number,
            url=f"{self.base_url}{path}/{number}",
            format="brreg",
            body=written.encode("utf-8", "replace"),
            fetched_at=self.now(),
        )
