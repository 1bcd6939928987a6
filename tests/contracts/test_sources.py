"""Every source keeps the contract of sources: found by itself, described, configured, served by the portal, tested."""

import inspect
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules

import pytest

from cli.source_block import Source
from cli.source_blocks import Sources
from crawler import formats
from crawler.describe import HEADINGS, described, page
from crawler.formats import registry
from crawler.run import spiders
from crawler.spiders.source import SourceSpider
from demo import portal
from tests.shared import ROOT

SPIDERS = spiders()
SPIDER = pytest.mark.parametrize("spider", SPIDERS.values(), ids=SPIDERS)


def test_the_page_of_sources_says_what_the_spiders_say() -> None:
    assert (ROOT / "docs" / "sources.md").read_text(encoding="utf-8") == page(SPIDERS.values()), (
        "run `python -m crawler.describe > docs/sources.md`"
    )


@SPIDER
def test_a_source_is_described_under_every_heading(spider: type[SourceSpider]) -> None:
    summary, sections = described(spider)

    assert summary.endswith(".")
    assert tuple(sections) == HEADINGS
    assert all(sections.values())


@SPIDER
def test_a_source_says_what_is_expected_of_it_and_why(spider: type[SourceSpider]) -> None:
    expected = spider.expected

    assert 0 <= expected.weekday[0] <= expected.weekday[1]
    assert 0 <= expected.weekend[0] <= expected.weekend[1]
    assert len(expected.because) > 10


@SPIDER
def test_a_source_has_a_block_in_the_configuration(spider: type[SourceSpider]) -> None:
    block = getattr(Sources(), spider.name)

    assert isinstance(block, Source)
    assert f"[sources.{spider.name}" in (ROOT / "cli" / "starter" / "klyngeradar.toml").read_text(encoding="utf-8")


@SPIDER
def test_the_demo_portal_speaks_the_sources_protocol(spider: type[SourceSpider]) -> None:
    site = import_module(f"demo.{spider.name}_site")

    assert site.answer in portal.SITES


@SPIDER
def test_a_source_is_tested_over_http(spider: type[SourceSpider]) -> None:
    tests = (ROOT / "tests" / "crawler" / "spiders" / f"test_{spider.name}.py").read_text(encoding="utf-8")

    assert "serve(" in tests


@SPIDER
def test_a_spider_is_one_walk_and_keeps_to_its_own_file(spider: type[SourceSpider]) -> None:
    own = [name for name in vars(spider) if not name.startswith("_")]

    assert "documents" in own
    assert "start" not in own, "the base catches what ends a walk"
    assert len(inspect.getsource(spider).splitlines()) <= 250


def test_every_format_is_in_the_registry() -> None:
    modules = [import_module(module.name) for module in iter_modules(formats.__path__, f"{formats.__name__}.")]
    readers = {
        module.read
        for module in modules
        if callable(getattr(module, "read", None)) and list(signature(module.read).parameters) == ["body", "origin"]
    }

    assert readers == {*registry.FORMATS.values(), *registry.NEWS.values(), *registry.REGISTERS.values()}
