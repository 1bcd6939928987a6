"""Two made-up feeds: tenders of private buyers in RSS, over two pages, and market news in Atom; with ETags."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from demo.market import OSLO, Market
from demo.site import Answer, Faults, Question

AWKWARD: Final = "a" * 6000
"""An author on which feedparser's search for an address takes quadratic time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One tender of the feed; without a guid where `guid` is false."""

    number: int
    day: int
    title: str
    text: str
    buyer: str
    place: str
    deadline: str
    cpv: str
    guid: bool = True


TENDERS: Final = (
    Tender(
        number=4107, day=20, title="Utskifting av transportbånd og stålrammer i knuseverk",
        text="Demontering av gammelt bånd, produksjon og montasje av nye stålrammer, sveisearbeid på stedet.",
        buyer="Storfjellet Gruver AS", place="Ranvik", deadline="11.12.2026 14:00", cpv="45223210-1",
    ),
    Tender(
        number=4106, day=19, title="Revisjonsstans 2027: mekanisk vedlikehold av smelteovn",
        text="Rammeavtale for mekanisk vedlikehold, rørproduksjon og sveising i revisjonsstansen i mai 2027.",
        buyer="Fjordsmelt AS", place="Ranfjord", deadline="18.12.2026 12:00", cpv="50530000-9",
    ),
    Tender(
        number=4104, day=18, title="Ny trafostasjon ved kai 3, elektroarbeid & automasjon",
        text="Levering og montasje av lavspentanlegg, styreskap og PLS. Arbeidet skal koordineres med drift.",
        buyer="Fjordsmelt AS", place="Ranfjord", deadline="04.12.2026 12:00", cpv="45315500-3", guid=False,
    ),
    Tender(
        number=4099, day=12, title="Varsel om kommende anskaffelse: utvidelse av lagerhall",
        text="Planlagt utvidelse av lagerhall, 1 200 kvm, stålbygg med kranbane. Konkurranse ventes i februar.",
        buyer="Havland Laks AS", place="Elvbyen", deadline="", cpv="45213220-8",
    ),
    Tender(
        number=4093, day=10, title="Kantinedrift ved hovedkontoret",
        text="Daglig kantinedrift for 180 ansatte.",
        buyer="Havland Kraftsalg AS", place="Elvbyen", deadline="01.12.2026 12:00", cpv="55510000-8",
    ),
)  # fmt: skip

NEWS: Final = (
    (20, "Storfjellet Gruver varsler investeringer for 400 millioner"),
    (19, "Ranfjord havn får nytt kaiareal: <b>byggestart</b> i mars"),
    (18, "Fjordsmelt utsetter ovnsombygging til 2027"),
    (17, "Havland fylkeskommune legger fram tiltaksliste for bruer"),
    (16, "Tre lokale bedrifter samarbeider om vedlikeholdskontrakt"),
    (6, "Sykehuset Havland ferdig med forprosjektet"),
)
"""Day of November 2026 and headline, newest first."""


def answer(market: Market, faults: Faults, question: Question) -> Answer | None:
    """The answer to a request for a feed; None for any other path."""
    del market
    if not question.path.startswith("/feeds/"):
        return None
    name = question.path.removeprefix("/feeds/")
    if name in faults.feeds:
        return faults.feeds[name]
    page = question.query.get("page", ["1"])[0]
    bodies = {"anbud.xml": _rss(1 if page == "1" else 2), "nyheter.xml": _atom()}
    if name not in bodies:
        return None
    body = bodies[name].encode()
    kind = "application/rss+xml" if name == "anbud.xml" else "application/atom+xml"
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if question.headers.get("If-None-Match") == etag:
        return Answer(status=304, headers={"ETag": etag})
    return Answer(body=body, kind=kind, headers={"ETag": etag, "Last-Modified": "Fri, 20 Nov 2026 08:00:00 GMT"})


def _rss(page: int) -> str:
    shown = TENDERS[:3] if page == 1 else TENDERS[3:]
    following = '<atom:link rel="next" href="/feeds/anbud.xml?page=2"/>' if page == 1 else ""
    items = "".join(map(_item, shown))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>Innkjøp Nord</title><link>https://innkjop.example.no/</link>{following}{items}</channel></rss>\n"
    )


def _item(tender: Tender) -> str:
    address = f"https://innkjop.example.no/anbud/{tender.number}"
    deadline = f"Frist: <strong>{tender.deadline}</strong><br />" if tender.deadline else ""
    words = (
        f"<p>{escape(tender.text)}</p>Oppdragsgiver: <strong>{tender.buyer}</strong><br />"
        f"Sted: <strong>{tender.place}</strong><br />{deadline}CPV: {tender.cpv}"
    )
    guid = f"<guid>{address}</guid>" if tender.guid else ""
    when = format_datetime(datetime(2026, 11, tender.day, 9, 0, tzinfo=OSLO))
    return (
        f"<item><title>{escape(tender.title)}</title><link>{address}#kilde=rss</link>{guid}<pubDate>{when}</pubDate>"
        f"<description><![CDATA[{words}]]></description></item>\n"
    )


def _atom() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>Havland Tidende</title><id>https://tidende.example.no/</id><updated>2026-11-20T08:00:00Z</updated>"
        f"<author><name>{AWKWARD}</name></author>{''.join(map(_news, NEWS))}</feed>\n"
    )


def _news(told: tuple[int, str]) -> str:
    day, headline = told
    address = f"https://tidende.example.no/nyheter/2026-11-{day:02}?utm_source=rss"
    return (
        f"<entry><title type='html'>{escape(headline)}</title><link href={quoteattr(address)}/>"
        f"<id>tag:tidende.example.no,2026:{day}</id><updated>2026-11-{day:02}T07:30:00Z</updated>"
        "<content type='html'>Hele artikkelen, som ikke skal lagres.</content></entry>\n"
    )
