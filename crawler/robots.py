"""robots.txt as RFC 9309 wants it read: an answer that is the server's fault forbids everything until it is mended."""

from typing import Final

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response

_SERVER_FAULT: Final = 500
_NOTHING: Final = b"User-agent: *\nDisallow: /\n"


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, but for statuses: 5xx forbids all (2.3.1.4), any other than 200 allows all (2.3.1.3)."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_FAULT:
            response = response.replace(body=_NOTHING)
        elif response.status != 200:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
