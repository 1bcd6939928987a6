"""By what an entry of a feed is known from night to night: its guid, else its link, else its words."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.formats.feed_page import Entry

_TRACKING: Final = re.compile(r"(?:utm_.+|at_.+|fbclid|gclid|msclkid|mc_[ce]id|_ga|wt\.mc_id|ref_?src)", re.IGNORECASE)


def web_address(address: str) -> str:
    """The address where it is one of the web, without fragment and tracking parameters; "" for any other scheme."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or not address.isprintable():
        return ""
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    asked = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    return parts._replace(scheme=parts.scheme.lower(), query=asked, fragment="").geturl()


def names(source: str, entries: Iterable[Entry]) -> list[tuple[str, Entry]]:
    """
    Each entry with its name.

    A guid that entries with different links share names none of them: such feeds write the site's address into each.
    """
    every = list(entries)
    links = defaultdict[str, set[str]](set)
    for entry in every:
        links[entry.guid].add(web_address(entry.link))
    return [(_name(source, entry, trusted=len(links[entry.guid]) == 1), entry) for entry in every]


def _name(source: str, entry: Entry, *, trusted: bool) -> str:
    if entry.guid and trusted:
        return entry.guid
    words = "\n".join((source, entry.title, entry.published or ""))
    return web_address(entry.link) or f"hash:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"
