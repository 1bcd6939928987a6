"""
The public addresses that stand in letters, under the address at which people reach the dashboard.

Each is None where no address is configured (`[dashboard] address`): a letter then goes without it. The pages are the
dashboard's; the tokens and secrets come from `store.links` and `store.feed_addresses`.
"""


def answer(base: str | None, token: str) -> str | None:
    """Where a recipient says what it thinks of a notice; opening it changes nothing."""
    return _under(base, f"svar/{token}")


def unsubscribe(base: str | None, token: str) -> str | None:
    """Where a recipient stops its letters: a page by GET, done by POST (RFC 8058)."""
    return _under(base, f"u/{token}")


def feed(base: str | None, secret: str) -> str | None:
    """A member's private Atom feed."""
    return _under(base, f"feed/{secret}.atom")


def calendar(base: str | None, secret: str) -> str | None:
    """A member's private calendar of deadlines."""
    return _under(base, f"kalender/{secret}.ics")


def own_page(base: str | None) -> str | None:
    """The member's own page, behind its login."""
    return _under(base, "medlem")


def _under(base: str | None, path: str) -> str | None:
    return f"{base.rstrip('/')}/{path}" if base else None
