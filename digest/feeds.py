"""A member's matches as a private Atom feed (RFC 4287), and its deadlines as a calendar to subscribe to."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree
from sqlalchemy import Connection

from digest import deadlines
from digest.gather import is_open
from digest.render import clean, web
from digest.sections.lines import card
from digest.settings import DigestSettings
from digest.week import Find, Week
from model.match import Match
from model.member import Member
from store import audit, matches, members, notices

MOST: Final = 100
"""Entries of a feed, the newest; a reader keeps the older ones itself."""

ATOM: Final = "http://www.w3.org/2005/Atom"


def atom(connection: Connection, member_id: str, now: datetime, settings: DigestSettings) -> bytes | None:
    """The feed of a member's open matches, the newest first; None for a member who is not there any more."""
    member = _member(connection, member_id)
    if member is None:
        return None
    week = _week(member, now)
    found = _finds(connection, member, now, settings)[:MOST]
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]  # None is the default namespace
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", week.speech.language)
    title = week.speech.say("Anbud for {member}", member=member.name)
    _put(feed, "title", title)
    _put(feed, "id", f"tag:klyngeradar,2026:{_hash(member.id)}")
    _put(feed, "updated", _stamp(max((at for at, _ in found), default=datetime.fromtimestamp(0, UTC))))
    _put(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", settings.cluster)
    for at, find in found:
        _entry(feed, at, find, week)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def calendar(connection: Connection, member_id: str, now: datetime, settings: DigestSettings) -> bytes | None:
    """The deadlines ahead of a member's open matches; None for a member who is not there any more."""
    member = _member(connection, member_id)
    if member is None:
        return None
    week = _week(member, now)
    ahead = deadlines.due((find for _, find in _finds(connection, member, now, settings)), now)
    return deadlines.calendar(ahead, week.speech.say("Frister: {member}", member=member.name), now, week.speech)


def _entry(feed: etree._Element, at: datetime, find: Find, week: Week) -> None:
    line = card(find, week)
    entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _put(entry, "title", line.title)
    _put(entry, "id", f"tag:klyngeradar,2026:{_hash(f'{week.member.id}|{find.key}')}")
    _put(entry, "updated", _stamp(at))
    if web(line.href):
        etree.SubElement(entry, f"{{{ATOM}}}link", href=web(line.href))
    told = (" · ".join(line.facts), line.flag or "", line.excerpt, *(why.sentence for why in line.whys))
    _put(entry, "summary", "\n".join(str(clean(words)) for words in told if words), breaks=True)


def _finds(
    connection: Connection, member: Member, now: datetime, settings: DigestSettings
) -> Sequence[tuple[datetime, Find]]:
    """The member's open matches with when the notice last changed, the newest first."""
    grouped: dict[str, list[Match]] = defaultdict(list)
    for match in matches.matches(connection, member=member.id, minimum_score=settings.threshold):
        grouped[match.notice].append(match)
    held = audit.held(connection)
    found = []
    for stored in notices.current(connection, keys=sorted(grouped)):
        if stored.set_aside is not None or stored.key in held:
            continue
        open_ = [match for match in grouped.get(stored.key, ()) if is_open(stored, match.lot, now)]
        if open_:
            best = tuple(sorted(open_, key=lambda match: (-match.score, match.lot)))
            found.append((stored.changed_at, Find(key=stored.key, notice=stored.notice, matches=best)))
    return sorted(found, key=lambda pair: (-pair[0].timestamp(), pair[1].key))


def _member(connection: Connection, member_id: str) -> Member | None:
    return next((one for one in members.members(connection) if one.id == member_id), None)


def _week(member: Member, now: datetime) -> Week:
    return Week(monday=now.date(), now=now, member=member)


def _put(parent: etree._Element, name: str, words: str, *, breaks: bool = False) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = words if breaks else str(clean(words))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
