"""Scrapy's settings, hardened; a value here that differs from Scrapy's default says why."""

from typing import Any

BOT_NAME = "klyngeradar"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Who we are, truthfully, with a place to complain. [sources] user_agent replaces it.
USER_AGENT = "Klyngeradar/0.1 (+https://example.org/klyngeradar)"

# Politeness: robots.txt obeyed, one request in flight per host, at least a second between two.
ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,  # the same place: before anything else sees the request
}
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
RANDOMIZE_DOWNLOAD_DELAY = False  # Scrapy's range starts at half the delay
AUTOTHROTTLE_ENABLED = False  # one in flight at a fixed pace is gentler than what it adapts to

# Retries are the spiders' own (crawler/spiders/fetch.py): Scrapy ignores Retry-After and retries within milliseconds.
RETRY_ENABLED = False

# What a hostile or broken server can do to us is bounded.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_ENABLED = False  # redirects are followed by the spiders' own fetcher, which checks each address first
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicResolver"
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
DOWNLOAD_HANDLERS: dict[str, Any] = {"data": None, "file": None, "ftp": None, "s3": None}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 300}
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

# Ours; `klyngeradar crawl` sets them from klyngeradar.toml, with <NAME>_URL, <NAME>_KEY, <NAME>_OPTIONS per spider.
KLYNGERADAR_DATABASE = None  # SQLAlchemy URL; without one documents are yielded as plain items and stored nowhere
KLYNGERADAR_TRUSTED: list[str] = []  # host:port that may be asked though they are not public
KLYNGERADAR_NOW = None  # the run's clock (UTC datetime); without one the wall clock
RETRY_AFTER_MOST = 120  # seconds a Retry-After may make us wait; a source that asks for more is left for tomorrow
ATTEMPTS = 4
FEED_EXPORTERS = {
    "jsonlines": "crawler.exporters.Lines",
    "jsonl": "crawler.exporters.Lines",
    "json": "crawler.exporters.Json",
    "csv": "crawler.exporters.Table",
}
