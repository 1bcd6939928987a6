"""Whatever a mail server does, each recipient gets the letter, and one copy unless the server's answer was lost."""

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from digest.headers import Bulk
from digest.mail import message, message_id
from digest.post import Rules, Sent, send
from digest.render import Rendered
from digest.smtp import MEANT_FOR, Server, SmtpPost
from model.letter import Letter
from store import letters, subscriptions
from store.database import reading, writing
from store.letters import State
from store.turns import TakenError, only_sender
from tests.digest import sink as mail_server
from tests.digest.sink import DROP, Sink, listening

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
WEEK = (date(2026, 11, 16), date(2026, 11, 22))
SENDER = "Klyngeradar <radar@klynge.example.no>"
NAMES = ("anna", "berit", "cecilie")
ALL = [f"post@{name}.example.no" for name in NAMES]
ANNA = ALL[0]


def a_letter(member: str) -> Letter:
    return Letter(
        kind="weekly", reader=member, language="nb", first_day=WEEK[0], last_day=WEEK[1],
        subject="Uke 47: 1 anbud for dere", preheader="", greeting="Hei!",
    )  # fmt: skip


def a_mail(member: str) -> letters.Mail:
    recipient = f"post@{member}.example.no"
    id_ = message_id(letters.idempotency_key("weekly", *WEEK, member, recipient), SENDER)
    rendered = Rendered(subject="Uke 47", html=f"<p>Hei, {member} på Ås</p>", text=f"Hei, {member} på Ås\n.\n..to\n")
    written = message(
        rendered, sender=SENDER, recipient=recipient, message_id=id_, date=NOW, bulk=Bulk(cluster="Klyngen")
    )
    return letters.Mail(recipient=recipient, message_id=id_, message=written, html=rendered.html, text=rendered.text)


@pytest.fixture
def full(sqlite_engine: Engine) -> Engine:
    """An outbox with an approved letter to each of three."""
    with writing(sqlite_engine) as connection:
        for name in NAMES:
            subscriptions.know(connection, name, f"post@{name}.example.no", "test", NOW)
            letters.draft(connection, a_letter(name), [a_mail(name)], NOW)
        letters.approve(connection, NOW)
    return sqlite_engine


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening(Sink()) as server:
        yield server


def run(engine: Engine, sink: Sink, *, minutes: float = 0, rules: Rules | None = None, **options: object) -> Sent:
    values = {"tls": "none", "sender": SENDER, "timeout": 5, **options}
    post = SmtpPost(Server(host="127.0.0.1", port=sink.port, **values))  # type: ignore[arg-type]  # a test's fields
    return send(engine, post, now=NOW + timedelta(minutes=minutes), rules=rules)


def states(engine: Engine) -> dict[str, State]:
    with reading(engine) as connection:
        return {row.member: row.state for row in letters.outbox(connection)}


def reason(engine: Engine, member: str) -> str:
    with reading(engine) as connection:
        return next(row.reason or "" for row in letters.outbox(connection) if row.member == member)


def test_each_letter_is_sent_once_over_one_connection_and_never_again(full: Engine, sink: Sink) -> None:
    first, second = run(full, sink), run(full, sink, minutes=600)

    assert (first.outcomes, first.problems, first.halted) == ({"sent": 3}, [], None)
    assert second.outcomes == {}
    assert sorted(sink.recipients()) == ALL
    assert sink.sessions == 1
    assert set(states(full).values()) == {State.SENT}


def test_what_arrives_is_what_was_stored_dots_and_all(full: Engine, sink: Sink) -> None:
    run(full, sink)

    (annas,) = [letter for letter in sink.taken if letter.recipient == ANNA]
    assert annas.content == a_mail("anna").message
    mail = email.message_from_bytes(annas.content, policy=email.policy.default)
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == ["Hei, anna på Ås", ".", "..to"]
    assert annas.sender == "radar@klynge.example.no"


def test_bounces_come_back_by_the_number_of_the_mail(full: Engine, sink: Sink) -> None:
    run(full, sink, bounce="retur@klynge.example.no")

    with reading(full) as connection:
        numbers = {row.recipient: row.id for row in letters.outbox(connection)}
    assert {letter.recipient: letter.sender for letter in sink.taken} == {
        recipient: f"retur+{number}@klynge.example.no" for recipient, number in numbers.items()
    }


