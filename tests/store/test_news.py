"""Headlines and validators in both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from sqlalchemy import Engine

from model.news import Headline
from model.validator import Validator
from store import archive, news, validators
from store.database import reading, writing
from tests.factories import a_document

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = timedelta(days=7)
HEADLINE = Headline(
    source="feeds.tidende", source_id="tag:1", title="Ny kai", url="https://t.example.no/1", publisher="Tidende",
    published=MONDAY + timedelta(hours=8),
)  # fmt: skip


def deliver(engine: Engine, number: int, headline: Headline | None, seen: datetime) -> int:
    with writing(engine) as connection:
        document = a_document(source="feeds.tidende", source_id="tag:1", format="feed-news", body=bytes([number]))
        kept = archive.keep(connection, document)
        return news.deliver_document(connection, kept.id, [headline] if headline else [], seen)


def week(engine: Engine, limit: int = 10) -> list[Headline]:
    with reading(engine) as connection:
        return news.between(connection, MONDAY, MONDAY + WEEK, limit=limit)


def test_a_headline_is_new_once(engine: Engine) -> None:
    assert deliver(engine, 1, HEADLINE, MONDAY) == 1
    assert deliver(engine, 1, HEADLINE, MONDAY + timedelta(days=1)) == 0
    assert week(engine) == [HEADLINE]


def test_of_several_documents_the_one_seen_last_speaks_in_any_order(engine: Engine) -> None:
    told = {number: replace(HEADLINE, title=f"Ny kai {number}") for number in (1, 2, 3)}
    for order in permutations(told):
        for number in order:
            deliver(engine, number, told[number], MONDAY + timedelta(days=number))

        assert week(engine) == [told[3]]


def test_a_document_that_is_refused_when_read_again_takes_its_headline_along(engine: Engine) -> None:
    deliver(engine, 1, HEADLINE, MONDAY)

    deliver(engine, 1, None, MONDAY)

    assert week(engine) == []


def test_an_article_belongs_to_the_week_it_was_published_in_else_first_seen(engine: Engine) -> None:
    deliver(engine, 1, HEADLINE, MONDAY + WEEK)
    deliver(engine, 2, replace(HEADLINE, source_id="2", url="https://t/2", published=None), MONDAY)
    deliver(engine, 3, replace(HEADLINE, source_id="3", url="https://t/3", published=MONDAY + WEEK), MONDAY)

    assert [one.source_id for one in week(engine)] == ["tag:1", "2"]


def test_an_address_in_two_feeds_is_told_once_and_no_more_than_asked(engine: Engine) -> None:
    deliver(engine, 1, HEADLINE, MONDAY)
    deliver(engine, 2, replace(HEADLINE, source="feeds.annen"), MONDAY)
    deliver(engine, 3, replace(HEADLINE, source_id="3", url="https://t/3"), MONDAY)

    assert len(week(engine)) == 2
    assert len(week(engine, limit=1)) == 1


def test_validators_are_remembered_by_source_and_address(engine: Engine) -> None:
    first = Validator(url="https://t/a", etag='"1"', last_modified=None, settings="x", since=date(2026, 11, 1))
    second = replace(first, etag='"2"')
    with writing(engine) as connection:
        validators.remember(connection, "feeds.a", [first], MONDAY)
        validators.remember(connection, "feeds.a", [second], MONDAY)
        validators.remember(connection, "feeds.b", [first], MONDAY)

    with reading(engine) as connection:
        assert validators.known(connection, "feeds.a") == {"https://t/a": second}
        assert validators.known(connection, "feeds.b") == {"https://t/a": first}
        assert validators.known(connection, "feeds.c") == {}
