"""Servers that fail in every way a source has been seen to fail, for the crawl's verdict to be measured by."""
