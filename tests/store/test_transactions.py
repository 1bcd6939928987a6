"""Reading and writing transactions keep out of each other's way."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from store import archive, crawls
from store.database import connect, reading, writing
from store.tables.crawls import cursor
from store.upsert import insert_or_replace
from tests.factories import a_document

WRITERS, TURNS = 4, 40


def count_up(url: str) -> int:
    """Read a number, then write it one higher: what a deferred transaction may not do beside others."""
    engine = connect(url)
    for _ in range(TURNS):
        with writing(engine) as connection:
            day = crawls.cursor(connection, "doffin") or date.min
            insert_or_replace(connection, cursor, {"source": "doffin"}, {"day": date.fromordinal(day.toordinal() + 1)})
    engine.dispose()
    return TURNS


def test_threads_that_read_and_then_write_wait_for_each_other(url: str) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(count_up, [url] * WRITERS)) == WRITERS * TURNS

    assert last_day(url) == WRITERS * TURNS


def test_processes_that_read_and_then_write_wait_for_each_other(url: str) -> None:
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(count_up, [url] * WRITERS)) == WRITERS * TURNS

    assert last_day(url) == WRITERS * TURNS


def last_day(url: str) -> int:
    engine = connect(url)
    with reading(engine) as connection:
        day = crawls.cursor(connection, "doffin")
    engine.dispose()
    assert day is not None
    return day.toordinal() - date.min.toordinal()


def test_a_reader_sees_one_state_while_others_write(engine: Engine) -> None:
    with reading(engine) as reader:
        before = len(list(archive.walk(reader)))
        with writing(engine) as writer:
            archive.keep(writer, a_document())

        assert len(list(archive.walk(reader))) == before == 0

    with reading(engine) as reader:
        assert len(list(archive.walk(reader))) == 1


def test_reading_cannot_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError), reading(engine) as connection:
        archive.keep(connection, a_document())

    with writing(engine) as connection:
        assert archive.keep(connection, a_document()).new


def test_an_exception_undoes_the_whole_transaction(engine: Engine) -> None:
    def break_off() -> None:
        with writing(engine) as connection:
            archive.keep(connection, a_document())
            raise InterruptedError

    with pytest.raises(InterruptedError):
        break_off()

    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM raw_document")).scalar() == 0
