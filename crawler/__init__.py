"""The Scrapy project: how sources hand out notices (spiders) and how their bytes are read (formats)."""
