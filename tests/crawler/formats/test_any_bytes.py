"""Formats raise FormatError alone, whatever bytes they are given."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.errors import FormatError
from crawler.formats.origin import Origin
from crawler.formats.registry import FORMATS, NEWS, read
from crawler.spiders import ted_search
from model.news import Headline
from model.notice import Notice
from tests.factories import a_document

ORIGIN = Origin(source="doffin", source_id="2026-100001", url="https://example.org/")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "id", "heading", "description", "buyer", "type", "noticeType", "cpvCodes", "directCpvCodes", "locationId", "lots",
    "estimatedValue", "deadline", "issueDate", "publicationDate", "receivedTenders", "tedId", "eFormId", "core",
)  # fmt: skip
HITS = st.dictionaries(st.sampled_from(KEYS), JSON).map(lambda hit: {"id": "1", "heading": "x", **hit})
TED_VALUES = st.sampled_from(
    ["2026-11-23+01:00", "12:00:00+01:00", "45223210", "NOR", "NO071", "600000", "LOT-0001", "none", "cancel", "1"]
)
TED_HITS = st.dictionaries(
    st.sampled_from(ted_search.FIELDS),
    TED_VALUES | JSON | st.lists(TED_VALUES, max_size=3) | st.dictionaries(st.sampled_from(["nor", "eng"]), JSON),
).map(lambda hit: {"publication-number": "1-2026", "title-proc": {"nor": "x"}, **hit})

XML = (
    '<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
    "{}</ContractNotice>"
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<&"), max_size=12)
LEAF = st.builds(
    "<cbc:{0}>{1}</cbc:{0}>".format, st.sampled_from(["ID", "Name", "EndDate", "EndTime", "VersionID"]), WORDS
)
BRANCH = st.recursive(
    LEAF,
    lambda inner: st.builds(
        "<cac:{0}>{1}</cac:{0}>".format,
        st.sampled_from(
            ["ProcurementProjectLot", "ProcurementProject", "TenderingProcess", "TenderingTerms", "PlannedPeriod"]
        ),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=16,
)


def outcome(format_: str, body: bytes) -> tuple[Notice | Headline, ...]:
    try:
        return (NEWS[format_](body, ORIGIN),) if format_ in NEWS else FORMATS[format_](body, ORIGIN)
    except FormatError:
        return ()


@pytest.mark.parametrize("format_", [*FORMATS, *NEWS])
@given(body=st.binary(max_size=400))
def test_random_bytes_are_survived(format_: str, body: bytes) -> None:
    assert outcome(format_, body) == ()


@pytest.mark.parametrize("format_", ["doffin-hit", "doffin-detail", "own", "feed-entry", "feed-news"])
@given(hit=HITS)
def test_any_json_object_is_survived(format_: str, hit: dict[str, object]) -> None:
    for read_ in outcome(format_, json.dumps(hit).encode("utf-8", "surrogatepass")):
        assert isinstance(read_, Headline) or read_.biddable


@given(hit=TED_HITS)
def test_any_fields_of_ted_s_are_survived(hit: dict[str, object]) -> None:
    for notice in outcome("ted-hit", json.dumps(hit).encode("utf-8", "surrogatepass")):
        assert isinstance(notice, Notice)
        assert notice.biddable


@given(branches=st.lists(BRANCH, max_size=6))
def test_any_tree_of_known_elements_is_survived(branches: list[str]) -> None:
    (notice,) = FORMATS["eforms"](XML.format("".join(branches)).encode(), ORIGIN)

    assert notice.biddable or notice.lots


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"<a/>", "not a notice"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"<TED_EXPORT/>", "older format"),
        (b'<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"/>', "older format"),
        (XML.format("<cbc:ID>").encode(), "not well-formed"),
        (XML.format("").encode() * 2, "not well-formed"),
        (b"%PDF-1.4", "not well-formed"),
    ],
)
def test_the_reason_is_told(body: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        FORMATS["eforms"](body, ORIGIN)


def test_an_unknown_format_is_told_and_raises_nothing() -> None:
    reading = read(a_document(format="pdf"))

    assert reading.refusal is not None
    assert "'pdf'" in reading.refusal
