"""Entries of tender feeds, with what their feed's block maps, as notices; headlines of news feeds."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import feed_body, feed_entry, feed_news
from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from model.form import FormType
from model.news import Headline
from model.notice import Notice, Place
from model.nuts import Nuts
from tests.crawler.formats.test_any_bytes import JSON
from tests.shared import shared

ORIGIN = Origin(source="feeds.x", source_id="g1", url="https://k.example/1")
ENTRY = {"title": "Ny kai", "link": "https://k.example/1", "summary": "", "published": "2026-11-20T08:00:00+00:00"}
BUND = {
    "language": "DEU",
    "nuts": ["DE"],
    "forms": {"planning": "Vorinformation|geplante", "cancellation": "^Aufhebung"},
    "fields": {
        "buyer": {"label": "Vergabestelle"},
        "place": {"label": "Erfüllungsort"},
        "deadline": {"label": "Angebotsfrist", "format": "%d.%m.%Y %H:%M", "zone": "Europe/Berlin"},
        "cpv": {"regex": r"\b\d{8}-\d\b"},
        "value": {"regex": r"Wert: ([\d.,]+)"},
    },
}


def document(feed: dict[str, Any], **entry: Any) -> bytes:
    return json.dumps({"feed": feed, "entry": {**ENTRY, **entry}}).encode()


def notice(feed: dict[str, Any], **entry: Any) -> Notice:
    (read,) = feed_entry.read(document(feed, **entry), ORIGIN)
    return read


@pytest.mark.shared
def test_service_bund_is_read_by_the_labels_of_its_block() -> None:
    path = shared("data", "feeds", "bund_rss", "service_bund_ausschreibungen.rss.xml")
    page = feed_body.split(path.read_bytes(), url="https://www.service.bund.de/rss")
    first, second = (
        notice(BUND, title=one.title, link=one.link, summary=one.summary, published=one.published)
        for one in page.entries
    )

    assert first.title.best == "OTH MZH Heizunganlagen"
    assert first.title.language == "DEU"
    assert first.buyers[0].name == "Staatl. Bauamt Amberg-Sulzbach"
    assert second.buyers[0].name == "zfp - Zentrum für Psychiatrie"
    assert first.places == (Place(nuts=Nuts("DE")), Place(text="92224 Amberg"))
    assert first.deadline is not None
    assert first.deadline.at == datetime(2026, 5, 22, 6, 30, tzinfo=UTC)
    assert (first.form_type, first.published) == (FormType.COMPETITION, date(2026, 5, 1))
    assert first.url == "https://www.service.bund.de/IMPORTE/Ausschreibungen/obb/2026/05/193785.html"
    assert first.warnings == ()


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Geplante Beschränkte Ausschreibung", FormType.PLANNING),
        ("Aufhebung: Dach", FormType.CANCELLATION),
        ("Dacharbeiten", FormType.COMPETITION),
    ],
)
def test_the_title_tells_the_stage_where_the_block_says_how(title: str, form: FormType) -> None:
    assert notice(BUND, title=title).form_type is form


def test_codes_are_found_by_regular_expression() -> None:
    read = notice(BUND, summary="CPV 45223210-1 und 50530000-9")

    assert [code.code for code in read.cpv] == ["45223210", "50530000"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1.250.000,50", "1250000.5"), ("1 250 000", "1250000"), ("1,250,000", "1250000"), ("99,-", "99"), ("0", None)],
)
def test_values_are_read_as_people_write_them(written: str, amount: str | None) -> None:
    value = notice({"fields": {"value": {"label": "Verdi"}}}, summary=f"Verdi: {written}").value

    assert (value and value.amount) == (amount and Decimal(amount))


@pytest.mark.parametrize("written", ["bald", "31.02.2026 10:00", "22.05.2026", "22.05.1026 10:00"])
def test_a_deadline_that_cannot_be_read_is_told_and_left_out(written: str) -> None:
    read = notice(BUND, summary=f"Angebotsfrist: {written}")

    assert read.deadline is None
    assert "Fristen" in read.warnings[0]


def test_a_deadline_without_an_hour_is_the_end_of_its_day() -> None:
    feed = {"fields": {"deadline": {"label": "Frist", "format": "%d.%m.%Y"}}}
    deadline = notice(feed, summary="Frist: 01.12.2026").deadline

    assert deadline is not None
    assert (deadline.at, deadline.date_only) == (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), True)


def test_the_version_is_the_time_of_the_entry_so_that_order_does_not_matter() -> None:
    before, after = notice({}), notice({}, updated="2026-11-21T08:00:00+00:00")

    assert 1 < before.version < after.version
    assert notice({}, published=None).version == 1


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://k.example/", ""])
def test_a_link_of_another_scheme_never_comes_through(link: str) -> None:
    assert notice({}, link=link).url is None
    with pytest.raises(FormatError, match="web address"):
        feed_news.read(json.dumps({"title": "x", "link": link}).encode(), ORIGIN)


def test_markup_in_a_title_is_gone() -> None:
    assert notice({}, title="Kai <script>alert(1)</script><b>nord</b>").title.best == "Kai nord"


def test_a_withdrawn_entry_is_a_cancellation() -> None:
    body = json.dumps({"entry": {"gone": True, "updated": "2026-11-22T08:00:00+00:00"}}).encode()
    (read,) = feed_entry.read(body, ORIGIN)

    assert (read.form_type, read.source_id) == (FormType.CANCELLATION, "g1")
    assert read.version > notice({}).version


def test_a_headline_is_headline_link_and_publisher() -> None:
    told = {
        "title": "Gruve <b>utvider</b>",
        "link": "https://t.example.no/1?utm_source=rss",
        "publisher": "Tidende",
        "published": "2026-11-20T08:00:00Z",
        "summary": "Hele artikkelen",
    }

    assert feed_news.read(json.dumps(told).encode(), ORIGIN) == Headline(
        source="feeds.x",
        source_id="g1",
        title="Gruve utvider",
        url="https://t.example.no/1",
        publisher="Tidende",
        published=datetime(2026, 11, 20, 8, tzinfo=UTC),
    )


RULE = st.dictionaries(st.sampled_from(["label", "regex", "format", "zone"]), JSON | st.text(max_size=8))


@given(
    st.dictionaries(st.sampled_from(["fields", "forms", "nuts", "form", "language", "currency"]), JSON)
    | st.builds(lambda rule: {"fields": {"deadline": rule, "cpv": rule, "value": rule}}, RULE),
    st.dictionaries(st.sampled_from(["title", "link", "summary", "published", "updated", "gone"]), JSON | st.text()),
)
def test_any_entry_is_read_or_refused(feed: dict[str, Any], entry: dict[str, Any]) -> None:
    body = json.dumps({"feed": feed, "entry": {**ENTRY, **entry}}).encode("utf-8", "surrogatepass")
    for reader in (feed_entry.read, feed_news.read):
        try:
            reader(body, ORIGIN)
        except FormatError:
            continue
