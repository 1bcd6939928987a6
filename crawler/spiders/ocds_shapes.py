"""
How publishers of OCDS hand out their releases, by name; a block in klyngeradar.toml changes any of it key by key.

To add a publisher that many will want: one Shape in SHAPES with where its address and its limits are known from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

OGL: Final = "Open Government Licence v3.0"
UNSEEN: Final = "read by us on recorded releases alone, never against the publisher: watch the first nights"

Counts = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """
    Where to ask, for which span at a time, and how an answer ends.

    `path` follows the block's url, with {since}, {until} and {type} filled in; `moments` is how strftime writes them.
    `next` is the JSON Pointer of the next page's address (a list-shaped `links` is searched for `rel` = next), `cursor`
    that of a token to send back as `cursor_parameter`. A page of `page_size` releases or more without either is cut
    short. `total` is the pointer of how many releases a span has, where the publisher says. `delay`, `first_days` and
    `monthly_overlap_days` are what the block's own keys default to.
    """

    url: str = ""
    path: str = ""
    step: str = "1d"  # 6h, 15d, month
    moments: str = "%Y-%m-%dT%H:%M:%SZ"
    types: tuple[str, ...] = ()
    packing: str = "json"  # one document, or several after another; lines: one a line; zip: many files
    encoding: str = "iso-8859-1"  # of bytes that are no UTF-8
    next: str | None = "/links/next"
    cursor: str | None = None
    cursor_parameter: str = "cursor"
    page_size: int = 100
    total: str | None = None
    empty_without_releases: bool = False
    pages_shift: bool = False  # pages are counted, not pointed at: what is added or withdrawn meanwhile moves them
    busy: Mapping[int, float] = field(default_factory=dict)  # statuses that say "too many requests" -> seconds to wait
    longest_wait: float | None = None  # seconds
    key_header: str = "Authorization"
    delay: float | None = None
    first_days: int | None = None
    monthly_overlap_days: int | None = None
    weekday: Counts = (1, 5_000)
    weekend: Counts = (0, 5_000)
    because: str = "nothing is known of it but that two working days without a release would be odd"
    credit: str = ""
    licence: str = ""


_PROACTIS: Final = Shape(
    # One call a month and kind of notice (1-25 OJEU forms F1-F25, 101-104 the site's own); some packages have no
    # releases. The kinds are those Kingfisher Collect asks for.
    path="/v1/Notices?dateFrom={since}&outputType=0&noticeType={type}",
    step="month",
    moments="%m-%Y",
    types=(*map(str, range(1, 8)), *map(str, (12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 101, 102, 103, 104))),
    next=None,
    empty_without_releases=True,
    delay=2.0,
    monthly_overlap_days=90,
    because=UNSEEN,
    licence=OGL,
)

SHAPES: Final[Mapping[str, Shape]] = {
    "find-a-tender": Shape(
        # 12 requests in two minutes; spans longer than 6 hours lose releases (Kingfisher Collect). 400 days of such
        # spans would take 4 hours, 90 take one.
        url="https://www.find-tender.service.gov.uk",
        path="/api/1.0/ocdsReleasePackages?limit=100&updatedFrom={since}&updatedTo={until}",
        step="6h",
        moments="%Y-%m-%dT%H:%M:%S",
        delay=10.0,
        first_days=14,
        monthly_overlap_days=90,
        because=UNSEEN,
        credit="Find a Tender (UK)",
        licence=OGL,
    ),
    "contracts-finder": Shape(
        # Says 403 where others say 429, and lets nobody in for five minutes; at most 100 a page.
        url="https://www.contractsfinder.service.gov.uk",
        path="/Published/Notices/OCDS/Search?limit=100&publishedFrom={since}&publishedTo={until}",
        step="15d",
        moments="%Y-%m-%dT%H:%M:%S",
        busy={403: 300.0},
        longest_wait=300.0,
        delay=2.0,
        because=UNSEEN,
        credit="Contracts Finder (UK)",
        licence=OGL,
    ),
    "public-contracts-scotland": replace(
        _PROACTIS, url="https://api.publiccontractsscotland.gov.uk", credit="Public Contracts Scotland"
    ),
    "sell2wales": replace(_PROACTIS, url="https://api.sell2wales.gov.wales", credit="Sell2Wales"),
    "oeffentlichevergabe-zip": Shape(
        # A zip a day, one file a notice; pubMonth gives a month, which is too much to fetch every night.
        url="https://www.oeffentlichevergabe.de",
        path="/api/notice-exports?pubDay={since}&format=ocds.zip",
        step="1d",
        moments="%Y-%m-%d",
        packing="zip",
        next=None,
        delay=2.0,
        first_days=14,
        monthly_overlap_days=90,
        because=UNSEEN,
        credit="Datenservice Öffentlicher Einkauf (DE)",
        licence="CC0",
    ),
}


def shape_of(options: Mapping[str, Any]) -> Shape:
    """The shape a block names, with its own keys on top. Raises ValueError for a name that is none."""
    name = options.get("shape")
    if name is not None and name not in SHAPES:
        raise ValueError(f"no shape is called {name!r}; there are {', '.join(SHAPES)}")
    known = {one.name for one in fields(Shape)}
    own = {key: value for key, value in options.items() if key in known and value is not None}
    expected = options.get("expected") or {}
    return replace(SHAPES[name] if name else Shape(), **own, **expected)
