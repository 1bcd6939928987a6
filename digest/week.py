"""The facts a member's weekly letter is made from; gathered elsewhere, so that sections stay pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from digest.speech import Speech
from model.jointbid import Need
from model.match import Match
from model.member import Member
from model.news import Headline
from model.notice import Notice
from model.verdict import CrawlReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A notice for this member: the matches of its lots above the threshold, best first, and what it replaces."""

    key: str
    notice: Notice
    matches: tuple[Match, ...]
    changed: bool = False  # shown before in another state
    moved: int = 0  # how often its deadline has been moved

    @property
    def best(self) -> Match:
        """The lot that suits best."""
        return self.matches[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """
    Something that became of a notice told of before.

    `what` is a sentence of the catalogue, with `who` filled in; `before` and `after` are words, or days and times (UTC)
    that are still to be said in the reader's language; `lots` are those it is about, none for the whole notice.
    """

    key: str
    title: str
    href: str | None
    what: str
    before: str | date | None = None
    after: str | date | None = None
    pair: bool = False  # whether there is a before and an after, one of which may not be stated
    who: tuple[tuple[str, ...], ...] = ()  # who won, consortia as one
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A released joint bid as this member may see it; `partners` are firms that agreed, as it did, to be named."""

    number: int
    key: str
    notice: Notice
    lot: str | None  # None for the whole contract
    needs: tuple[Need, ...]  # its own
    why_not_alone: str
    lead: bool
    agreed: bool
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The week's market: notices by stage, by trade (CPV division) and by buyer, and who won near the member."""

    read: int = 0
    competitions: int = 0
    planned: int = 0
    results: int = 0
    trades: Sequence[tuple[str, int]] = ()  # by CPV division, two digits
    buyers: Sequence[tuple[str, int]] = ()
    awards: Sequence[tuple[str, tuple[tuple[str, ...], ...], str | None]] = ()  # title, who won, address


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One member's week: Monday to Sunday, seen at `now` (UTC)."""

    monday: date
    now: datetime
    member: Member
    finds: tuple[Find, ...] = ()
    sent_before: tuple[Find, ...] = ()  # told of in an urgent letter of this week
    together: tuple[Together, ...] = ()
    changes: tuple[Changed, ...] = ()
    market: Market = Market()
    headlines: tuple[Headline, ...] = ()  # market news of the week, newest first
    reports: tuple[CrawlReport, ...] = ()  # the newest of each source
    language: str | None = None  # of the letter, where it is not the member's

    @property
    def speech(self) -> Speech:
        """The language to write in."""
        return Speech(self.language or self.member.language)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        """Its ISO number, as people name weeks in Norway."""
        return self.monday.isocalendar().week
