"""
Which addresses may be connected to: public ones over http and https, and those the operator named as trusted.

Feed addresses, next-links, document links and redirects come from others; without this, one of them could make the
server ask its own network (SSRF, OWASP ASVS 5.0 1.3.6). `check` looks at the address as written, `is_public` at what a
name resolves to, so that the address checked is the address connected to (crawler.resolver).
"""

import ipaddress
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, urlsplit

PORTS: Final = frozenset({80, 443, 8080, 8443})
"""Ports a public web server is asked on."""

_DEFAULT: Final = {"http": 80, "https": 443}
_PLAIN: Final = re.compile(r"[\x21-\x7e]+", re.ASCII)
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII)
_NUMERIC: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", re.ASCII)
_INSIDE: Final = ("localhost", "internal", "local", "localdomain", "lan", "home.arpa", "intranet")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class AddressError(ValueError):
    """An address that is not connected to; the message names it and says why."""


def authority(url: str) -> str:
    """`host:port` of an http(s) address, the port always given; "" for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT or not parts.hostname:
        return ""
    return f"{parts.hostname}:{port or _DEFAULT[parts.scheme]}"


def check(url: str, trusted: Collection[str] = ()) -> str:
    """
    The address itself where it may be asked: public as written, or its `authority` is trusted.

    A name that resolves to a private address is found by the resolver. Raises AddressError.
    """
    parts = _split(url)
    if authority(url) in trusted:
        return url
    port = parts.port or _DEFAULT[parts.scheme]
    if port not in PORTS:
        raise AddressError(f"{_shown(url)}: port {port} is no web server's")
    _check_host(parts.hostname or "", url)
    return url


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also when it is wrapped in an IPv6 form of IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _split(url: str) -> SplitResult:
    if not _PLAIN.fullmatch(url) or "\\" in url:
        raise AddressError(f"{_shown(url)}: blanks, backslashes or other than plain characters in an address")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressError(f"{_shown(url)}: {error}") from None
    if parts.scheme not in _DEFAULT:
        raise AddressError(f"{_shown(url)}: only http and https are read")
    if "@" in url.partition("//")[2].partition("/")[0]:  # also behind # or ?, where parsers disagree on the host
        raise AddressError(f"{_shown(url)}: a user name in an address")
    if not parts.hostname:
        raise AddressError(f"{_shown(url)}: no host")
    return parts


def _check_host(host: str, url: str) -> None:
    if ":" in host:
        if not is_public(host):
            raise AddressError(f"{_shown(url)}: {host} is not on the public internet")
        return
    name = host.rstrip(".").lower()
    if _NUMERIC.fullmatch(name):
        try:
            number = ipaddress.IPv4Address(name)
        except ValueError:
            raise AddressError(f"{_shown(url)}: {host} is an address in disguise") from None
        if not is_public(str(number)):
            raise AddressError(f"{_shown(url)}: {host} is not on the public internet")
        return
    if not _HOST.fullmatch(name) or "." not in name:
        raise AddressError(f"{_shown(url)}: {host} is no public host name")
    if any(name == inside or name.endswith(f".{inside}") for inside in _INSIDE):
        raise AddressError(f"{_shown(url)}: {host} is a name of an inner network")


def _shown(url: str) -> str:
    return ascii(url[:120])[1:-1]
