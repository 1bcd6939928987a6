"""The run's clock is Oslo's."""

from datetime import UTC, datetime

import pytest

from cli import clock
from cli.problems import Exit, Problem


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-11-23", datetime(2026, 11, 23, 5, 0, tzinfo=UTC)),
        ("2026-11-23T06:30", datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),
        ("2026-07-01T06:30", datetime(2026, 7, 1, 4, 30, tzinfo=UTC)),
        ("2026-07-01T06:30+00:00", datetime(2026, 7, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_as_of_is_oslo_time(written: str, utc: datetime) -> None:
    assert clock.moment(written) == utc


@pytest.mark.parametrize("written", ["", "i dag", "23.11.2026", "2026-13-01"])
def test_what_is_no_time_is_refused_as_usage(written: str) -> None:
    with pytest.raises(Problem, match="YYYY-MM-DD") as caught:
        clock.moment(written)

    assert caught.value.code == Exit.USAGE
