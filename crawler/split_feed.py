"""
The process that reads a feed's body: `python -m crawler.split_feed URL CONTENT-TYPE`, body in, page out.

feedparser's parse may take minutes on a crafted author of some kilobytes, may raise, and may not return at all; in a
process of its own the worst it can do is to be killed.
"""

import json
import resource
import sys
from typing import Final

from crawler.formats.errors import FormatError
from crawler.formats.feed_body import split

MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space; the largest body that is read needs a third of it."""

NO_FEED: Final = 65
"""Exit code for a body that is no feed; the reason is what is written."""


def main() -> int:
    """Read standard input, write the page or the reason why there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    url, content_type = sys.argv[1:3]
    try:
        page = split(sys.stdin.buffer.read(), url=url, content_type=content_type)
    except FormatError as error:
        sys.stdout.buffer.write(json.dumps(str(error)).encode("ascii"))
        return NO_FEED
    sys.stdout.buffer.write(page.to_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
