"""A match's score is what its evidence shows."""

from hypothesis import given
from hypothesis import strategies as st

from model.match import Evidence, Match, score_of

POINTS = st.lists(st.floats(-8, 8), max_size=12)


def match_of(points: list[float]) -> Match:
    evidence = tuple(Evidence(signal="word", points=value, reason="") for value in points)
    return Match(member="a", notice="n", lot="1", scorer="test", evidence=evidence)


@given(POINTS)
def test_the_score_is_the_curve_over_the_sum(points: list[float]) -> None:
    match = match_of(points)

    assert match.score == score_of(match.points)
    assert abs(match.points - sum(points)) < 1e-5


@given(POINTS, st.floats(0, 8))
def test_more_evidence_for_it_never_lowers_the_score(points: list[float], more: float) -> None:
    assert match_of([*points, more]).score >= match_of(points).score


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_of_evidence_is_of_no_account(points: list[float], random: object) -> None:
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types its random as object here

    assert match_of(shuffled).score == match_of(points).score


def test_a_gate_leaves_nothing_of_the_score() -> None:
    ruled_out = Match(member="a", notice="n", lot="1", scorer="test", evidence=(), excluded="renhold er utelukket")

    assert ruled_out.score == 0.0


def test_the_curve_is_even_at_zero_and_bounded() -> None:
    assert [score_of(points) for points in (-1000, 0, 1000)] == [0.0, 50.0, 100.0]
