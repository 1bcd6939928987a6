"""What fits whom: judged by hand, not from the judged pairs."""

import pytest

from matcher.context import learn
from matcher.scorer import match_batch, match_pair, read_lot, read_member
from model.cpv import Cpv
from model.match import Match, score_of
from model.member import Capability, Member
from model.notice import Place
from model.nuts import Nuts
from model.text import Text
from tests.factories import a_lot, a_notice

CORPUS = [
    a_notice(title=Text.plain(title), lots=(a_lot(title=Text.plain(title), description=Text()),))
    for title in (
        "Rammeavtale renhold", "Drift og vedlikehold av IT-systemer", "Levering av kontormøbler", "Nytt skolebygg",
        "Drift av kantine", "Vedlikehold av veger", "Konsulenttjenester", "Levering av mat", "Forsikring", "Trykkeri",
        "Rehabilitering av bad", "Levering av biler", "Service på heis", "Vaktmestertjenester", "Vikartjenester",
    )
]  # fmt: skip
CONTEXT = learn((str(number), notice) for number, notice in enumerate(CORPUS))


def matched(phrase: str, title: str, text: str = "", cpv: str = "98000000", branch: str | None = None) -> Match | None:
    skills = (Capability(name=phrase, cpv=(Cpv(branch),) if branch else ()),)
    member = Member(id="m", name="M", capabilities=skills, regions=(Nuts("NO071"),))
    lot = a_lot(title=Text.plain(title), description=Text.plain(text), cpv=(Cpv(cpv),))
    notice = a_notice(title=Text.plain(title), description=Text.plain(text), cpv=(Cpv(cpv),), lots=(lot,))
    return match_pair("n", read_lot("n", notice, lot, CONTEXT), read_member(member, CONTEXT), CONTEXT)


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ("stålkonstruksjoner", "Levering av stålkonstruksjoner til hall"),
        ("stålkonstruksjoner", "Stålkonstruksjonsarbeid, ny hall"),
        ("sveisearbeid", "Sveisearbeider på rørgate"),
        ("ventilasjonsanlegg", "Utskifting av ventilasjonsanlegg"),
        ("sandblåsing", "Sandblåsing og maling av bru"),
        ("rørleggerarbeid", "Rørleggerarbeider, rådhuset"),
        ("driftskontrollanlegg", "Nytt driftskontrollanlegg"),
        ("mobilkran", "Leie av mobilkran"),
        ("fjernvarme", "Fjernvarme, utvidelse"),
        ("sprinkleranlegg", "Sprinkleranlegget i arkivet"),
        ("trapper og rekkverk", "Rekkverk og trapper, svømmehall"),
    ],
)
def test_what_is_named_in_the_title_fits(phrase: str, title: str) -> None:
    match = matched(phrase, title)

    assert match is not None
    assert match.score >= 50


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ("kran", "Drift av kantine"),
        ("kaffe", "Anskaffelse av programvare"),
        ("ndt", "Bistand i sendte saker"),
        ("lab", "Laboratoriemøbler"),
        ("drift og vedlikehold av kraner", "Drift og vedlikehold av journalsystem"),
        ("smie", "Smittevernutstyr"),
        ("tavle", "Avlesere"),
    ],
)
def test_what_only_looks_alike_does_not_fit(phrase: str, title: str) -> None:
    match = matched(phrase, title)

    assert match is None or match.score < 50


def test_the_score_is_the_curve_over_what_is_shown() -> None:
    match = matched("sveisearbeid", "Sveisearbeid", branch="45262670", cpv="45262670")

    assert match is not None
    assert match.score == score_of(sum(one.points for one in match.evidence))


def test_quotes_stand_where_they_say() -> None:
    title = "Levering av  Stål-\u00adkonstruksjoner og sveise\u200barbeid"
    match = matched("sveisearbeid", title)

    assert match is not None
    quotes = [quote for one in match.evidence for quote in one.quotes]
    assert quotes
    assert all(title[quote.start : quote.end] == quote.text for quote in quotes)


def test_the_order_of_notices_and_members_is_of_no_account() -> None:
    members = [
        Member(id=name, name=name, capabilities=(Capability(name=name),)) for name in ("renhold", "kantine", "heis")
    ]
    pairs = [(str(number), notice) for number, notice in enumerate(CORPUS)]

    forward = match_batch(pairs, members, CONTEXT)
    backward = match_batch(pairs[::-1], members[::-1], CONTEXT)

    assert sorted(forward, key=str) == sorted(backward, key=str)
    assert forward


def test_a_ruled_out_word_ends_the_matter() -> None:
    member = Member(id="m", name="M", capabilities=(Capability(name="sveisearbeid"),), exclude=("under vann",))
    lot = a_lot(title=Text.plain("Sveisearbeid under vann"))
    match = match_pair("n", read_lot("n", a_notice(lots=(lot,)), lot, CONTEXT), read_member(member, CONTEXT), CONTEXT)

    assert match is not None
    assert match.score == 0
    assert match.excluded is not None


def test_work_elsewhere_counts_less_than_work_here_and_anywhere_counts_neither_way() -> None:
    def score(place: Place) -> float:
        member = Member(id="m", name="M", capabilities=(Capability(name="sveisearbeid"),), regions=(Nuts("NO071"),))
        lot = a_lot(title=Text.plain("Sveisearbeid"), places=(place,))
        match = match_pair(
            "n", read_lot("n", a_notice(lots=(lot,)), lot, CONTEXT), read_member(member, CONTEXT), CONTEXT
        )
        return match.score if match else 0.0

    here, anywhere = score(Place(nuts=Nuts("NO071"))), score(Place(anywhere="anyw"))

    assert here > anywhere > score(Place(nuts=Nuts("NO0A1")))
