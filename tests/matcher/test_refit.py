"""The cluster's judgements move the weights only in steps, only where they hold, and can be taken back."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher import refit
from matcher.coefficients import SCORER, shipped
from matcher.refit import Example, refitted, used
from matcher.regression import NAMES, points
from matcher.scorer import match_batch, with_weights
from model.match import Judgement, Opinion, score_of
from tests.matcher.pairs import the_market, the_member, the_notice

AT = datetime(2026, 11, 1, tzinfo=UTC)
TITLE, BRANCH = NAMES.index("trade_in_title"), NAMES.index("cpv_branch")


def judgements(number: int, opinion: Opinion = Opinion.WANTED) -> list[Judgement]:
    return [
        Judgement(member=f"m{one % 5}", notice=f"n{one}", opinion=opinion, by="leder", at=AT + timedelta(minutes=one))
        for one in range(number)
    ]


def examples(number: int, wanted: Callable[[tuple[float, ...], random.Random], bool], seed: int = 1) -> list[Example]:
    dice = random.Random(seed)  # noqa: S311 - made-up judgements, not secrets
    found = []
    for one in range(number):
        strengths = [0.0] * len(NAMES)
        strengths[TITLE], strengths[BRANCH] = dice.random(), dice.random()
        row = tuple(strengths)
        found.append(Example(member=f"m{one % 6}", strengths=row, wanted=wanted(row, dice)))
    return found


@pytest.mark.parametrize(("given", "count"), [(0, 0), (39, 0), (40, 40), (49, 40), (50, 50), (62, 50), (63, 63)])
def test_weights_move_in_steps(given: int, count: int) -> None:
    assert len(used(judgements(given))) == count


def test_the_oldest_judgements_stay_in_so_that_a_new_one_moves_nothing() -> None:
    assert used(judgements(45)) == used(judgements(48))


def test_the_scorer_has_another_name_once_judgements_count_and_its_own_again_without() -> None:
    some = used(judgements(40))

    assert refit.name(SCORER, ()) == SCORER
    assert refit.name(SCORER, some) != SCORER
    assert refit.name(SCORER, some) != refit.name(SCORER, [replace(some[0], opinion=Opinion.NOT_WANTED), *some[1:]])


def test_judgements_that_agree_move_the_weights_and_tell_the_unseen_better() -> None:
    def by_code_alone(row: tuple[float, ...], dice: random.Random) -> bool:
        del dice
        return row[BRANCH] > 0.5

    known = examples(300, by_code_alone)
    learnt = refitted(known[:150])

    assert learnt.weights["cpv_branch"] > shipped().weights["cpv_branch"]
    assert learnt.weights["trade_in_title"] < shipped().weights["trade_in_title"]
    right = [
        sum((points(one.strengths, each) > 0) is one.wanted for one in known[150:]) for each in (learnt, shipped())
    ]
    assert right[0] > right[1]


@pytest.mark.parametrize("seed", range(8))
def test_judgements_as_the_scorer_expects_them_never_make_it_worse(seed: int) -> None:
    def as_the_scorer_says(row: tuple[float, ...], dice: random.Random) -> bool:
        return dice.random() < score_of(points(row, shipped())) / 100

    known = examples(750, as_the_scorer_says, seed)
    learnt = refitted(known[:150])

    worse = sum(refit._loss(one, learnt) - refit._loss(one, shipped()) for one in known[150:]) / 600
    assert worse <= 0.02


@pytest.mark.parametrize("members", [1, 2])
def test_what_one_or_two_members_want_is_their_own_taste(members: int) -> None:
    def never(row: tuple[float, ...], dice: random.Random) -> bool:
        del dice
        return row[BRANCH] > 0.5

    pairs = [replace(one, member=f"m{number % members}") for number, one in enumerate(examples(120, never))]

    assert refitted(pairs) is shipped()


def test_matches_add_up_with_the_weights_of_their_context() -> None:
    titles = [f"Asfaltering av {name}" for name in "ABCDEFGHIJKLMNOPQRST"]
    notices = {f"n{number}": the_notice(title) for number, title in enumerate(titles)}
    members = [replace(the_member("asfalt"), id=f"m{number}") for number in range(4)]
    said = [
        Judgement(member=member.id, notice=key, opinion=opinion, by="leder", at=AT)
        for member in members
        for key, opinion in zip(notices, [Opinion.WANTED, Opinion.NOT_WANTED] * 10, strict=True)
    ]
    context = with_weights(the_market(), members, said, notices)

    (match,) = match_batch([("x", the_notice("Asfaltering av Torget"))], members[:1], context)

    assert context.scorer.startswith(f"{SCORER}+79-")
    assert match.scorer == context.scorer
    assert match.evidence[0].points == round(context.coefficients.base, 3)