def test_greylisting_waits_five_minutes_and_sends_once(full: Engine, sink: Sink) -> None:
    sink.rcpt[ANNA] = ["450 4.2.0 Greylisted, come back later"]

    first, early, later = run(full, sink), run(full, sink, minutes=4), run(full, sink, minutes=5)

    assert first.outcomes == {"sent": 2, "put off": 1}
    assert early.outcomes == {}
    assert later.outcomes == {"sent": 1}
    assert sorted(sink.recipients()) == ALL


def test_a_message_not_taken_for_now_is_tried_after_longer_and_longer(full: Engine, sink: Sink) -> None:
    sink.data[ANNA] = ["451 4.3.0 Try again"] * 3

    outcomes = [run(full, sink, minutes=at).outcomes["sent"] for at in (0, 0.9, 1, 2.9, 3, 6.9, 7)]

    assert outcomes == [2, 0, 0, 0, 0, 0, 1]
    assert sorted(sink.recipients()) == ALL


def test_a_recipient_refused_for_good_is_a_bounce_and_the_others_get_theirs(full: Engine, sink: Sink) -> None:
    sink.rcpt[ANNA] = ["550 5.1.1 No such user"]

    sent = run(full, sink)

    assert sent.outcomes == {"sent": 2, "bounced": 1}
    assert any("post@anna.example.no: bounced: 550 5.1.1 No such user" in told for told in sent.problems)
    assert run(full, sink, minutes=6000).outcomes == {}
    with reading(full) as connection:
        held = subscriptions.find(connection, "anna", ANNA)
    assert held is not None
    assert (held.receives, held.held_because) == (False, "550 5.1.1 No such user")


@pytest.mark.parametrize("said", ["552 5.3.4 Message too large", "554 5.7.1 Looks like spam"])
def test_a_message_refused_for_good_bounces_and_its_recipient_is_not_to_blame(
    full: Engine, sink: Sink, said: str
) -> None:
    sink.data[ANNA] = [said]

    assert run(full, sink).outcomes == {"sent": 2, "bounced": 1}

    with reading(full) as connection:
        assert not subscriptions.refusing(connection)
    assert reason(full, "anna") == said


def test_a_policy_refusal_of_a_recipient_holds_nobody(full: Engine, sink: Sink) -> None:
    sink.rcpt[ANNA] = ["550 5.7.1 Relaying denied"]

    run(full, sink)

    with reading(full) as connection:
        assert not subscriptions.refusing(connection)


def test_a_server_that_turns_us_away_at_the_door_costs_no_try(full: Engine, sink: Sink) -> None:
    sink.greeting = ["421 4.3.2 Too busy"] * 2

    first, second, third = (run(full, sink, minutes=at) for at in (0, 0, 0))

    assert first.halted is not None
    assert "421" in first.halted
    assert (first.ours, first.outcomes, second.outcomes) == (False, {}, {})
    assert third.outcomes == {"sent": 3}
    with reading(full) as connection:
        assert {row.attempts for row in letters.outbox(connection)} == {1}


def test_a_server_that_closes_in_the_middle_is_asked_again_for_the_rest(full: Engine, sink: Sink) -> None:
    sink.rcpt[ALL[1]] = ["421 4.3.2 Shutting down"]

    first, second = run(full, sink), run(full, sink, minutes=1)

    assert first.outcomes == {"sent": 2, "put off": 1}
    assert second.outcomes == {"sent": 1}
    assert sorted(sink.recipients()) == ALL


def test_a_connection_closed_between_mails_is_made_again(full: Engine, sink: Sink) -> None:
    post = SmtpPost(Server(host="127.0.0.1", port=sink.port, tls="none", sender=SENDER, timeout=5))
    send(full, post, now=NOW, rules=Rules(most_errors=1))
    sink.mail = ["421 4.4.2 Idle too long"]
    sink.taken.clear()
    with writing(full) as connection:
        for name in ("dagny", "eva"):
            letters.draft(connection, a_letter(name), [a_mail(name)], NOW)
        letters.approve(connection, NOW)

    outcome = _kept_open(full, post)

    assert outcome.outcomes == {"sent": 2}
    assert sorted(sink.recipients()) == ["post@dagny.example.no", "post@eva.example.no"]


