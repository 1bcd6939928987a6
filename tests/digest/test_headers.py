"""A letter says in its headers which list it is of and how to leave it, and nothing adds another header."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from digest.headers import Bulk
from digest.mail import message, message_id
from digest.render import Rendered

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LEAVE = "https://radar.example.no/u/" + "WyJ1IiwxN10.OsB9jVVNAH9sxJJstVKp78fhWt-pjJ6cO4_iUhr6Fec" * 2
RENDERED = Rendered(subject="Uke 47: 1 anbud for dere", html="<p>Hei på deg</p>", text="Hei på deg\n")


def raw(bulk: Bulk, recipient: str = "post@fjordstaal.example.no") -> bytes:
    sender = "Klyngeradar <radar@klynge.example.no>"
    key = message_id("0123456789" * 6, sender)
    return message(RENDERED, sender=sender, recipient=recipient, message_id=key, date=NOW, bulk=bulk)


def parsed(bulk: Bulk, recipient: str = "post@fjordstaal.example.no") -> EmailMessage:
    return email.message_from_bytes(raw(bulk, recipient), policy=email.policy.default)


def test_a_letter_says_whose_list_it_is_and_that_no_person_wrote_it() -> None:
    mail = parsed(Bulk(cluster="Ranfjord Industriklynge"))

    assert mail["List-Id"] == "Ranfjord Industriklynge <klyngeradar.klynge.example.no>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] == "bulk"
    assert mail["Feedback-ID"] == "2026W48:weekly:ranfjord-industriklynge:klyngeradar"
    assert mail["Message-ID"] == f"<{'0123456789' * 4}@klynge.example.no>"


def test_one_click_leaves_the_list_the_web_first_and_a_mail_second() -> None:
    mail = parsed(Bulk(cluster="K", unsubscribe=LEAVE, leader="leder@example.no"))

    assert mail["List-Unsubscribe"] == f"<{LEAVE}>, <mailto:leder@example.no?subject=Avmelding>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_public_address_a_mail_is_the_way_and_one_click_is_not_promised() -> None:
    mail = parsed(Bulk(cluster="K", leader="Leder <leder@example.no>"))

    assert mail["List-Unsubscribe"] == "<mailto:leder@example.no?subject=Avmelding>"
    assert mail["List-Unsubscribe-Post"] is None
    assert parsed(Bulk(cluster="K"))["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "address", ["http://radar.example.no/u/x", "https://x/u/a>\r\nBcc: b@example.org", "https://x/u/a b", "https://x/>"]
)
def test_an_address_that_could_end_the_header_does_not_stand_in_it(address: str) -> None:
    mail = parsed(Bulk(cluster="K", unsubscribe=address))

    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["Bcc"] is None


@pytest.mark.parametrize("words", ["K\r\nBcc: b@example.org", "K\u2028Bcc: b@example.org", "Næringshagen på Ås ⚓", ""])
def test_the_clusters_name_adds_no_header(words: str) -> None:
    mail = parsed(Bulk(cluster=words, kind=words, leader=words))

    assert mail["Bcc"] is None
    assert len(mail.get_all("List-Id", [])) == 1


def test_every_server_can_take_a_letter_seven_bits_and_short_lines() -> None:
    written = raw(Bulk(cluster="Næringshagen på Ås", unsubscribe=LEAVE, leader="leder@example.no"))

    assert written.isascii()
    assert max(len(line) for line in written.split(b"\r\n")) <= 998
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_an_address_with_a_norwegian_domain_is_written_as_the_dns_does() -> None:
    assert parsed(Bulk(cluster="K"), "post@blåbær.example.no")["To"] == "post@xn--blbr-roah.example.no"
