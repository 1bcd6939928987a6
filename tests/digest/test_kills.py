"""Killed at any moment of building and sending, nobody goes without a letter and nobody gets a third copy."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.digest.killing import MEMBERS, Installation, Program, moments, program, template, trial
from tests.digest.sink import Sink, listening

KILLS = 12
"""In the suite; `python benchmarks/kills.py` does a hundred."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kills") / "template.sqlite"
    template(path)
    return path


@pytest.fixture(scope="module")
def started() -> Iterator[Program]:
    with program() as one:
        yield one


def test_killed_anywhere_each_gets_a_letter_and_one_copy_more_at_most_where_the_answer_was_lost(
    tmp_path: Path, database: Path, started: Program
) -> None:
    dice = random.Random(6)  # noqa: S311 - the same moments every time
    with listening(Sink(slow=0.01)) as sink:
        mail = f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"'
        whole = _seconds(started, Installation.laid_out(tmp_path / "whole", database, mail))
        assert sorted(sink.recipients()) == [f"post@bedrift{number:02}.example.no" for number in range(MEMBERS)]

        for number, moment in enumerate(moments(dice, whole, KILLS)):
            found = trial(started, Installation.laid_out(tmp_path / str(number), database, mail), sink, [moment])

            assert (found.never, found.unlike, found.parked) == ([], [], [])
            assert sum(found.extra.values()) <= found.killed
            assert set(found.extra) <= found.unknown


def test_killed_again_and_again_nobody_gets_a_third_copy(tmp_path: Path, database: Path, started: Program) -> None:
    dice = random.Random(7)  # noqa: S311 - as above
    with listening(Sink(slow=0.03)) as sink:
        mail = f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"'
        place = Installation.laid_out(tmp_path / "again", database, mail)

        found = trial(started, place, sink, [dice.uniform(0.1, 0.9) for _ in range(8)])

    assert set(found.never) <= set(found.parked), "whoever went without is shown to the leader"
    assert max(found.copies.values()) <= 2
    assert (found.unlike, set(found.extra) - found.unknown) == ([], set())


def test_killed_anywhere_a_folder_holds_each_letter_once(tmp_path: Path, database: Path, started: Program) -> None:
    dice = random.Random(8)  # noqa: S311 - as above
    whole = _seconds(started, Installation.laid_out(tmp_path / "whole", database, ""))

    for number, moment in enumerate(moments(dice, whole, KILLS // 2)):
        found = trial(started, Installation.laid_out(tmp_path / str(number), database, ""), None, [moment])

        assert (found.never, found.extra, found.parked) == ([], {}, [])


def _seconds(started: Program, place: Installation) -> float:
    """How long a run takes that is left alone."""
    begun = time.monotonic()
    assert started.run(place.folder) == 0
    return time.monotonic() - begun