def _kept_open(engine: Engine, post: SmtpPost) -> Sent:
    """Send with a connection that is open already, as after an earlier mail of the run."""
    post._open = post._connect()
    return send(engine, post, now=NOW)


def test_a_connection_that_breaks_in_the_middle_of_a_message_is_tried_again(full: Engine) -> None:
    with listening(Sink(), mid_drops=1) as sink:
        first, second = run(full, sink), run(full, sink, minutes=1)

    assert sum(first.outcomes.values()) == 3
    assert first.outcomes["sent"] == 2
    assert second.outcomes == {"sent": 1}
    assert sorted(sink.recipients()) == ALL
    assert len({letter.message_id for letter in sink.taken}) == 3


def test_a_lost_answer_costs_one_more_copy_of_the_same_and_then_the_leader_is_asked(full: Engine, sink: Sink) -> None:
    sink.data[ANNA] = [DROP, DROP, DROP]

    first, second, third = run(full, sink), run(full, sink, minutes=1), run(full, sink, minutes=6000)

    assert first.outcomes == {"sent": 2, "in doubt": 1}
    assert second.outcomes == {"ambiguous": 1}
    assert third.outcomes == {}
    copies = [letter.content for letter in sink.taken if letter.recipient == ANNA]
    assert copies == [a_mail("anna").message] * 2
    assert states(full)["anna"] is State.AMBIGUOUS
    assert "no answer came" in reason(full, "anna")


def test_a_lost_answer_where_the_leader_wants_to_be_asked_costs_no_copy(full: Engine, sink: Sink) -> None:
    sink.data[ANNA] = [DROP]

    assert run(full, sink, rules=Rules(resend=False)).outcomes == {"sent": 2, "ambiguous": 1}
    assert run(full, sink, minutes=6000).outcomes == {}

    assert sink.recipients().count(ANNA) == 1


def test_a_server_that_thinks_longer_than_we_wait_leaves_a_doubt(full: Engine, sink: Sink) -> None:
    sink.slow = 3

    sent = run(full, sink, timeout=0.15, rules=Rules(most_errors=1))

    assert sent.outcomes == {"in doubt": 1}
    assert sent.halted == "stopped after 1 errors in a row"


def test_a_server_that_thinks_long_is_waited_for(full: Engine, sink: Sink) -> None:
    sink.slow = 0.4

    assert run(full, sink, timeout=0.2).outcomes == {"sent": 3}


def test_only_one_run_sends_at_a_time(engine: Engine) -> None:
    with only_sender(engine), pytest.raises(TakenError), only_sender(engine):
        pass
    with only_sender(engine):
        pass


def test_a_run_stops_after_so_many_errors_in_a_row_and_the_rest_waits(full: Engine, sink: Sink) -> None:
    for recipient in ALL:
        sink.data[recipient] = ["554 5.7.1 Blocked"]

    sent = run(full, sink, rules=Rules(most_errors=2))

    assert sent.outcomes == {"bounced": 2}
    assert sent.halted == "stopped after 2 errors in a row"
    assert sorted(states(full).values()) == [State.APPROVED, State.BOUNCED, State.BOUNCED]


def test_a_sender_the_server_refuses_stops_the_run_and_blames_no_letter(full: Engine, sink: Sink) -> None:
    sink.mail = ["553 5.7.1 Sender not owned by you"]

    sent = run(full, sink)

    assert (sent.ours, sent.outcomes) == (True, {})
    assert set(states(full).values()) == {State.APPROVED}


def test_without_a_server_nothing_is_lost(full: Engine) -> None:
    nowhere = Sink(port=9)

    sent = run(full, nowhere)

    assert sent.halted is not None
    assert "cannot be reached" in sent.halted
    assert set(states(full).values()) == {State.APPROVED}


def test_a_trial_run_goes_to_one_address_and_says_whom_it_was_for(full: Engine, sink: Sink) -> None:
    run(full, sink, redirect="trial@example.org")

    assert set(sink.recipients()) == {"trial@example.org"}
    mails = [email.message_from_bytes(letter.content, policy=email.policy.default) for letter in sink.taken]
    assert sorted(mail[MEANT_FOR] for mail in mails) == ALL
    assert {mail["Subject"] for mail in mails} == {"Uke 47"}
    assert "trial@example.org" in reason(full, "anna")


