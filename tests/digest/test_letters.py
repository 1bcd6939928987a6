"""Letters: what they say, and that nothing in a notice can harm them."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from digest.headers import Bulk
from digest.letter import weekly
from digest.mail import message
from digest.norwegian import left, money, together, when
from digest.render import LARGEST_HTML, render, web
from digest.sections.news import sources, trouble
from digest.settings import DigestSettings, SourceWords
from digest.week import Changed, Find, Market, Week
from model.match import Evidence, Match, Quote
from model.money import Money
from model.notice import Deadline
from model.text import Text
from model.verdict import CrawlReport, Verdict
from tests.factories import a_lot, a_member, a_notice

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SETTINGS = DigestSettings(cluster="Ranfjord Industriklynge")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\r\nBcc: offer@example.org",
    "linje\u2028Bcc: offer@example.org",
    "{{ 7*7 }} {% raise %}",
    "<mj-section>",
    "\x00\x0b\ufffe kontroll",
    "</mj-text></mj-column>",
    "\u202egnp.exe",
    "<!--[if mso]>x<![endif]-->",
]


def a_find(number: int = 1, title: str = "Ny verkstedhall", days: int = 20) -> Find:
    deadline = Deadline(at=datetime(2026, 11, 23, 11, 0, tzinfo=UTC) + timedelta(days=days))
    lot = a_lot(title=Text.plain(title), deadline=deadline, value=Money(Decimal(18_500_000), "NOK"))
    quote = Quote(field="lot.title", start=0, end=len(title), text=title)
    why = Evidence(signal="words_in_title", points=3.0, reason=f"Tittelen nevner «{title}»", quotes=(quote,))
    match = Match(member="fjordstaal", notice=f"n{number}", lot=lot.id, scorer="t", evidence=(why,))
    return Find(key=f"n{number}", notice=a_notice(title=Text.plain(title), lots=(lot,)), matches=(match,))


def a_week(*finds: Find, **changes: object) -> Week:
    report = CrawlReport(
        source="doffin", access="x", since=date(2026, 11, 16), until=date(2026, 11, 22), started=NOW, ended=NOW,
        verdict=Verdict.COMPLETE, stored=63,
    )  # fmt: skip
    values = {"market": Market(read=30, competitions=25, planned=2, results=3), "reports": (report,), **changes}
    return Week(monday=date(2026, 11, 16), now=NOW, member=a_member(), finds=tuple(finds), **values)  # type: ignore[arg-type]  # a test's fields


def test_the_subject_is_the_answer() -> None:
    assert weekly(a_week(a_find(1, days=5), a_find(2, days=40)), SETTINGS).subject == (
        "Uke 47: 2 anbud for dere, 1 med frist innen to uker"
    )


def test_the_subject_and_the_section_count_the_same_deadlines() -> None:
    letter = weekly(a_week(a_find(1, days=5), a_find(2, days=12), a_find(3, days=40)), SETTINGS)

    (hurry,) = [section for section in letter.sections if section.kind == "hurries"]
    assert "2 med frist innen to uker" in letter.subject
    assert hurry.intro == "2 anbud har frist innen to uker."


def test_the_market_is_counted_in_plain_norwegian() -> None:
    text = render(weekly(a_week(market=Market(read=3, competitions=1, planned=1, results=1)), SETTINGS)).text

    assert "1 konkurranse, 1 planlagt anskaffelse og 1 tildeling ble kunngjort." in text


@pytest.mark.parametrize(("names", "words"), [("A", "A"), ("AB", "A og B"), ("ABC", "A, B og C")])
def test_firms_are_named_as_people_list_them(names: str, words: str) -> None:
    assert together(list(names)) == words


def test_a_week_without_matches_says_what_was_read() -> None:
    text = render(weekly(a_week(), SETTINGS)).text

    assert "30 kunngjøringer er lest" in text


def test_a_failed_source_is_said_first() -> None:
    bad = replace(a_week().reports[0], verdict=Verdict.INCOMPLETE)
    letter = weekly(a_week(a_find(), reports=(bad,)), SETTINGS)

    assert letter.sections[0].kind == "trouble"


def test_cards_are_capped_and_the_rest_is_a_list() -> None:
    letter = weekly(a_week(*(a_find(number, days=20) for number in range(60))), SETTINGS)
    kinds = {section.kind: len(section.lines) for section in letter.sections}

    assert (kinds["best"], kinds["rest"]) == (8, 52)
    assert len(letter.shown) == 60


def test_a_hundred_matches_stay_below_the_size_mail_readers_cut() -> None:
    finds = [
        a_find(number, f"Rehabilitering av bru nummer {number} med stålarbeider", days=30) for number in range(100)
    ]
    rendered = render(weekly(a_week(*finds), SETTINGS))
    mail = message(
        rendered, sender="a@example.no", recipient="b@example.no", message_id="<x@y>", date=NOW, bulk=Bulk(cluster="K")
    )

    assert len(mail) < LARGEST_HTML + len(rendered.text.encode()) * 2
    assert all(find.notice.title.best in rendered.html for find in finds)


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_title_is_active(title: str) -> None:
    change = Changed(key="n9", title=title, href="javascript:alert(1)", what=title)
    rendered = render(weekly(a_week(a_find(1, title, days=4), changes=(change,)), SETTINGS))
    mail = message(
        rendered,
        sender="a@example.no",
        recipient="b@example.no",
        message_id="<x@y>",
        date=NOW,
        bulk=Bulk(cluster=title),
    )
    parsed = email.message_from_bytes(mail, policy=email.policy.default)

    for active in ("<script", "<img", "javascript:", "<!--[if mso]>x"):
        assert active not in rendered.html
    assert parsed["Bcc"] is None
    assert len(parsed.get_all("Subject", [])) == 1


def test_the_same_week_gives_the_same_bytes() -> None:
    def once() -> bytes:
        rendered = render(weekly(a_week(a_find()), SETTINGS))
        return message(
            rendered, sender="a@example.no", recipient="b@e.no", message_id="<x@y>", date=NOW, bulk=Bulk(cluster="K")
        )

    assert once() == once()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (18_500_000, "18,5 mill. kr"),
        (1_450_000, "1,45 mill. kr"),
        (850_000, "850 000 kr"),
        (2_300_000_000, "2,3 mrd. kr"),
    ],
)
def test_money_is_written_as_people_write_it(amount: int, words: str) -> None:
    assert money(Money(Decimal(amount), "NOK")).replace("\u00a0", " ") == words


def test_a_value_not_given_is_said() -> None:
    assert money(None) == "verdi ikke oppgitt"


def test_times_are_oslo_s() -> None:
    noon = Deadline(at=datetime(2026, 12, 3, 11, 0, tzinfo=UTC))

    assert when(noon, NOW).replace("\u00a0", " ") == "torsdag 3. desember kl. 12.00"
    assert left(noon, NOW) == "om 10 dager"
    assert left(Deadline(at=NOW.replace(day=24)), NOW) == "i morgen"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", None, "http://"]
)
def test_only_web_addresses_are_linked(address: str | None) -> None:
    assert web(address) == ""


def test_a_source_goes_by_its_publishers_name_and_its_licence_is_said() -> None:
    settings = DigestSettings(
        sources={
            "doffin": SourceWords(name="Doffin", credit="Data: Doffin/DFØ"),
            "feeds.tidende": SourceWords(name="Havland Tidende", news=True),
        }
    )
    (doffin,) = a_week().reports
    news = replace(doffin, source="feeds.tidende", verdict=Verdict.INCOMPLETE, stored=6)
    read = a_week(reports=(doffin, news))

    foot = sources(read, settings)

    assert foot is not None
    assert "Data: Doffin/DFØ." in foot.intro
    assert [line.title for line in foot.lines] == ["Doffin", "Havland Tidende"]
    assert "6 overskrifter" in foot.lines[1].facts[0]
    assert trouble(read, settings) is None, "news that did not come are no tenders that are missing"
