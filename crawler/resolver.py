"""Name resolution that hands out public addresses alone, so that what was checked is what is connected to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import authority, is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase


class PublicResolver(CachingThreadedResolver):
    """Refuses a name whose address is not on the public internet, unless the name is trusted."""

    trusted: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> Self:
        """As Scrapy makes it; `KLYNGERADAR_TRUSTED` and every `<NAME>_URL` setting name trusted hosts."""
        made = super().from_crawler(crawler, reactor)
        made.trusted = frozenset(one.rpartition(":")[0] for one in trusted(crawler.settings))
        return made

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of a name; fails with DNSLookupError where it must not be connected to."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        if name in self.trusted:
            return found
        return found.addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if not is_public(address):
            raise DNSLookupError(f"{name} leads to {address}, which is not on the public internet")
        return address


def trusted(settings: Any) -> frozenset[str]:
    """Authorities (`host:port`) the operator named: in `[sources] trusted`, and as the address of a source itself."""
    own = {authority(str(settings.get(name) or "")) for name in settings if str(name).endswith("_URL")}
    return frozenset({*settings.getlist("KLYNGERADAR_TRUSTED"), *own} - {""})
