"""What judgements teach: enough of them move the member's own ranking, none moves another's, and all can be undone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matcher.evaluation import average_precision
from matcher.scorer import match_batch, with_tastes
from model.match import Judgement, Match, Opinion
from model.member import Member
from model.notice import Notice
from tests.matcher.pairs import rows, the_market, the_member, the_notice

AT = datetime(2026, 11, 1, tzinfo=UTC)

ASPHALT = [f"Asfaltering av {place}" for place in ("Storgata", "Nesveien", "Strandveien", "Skolegata", "Elvegata")]
SNOW = [f"Brøyting av veier i {place}" for place in ("Nes", "Vik", "Sund", "Dal", "Haug")]
LATER = [
    "Asfaltering av Kirkegata",
    "Asfaltering av Torget",
    "Brøyting av veier i Bygda",
    "Brøyting av veier i Sentrum",
]

NOTICES = {f"n{number}": the_notice(title) for number, title in enumerate([*ASPHALT, *SNOW])}
MEMBER = replace(the_member("asfalt; snørydding"), id="veg")


def said(member: str, opinion: Opinion | None = None) -> list[Judgement]:
    return [
        Judgement(
            member=member,
            notice=key,
            opinion=opinion or (Opinion.WANTED if key in list(NOTICES)[:5] else Opinion.NOT_WANTED),
            by="leder",
            at=AT,
        )
        for key in NOTICES
    ]


def scores(members: list[Member], judgements: list[Judgement], notices: dict[str, Notice]) -> list[Match]:
    context = with_tastes(the_market(), members, judgements, NOTICES)
    return match_batch(list(notices.items()), members, context)


def later() -> dict[str, Notice]:
    return {title: the_notice(title) for title in LATER}


def test_ten_judgements_move_what_comes_later() -> None:
    before = {one.notice: one.score for one in scores([MEMBER], [], later())}
    after = {one.notice: one.score for one in scores([MEMBER], said("veg"), later())}

    assert after[LATER[0]] > before[LATER[0]]
    assert after[LATER[2]] < before[LATER[2]]


def test_nine_judgements_move_nothing() -> None:
    assert scores([MEMBER], said("veg")[:9], later()) == scores([MEMBER], [], later())


def test_judgements_taken_back_leave_no_trace() -> None:
    assert scores([MEMBER], said("veg", Opinion.UNSURE), later()) == scores([MEMBER], [], later())


def test_one_member_s_judgements_never_surface_with_another() -> None:
    other = replace(MEMBER, id="annen")

    alone = scores([other], [], later())
    beside = [one for one in scores([MEMBER, other], said("veg"), later()) if one.member == "annen"]

    assert beside == alone


@pytest.mark.parametrize("half", [0, 1])
def test_judgements_by_chance_do_not_make_the_ranking_worse(half: int) -> None:
    cases = rows("fits.txt")[:60]
    notices = {str(number): the_notice(row[2], row[3], row[4]) for number, row in enumerate(cases)}
    judged = {key: notices[key] for position, key in enumerate(notices) if position % 2 == half}
    unseen = {key: notice for key, notice in notices.items() if key not in judged}
    members = [replace(the_member(row[0], row[1]), id=f"m{number}") for number, row in enumerate(cases[:12])]
    judgements = [
        Judgement(
            member=member.id,
            notice=key,
            opinion=Opinion.WANTED if (int(key) + position) % 3 == 0 else Opinion.NOT_WANTED,
            by="leder",
            at=AT,
        )
        for position, member in enumerate(members)
        for key in list(judged)[:14]
    ]

    base = match_batch(list(unseen.items()), members, the_market())
    learnt = match_batch(list(unseen.items()), members, with_tastes(the_market(), members, judgements, judged))

    assert _quality(learnt, members) >= _quality(base, members) - 0.02


def _quality(matches: list[Match], members: list[Member]) -> float:
    """Mean average precision, where each member wants the one notice written for it."""
    total = []
    for member in members:
        own = sorted((one for one in matches if one.member == member.id), key=lambda one: -one.score)
        grades = [3 if f"m{one.notice}" == member.id else 0 for one in own]
        if any(grades):
            total.append(average_precision(grades))
    return sum(total) / len(total)
