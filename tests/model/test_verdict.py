"""Verdicts decide the exit code."""

import pytest

from model.verdict import Verdict, exit_code

C, I, F = Verdict.COMPLETE, Verdict.INCOMPLETE, Verdict.FAILED  # noqa: E741 - the three letters read as a table below


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [([], 0), ([C], 0), ([C, C], 0), ([C, I], 70), ([C, F], 70), ([I], 69), ([F, I], 69), ([F], 69)],
)
def test_only_complete_sources_give_zero(verdicts: list[Verdict], code: int) -> None:
    assert exit_code(verdicts) == code
