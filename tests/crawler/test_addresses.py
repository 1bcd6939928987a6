"""Addresses that must not be asked are not asked, whatever they are dressed up as."""

import json
from typing import Any

import pytest
from scrapy import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.addresses import AddressError, authority, check, is_public
from crawler.resolver import PublicResolver
from crawler.spiders.fetch import redirected
from tests.shared import shared


class NoReactor:
    """Enough of a reactor for a resolver that resolves nothing."""


def resolver(*trusted: str) -> PublicResolver:
    made = PublicResolver(NoReactor(), 0, 1.0)  # type: ignore[arg-type]  # it is never asked
    made.trusted = frozenset(trusted)
    return made


def hostile() -> list[str]:
    urls: list[str] = json.loads(shared("nasty", "url", "ssrf.json").read_text(encoding="utf-8"))["must_block"]
    return urls


@pytest.mark.shared
def test_every_hostile_address_is_refused_as_written_or_when_it_is_resolved() -> None:
    let_through = []
    for url in hostile():
        try:
            check(url)
        except AddressError:
            continue
        let_through.append(url)

    assert len(hostile()) == 44
    assert let_through == ["http://127.0.0.1.nip.io/"]  # public as written: what it resolves to is not
    with pytest.raises(DNSLookupError, match=r"127\.0\.0\.1, which is not on the public internet"):
        resolver()._public("127.0.0.1", "127.0.0.1.nip.io")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.doffin.no/notices/2026-100001",
        "http://example.org",
        "https://example.org:8443/feed?x=1#y",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "https://xn--blbrsyltety-y8ao3x.no/",
    ],
)
def test_public_addresses_are_let_through(url: str) -> None:
    assert check(url) == url


def test_what_the_operator_trusts_is_let_through_and_nothing_beside_it() -> None:
    trusted = {"127.0.0.1:8080"}

    assert check("http://127.0.0.1:8080/feed", trusted)
    for url in ("http://127.0.0.1:8999/canary", "https://127.0.0.1:8080@example.org/", "file://127.0.0.1:8080/"):
        with pytest.raises(AddressError):
            check(url, trusted)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
        ("nonsense", False),
    ],
)
def test_addresses_inside_other_addresses_are_seen(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_only_a_trusted_name_may_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: succeed("127.0.0.1"))
    found: list[Any] = []
    resolver("radar.example.no").getHostByName("radar.example.no").addCallback(found.append)
    resolver("radar.example.no").getHostByName("evil.example.no").addErrback(lambda fault: found.append(fault.type))

    assert found == ["127.0.0.1", DNSLookupError]


def test_an_authority_always_has_its_port() -> None:
    assert authority("https://api.doffin.no/public") == "api.doffin.no:443"
    assert authority("http://127.0.0.1:81") == "127.0.0.1:81"
    assert authority("ftp://example.org/") == ""
    assert authority("http://[::1") == ""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_key_never_follows_to_another_host(status: int) -> None:
    asked = Request(
        "https://api.example.no/search",
        method="POST",
        body=b"{}",
        headers={"X-Key": "s", "Accept": "a/b", "Cookie": "c"},
    )

    elsewhere = redirected(asked, status, "https://other.example.no/search")
    same = redirected(asked, status, "https://api.example.no/v2/search")

    assert list(elsewhere.headers) == [b"Accept"]
    assert same.headers.get("X-Key") == b"s"
    assert (elsewhere.method, elsewhere.body) == (("POST", b"{}") if status in {307, 308} else ("GET", b""))