def test_no_more_go_in_a_minute_than_the_server_allows(full: Engine, sink: Sink) -> None:
    waited: list[float] = []
    post = SmtpPost(Server(host="127.0.0.1", port=sink.port, tls="none", sender=SENDER))

    send(full, post, now=NOW, rules=Rules(per_minute=20), pause=waited.append)

    assert waited == [3.0, 3.0]


def test_a_member_without_a_contact_is_told_of_and_nothing_is_tried(full: Engine, sink: Sink) -> None:
    with writing(full) as connection:
        nobody = letters.Mail(
            recipient="x@uten-kontakt.invalid", message_id="<x@y>", message=b"Subject: x\r\n\r\n", html="", text=""
        )
        letters.draft(connection, a_letter("nobody"), [nobody], NOW)
        letters.approve(connection, NOW)

    sent = run(full, sink)

    assert sent.outcomes == {"sent": 3, "bounced": 1}
    assert "no contact" in reason(full, "nobody")


def test_an_address_of_norwegian_letters_is_handled_or_named(full: Engine, sink: Sink) -> None:
    with writing(full) as connection:
        for number, recipient in enumerate(("post@blåbær.example.no", "kåre@example.no")):
            mail = letters.Mail(
                recipient=recipient, message_id="<x@y>", message=b"Subject: x\r\n\r\n", html="", text=""
            )
            letters.draft(connection, a_letter(f"idn{number}"), [mail], NOW)
        letters.approve(connection, NOW)

    run(full, sink)

    assert "post@xn--blbr-roah.example.no" in sink.recipients()
    assert "SMTPUTF8" in reason(full, "idn1")


class TestEncryption:
    """A password is said over a connection that is encrypted to the server it was meant for, or not at all."""

    def test_starttls_with_a_trusted_certificate_and_a_password(self, full: Engine, tmp_path: Path) -> None:
        context, trusted = mail_server.certificate(tmp_path)
        options: dict[str, Any] = {
            "require_starttls": True,
            "tls_context": context,
            "authenticator": mail_server.password("hemmelig"),
            "auth_required": True,
        }
        with listening(Sink(), **options) as sink:
            sent = run(full, sink, tls="starttls", ca_file=trusted, user="radar", password="hemmelig")

        assert sent.outcomes == {"sent": 3}

    def test_implicit_tls(self, full: Engine, tmp_path: Path) -> None:
        context, trusted = mail_server.certificate(tmp_path)
        with listening(Sink(), ssl_context=context) as sink:
            assert run(full, sink, tls="implicit", ca_file=trusted).outcomes == {"sent": 3}

    def test_a_certificate_nobody_vouches_for_stops_the_run(self, full: Engine, tmp_path: Path) -> None:
        context, _ = mail_server.certificate(tmp_path)
        with listening(Sink(), require_starttls=True, tls_context=context) as sink:
            sent = run(full, sink, tls="starttls", user="radar", password="hemmelig")

        assert sent.halted is not None
        assert "certificate" in sent.halted.lower()
        assert (sent.ours, sink.taken) == (True, [])
        assert set(states(full).values()) == {State.APPROVED}

    def test_a_server_without_starttls_hears_no_password_and_gets_no_letter(self, full: Engine, sink: Sink) -> None:
        sent = run(full, sink, tls="starttls", user="radar", password="hemmelig")

        assert sent.halted is not None
        assert "STARTTLS" in sent.halted
        assert (sent.ours, sink.taken) == (True, [])

    def test_a_wrong_password_stops_the_run_and_marks_nothing(self, full: Engine, tmp_path: Path) -> None:
        context, trusted = mail_server.certificate(tmp_path)
        options: dict[str, Any] = {
            "require_starttls": True,
            "tls_context": context,
            "authenticator": mail_server.password("hemmelig"),
            "auth_required": True,
        }
        with listening(Sink(), **options) as sink:
            sent = run(full, sink, tls="starttls", ca_file=trusted, user="radar", password="gjettet")

        assert sent.halted is not None
        assert "535" in sent.halted
        assert (sent.ours, sent.outcomes, sink.taken) == (True, {}, [])
        assert set(states(full).values()) == {State.APPROVED}
