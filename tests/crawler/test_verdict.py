"""The verdict of a crawl."""

import pytest

from crawler.verdict import Tally, problems, verdict
from model.verdict import Verdict


def tally(promised: int | None, listed: str, stored: str, *losses: str) -> Tally:
    return Tally(promised=promised, listed=set(listed), stored=set(stored), losses=list(losses))


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (tally(3, "abc", "abc"), Verdict.COMPLETE),
        (tally(0, "", ""), Verdict.COMPLETE),
        (tally(3, "abcd", "abcd"), Verdict.COMPLETE),
        (tally(3, "ab", "ab"), Verdict.INCOMPLETE),
        (tally(3, "abc", "ab"), Verdict.INCOMPLETE),
        (tally(3, "abc", "abc", "page 2 was lost"), Verdict.INCOMPLETE),
        (tally(None, "", ""), Verdict.FAILED),
        (tally(None, "", "", "robots.txt forbids it"), Verdict.FAILED),
        (tally(0, "", "", "no notice at all"), Verdict.FAILED),
    ],
)
def test_only_what_is_promised_listed_and_stored_is_complete(counted: Tally, expected: Verdict) -> None:
    assert verdict(counted, stores=True) is expected


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (Tally(listed={"a"}, stored={"a"}, ended=True), Verdict.COMPLETE),
        (Tally(ended=True), Verdict.COMPLETE),
        (Tally(listed={"a"}, stored={"a"}), Verdict.INCOMPLETE),
        (Tally(listed={"a"}, stored={"a"}, ended=True, losses=["a page was lost"]), Verdict.INCOMPLETE),
        (Tally(listed={"a", "b"}, stored={"a"}, ended=True), Verdict.INCOMPLETE),
        (Tally(promised=2, listed={"a"}, stored={"a"}, ended=True), Verdict.INCOMPLETE),
    ],
)
def test_a_source_that_promises_nothing_is_complete_when_its_lists_have_ended(
    counted: Tally, expected: Verdict
) -> None:
    assert verdict(counted, stores=True) is expected


def test_without_a_store_what_is_stored_proves_nothing() -> None:
    assert verdict(tally(2, "ab", ""), stores=False) is Verdict.COMPLETE


def test_a_document_that_cannot_be_read_is_missing_the_first_time_alone() -> None:
    new, old, both = (tally(2, "ab", "ab") for _ in range(3))
    new.refuse("a", "cut short", again=False)
    old.refuse("a", "cut short", again=True)
    both.refuse("a", "cut short", again=False)
    both.refuse("a", "no heading", again=True)

    assert verdict(new, stores=True) is Verdict.INCOMPLETE
    assert verdict(old, stores=True) is Verdict.COMPLETE
    assert verdict(both, stores=True) is Verdict.INCOMPLETE


def test_problems_count_without_saying_notices_for_registers_and_news_have_none() -> None:
    assert not any("notice" in sentence for sentence in problems(tally(4, "abc", "a"), stores=True))


def test_problems_name_what_is_missing() -> None:
    told = problems(tally(4, "abc", "a", "page 2 was lost"), stores=True)

    assert told[0] == "page 2 was lost"
    assert "1 of 4 promised" in told[1]
    assert "b, c" in told[2]
