"""Made-up pairs of a member and a notice, scored against a small made-up market."""

from functools import cache
from pathlib import Path

from matcher.context import learn
from matcher.scorer import read_lot, read_member, scored
from matcher.signals.finding import Context
from model.cpv import Cpv
from model.match import Match
from model.member import Capability, Member
from model.notice import Lot, Notice
from model.text import Text
from tests.factories import a_lot, a_notice

CASES = Path(__file__).with_name("cases")

MARKET = (
    ("Rammeavtale renhold", "90910000"), ("Drift og vedlikehold av IT-systemer", "72500000"),
    ("Levering av kontormøbler", "39130000"), ("Nytt skolebygg", "45214200"), ("Drift av kantine", "55512000"),
    ("Vedlikehold av veger", "50230000"), ("Konsulenttjenester", "79410000"), ("Levering av mat", "15000000"),
    ("Forsikring", "66510000"), ("Trykkeri", "79810000"), ("Rehabilitering av bad", "45453000"),
    ("Levering av biler", "34110000"), ("Service på heis", "50750000"), ("Vaktmestertjenester", "98341100"),
    ("Vikartjenester", "79620000"),
)  # fmt: skip


def the_notice(title: str, text: str = "", cpv: str = "") -> Notice:
    codes = tuple(Cpv(code) for code in cpv.split(",")) if cpv else ()
    lot = a_lot(title=Text.plain(title), description=Text.plain(text), cpv=codes, places=())
    return a_notice(title=Text.plain(title), description=Text.plain(text), cpv=codes, places=(), lots=(lot,))


def the_member(phrases: str, branches: str = "") -> Member:
    skills = tuple(Capability(name=phrase.strip()) for phrase in phrases.split(";"))
    return Member(id="m", name="M", capabilities=skills, cpv=tuple(Cpv(code) for code in branches.split()))


@cache
def the_market() -> Context:
    return learn((str(number), the_notice(title, cpv=code)) for number, (title, code) in enumerate(MARKET))


def match_of(member: Member, notice: Notice, lot: Lot | None = None) -> Match:
    context = the_market()
    return scored("n", read_lot("n", notice, lot or notice.lots[0], context), read_member(member, context), context)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip() and not line.startswith("#")]
