"""Letters are drafted once, approved by somebody, and go out at most once without a person asking for more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from model.letter import Letter, Line, Section
from store import letters
from store.database import reading, writing
from store.letters import Mail, State
from tests.factories import a_notice
from tests.store.deliveries import FIRST, Delivery, deliver

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
WEEK = (date(2026, 11, 16), date(2026, 11, 22))


def a_letter(*notices: str, reader: str = "fjordstaal", **changes: object) -> Letter:
    lines = tuple(Line(title="Ny verkstedhall", href="https://example.org/1", notice=key) for key in notices)
    letter = Letter(
        kind="weekly",
        reader=reader,
        language="nb",
        first_day=WEEK[0],
        last_day=WEEK[1],
        subject="Uke 47: 1 anbud for dere",
        preheader="",
        greeting="Hei!",
        sections=(Section(kind="matches", title="Best treff", lines=lines),),
    )
    return replace(letter, **changes)  # type: ignore[arg-type]  # tests change fields by name


def a_mail(recipient: str = "post@fjordstaal.example.no", body: bytes = b"Hei!\r\n") -> Mail:
    key = letters.idempotency_key("weekly", *WEEK, "fjordstaal", recipient)
    return Mail(
        recipient=recipient,
        message_id=f"<{key}@klynge.example.no>",
        message=b"Subject: Uke 47\r\n\r\n" + body,
        html="<p>Hei på deg!</p>",
        text="Hei på deg!",
    )


def states(connection: Connection) -> list[State]:
    return [post.state for post in letters.outbox(connection)]


def approved(connection: Connection, *mails: Mail) -> int:
    letters.draft(connection, a_letter(FIRST), mails or [a_mail()], NOW)
    return letters.approve(connection, NOW)[0]


def claimed(connection: Connection) -> int:
    approved(connection)
    mine = letters.claim(connection, NOW)
    assert mine is not None
    return mine.id


def test_a_draft_keeps_the_letter_and_every_byte(engine: Engine) -> None:
    mails = [a_mail("a@example.no", bytes(range(1, 256))), a_mail("b@example.no")]

    with writing(engine) as connection:
        outcome = letters.draft(connection, a_letter(FIRST), mails, NOW).outcome

    with reading(engine) as connection:
        assert outcome == "new"
        assert letters.letter(connection, "weekly", "fjordstaal", *WEEK) == a_letter(FIRST)
        posts = letters.outbox(connection)
        assert [letters.mail(connection, post.id) for post in posts] == mails
        assert {post.state for post in posts} == {State.DRAFT}
        assert posts[0].idempotency_key in posts[0].message_id


def test_building_the_same_again_leaves_one_row_each(engine: Engine) -> None:
    with writing(engine) as connection:
        outcomes = [letters.draft(connection, a_letter(FIRST), [a_mail()], NOW).outcome for _ in range(3)]

        assert outcomes == ["new", "same", "same"]
        assert len(letters.outbox(connection)) == 1


def test_a_draft_is_replaced_whole(engine: Engine) -> None:
    with writing(engine) as connection:
        first = letters.draft(connection, a_letter("old"), [a_mail("a@example.no"), a_mail("b@example.no")], NOW)
        second = letters.draft(connection, a_letter("new"), [a_mail("b@example.no", b"Ny tekst")], LATER)
        letters.approve(connection, LATER)

        assert (second.outcome, second.id) == ("replaced", first.id)
        (post,) = letters.outbox(connection)
        assert letters.mail(connection, post.id) == a_mail("b@example.no", b"Ny tekst")
        assert letters.shown(connection, "fjordstaal") == {"new": LATER}


def test_one_address_written_twice_gets_one_mail(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(), [a_mail("post@example.no"), a_mail("Post@example.no ")], NOW)

        assert len(letters.outbox(connection)) == 1


def test_what_was_approved_is_what_goes(engine: Engine) -> None:
    with writing(engine) as connection:
        number = approved(connection)

        outcome = letters.draft(connection, a_letter("other"), [a_mail(body=b"Annet")], LATER).outcome

        assert outcome == "approved"
        assert letters.mail(connection, number) == a_mail()


@pytest.mark.parametrize("end", ["sent", "bounced", "failed", "ambiguous", "tried", "claimed", "sending"])
def test_once_tried_a_letter_is_never_built_again(engine: Engine, end: str) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        finish(connection, number, end)
        before = letters.outbox(connection)

        outcome = letters.draft(connection, a_letter("other"), [a_mail(body=b"Annet")], LATER).outcome

        assert outcome == "sent"
        assert letters.outbox(connection) == before
        assert letters.mail(connection, number) == a_mail()


def finish(connection: Connection, number: int, end: str) -> None:
    if end == "sent":
        letters.mark_sent(connection, number, NOW)
    elif end == "bounced":
        letters.mark_bounced(connection, number, "550 no such user", NOW)
    elif end == "failed":
        letters.mark_failed(connection, number, "451 later", NOW)
    elif end == "tried":
        letters.mark_failed(connection, number, "451 later", NOW, retry_at=LATER)
    elif end == "ambiguous":
        letters.mark_doubtful(connection, number, "the connection broke", NOW, retry_at=None)
    elif end == "doubtful":
        letters.mark_doubtful(connection, number, "the connection broke", NOW, retry_at=LATER)
    elif end == "released":
        letters.release(connection, number, "the server is down", NOW)
    elif end == "sending":
        letters.mark_sending(connection, number, NOW)


def test_only_what_is_approved_can_be_claimed_and_only_once(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(), [a_mail()], NOW)
        assert letters.claim(connection, NOW) is None
        letters.approve(connection, NOW)

        first, second = letters.claim(connection, NOW), letters.claim(connection, NOW)

        assert first is not None
        assert (first.attempt, first.mail) == (1, a_mail())
        assert second is None
        assert states(connection) == [State.CLAIMED]


def test_approving_some_leaves_the_others(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(), [a_mail("a@example.no"), a_mail("b@example.no")], NOW)
        first, second = (post.id for post in letters.outbox(connection))

        assert letters.approve(connection, NOW, ids=[second]) == [second]
        assert letters.approve(connection, NOW) == [first]
        assert letters.approve(connection, NOW) == []


def test_a_mail_put_off_waits_for_its_time(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)

        letters.mark_failed(connection, number, "451 greylisted", NOW, retry_at=LATER)

        assert letters.claim(connection, NOW) is None
        again = letters.claim(connection, LATER)
        assert again is not None
        assert (again.attempt, again.mail) == (2, a_mail())


def test_a_mail_claimed_by_a_run_that_died_has_not_gone_and_goes_however_often(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)

        for _ in range(3):
            assert letters.recover(connection, LATER, resend=False).untouched == [number]
            assert letters.claim(connection, LATER) is not None


def test_a_mail_found_half_sent_goes_once_more_and_then_waits_for_a_person(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.mark_sending(connection, number, NOW)
        assert letters.recover(connection, LATER, resend=True).again == [number]
        again = letters.claim(connection, LATER)
        assert again is not None
        assert again.mail == a_mail()
        letters.mark_sending(connection, number, NOW)

        assert letters.recover(connection, LATER, resend=True).parked == [number]

        assert letters.claim(connection, LATER) is None
        assert states(connection) == [State.AMBIGUOUS]
        letters.retry(connection, number, LATER)
        third = letters.claim(connection, LATER)
        assert third is not None
        assert third.mail == a_mail()


def test_where_the_leader_wants_to_be_asked_a_mail_in_doubt_waits_at_once(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.mark_sending(connection, number, NOW)

        assert letters.recover(connection, LATER, resend=False).parked == [number]

        assert states(connection) == [State.AMBIGUOUS]


@pytest.mark.parametrize(("there", "state"), [(True, State.SENT), (False, State.APPROVED)])
def test_a_receipt_ends_the_doubt(engine: Engine, there: bool, state: State) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.mark_sending(connection, number, NOW)

        letters.recover(connection, LATER, resend=False, receipts={number: there})

        assert states(connection) == [state]
        assert letters.outbox(connection)[0].doubts == 0


def test_a_lost_answer_is_tried_once_more_after_a_while(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        first = letters.mark_doubtful(connection, number, "no answer", NOW, retry_at=LATER)
        assert letters.claim(connection, NOW) is None
        assert letters.claim(connection, LATER) is not None
        second = letters.mark_doubtful(connection, number, "no answer", LATER, retry_at=LATER)

        assert (first, second) == (State.APPROVED, State.AMBIGUOUS)
        assert letters.claim(connection, LATER + timedelta(days=9)) is None


def test_a_try_that_met_no_server_does_not_count(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.release(connection, number, "cannot be reached", NOW)

        again = letters.claim(connection, NOW)

        assert again is not None
        assert again.attempt == 1


def test_what_is_signed_on_its_way_is_kept_as_it_went(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.mark_sending(connection, number, NOW, message=b"DKIM-Signature: x\r\n\r\n")
        letters.recover(connection, LATER, resend=True)

        assert letters.mail(connection, number).message == b"DKIM-Signature: x\r\n\r\n"
        with pytest.raises(ValueError, match="claimed"):
            letters.mark_sending(connection, number, NOW)


def test_a_mail_given_up_never_goes_and_told_nobody(engine: Engine) -> None:
    with writing(engine) as connection:
        number = approved(connection)

        letters.give_up(connection, number, LATER)

        assert letters.claim(connection, LATER) is None
        assert letters.shown(connection, "fjordstaal") == {}
        with pytest.raises(ValueError, match="approved"):
            letters.give_up(connection, number, LATER)


def test_a_letter_approved_for_an_hour_waits_for_it(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(FIRST), [a_mail()], NOW)
        letters.approve(connection, NOW, not_before=LATER)

        assert letters.claim(connection, NOW) is None
        assert letters.claim(connection, LATER) is not None


def test_a_mail_that_is_not_being_sent_cannot_be_marked(engine: Engine) -> None:
    with writing(engine) as connection:
        number = claimed(connection)
        letters.mark_sent(connection, number, NOW)

        with pytest.raises(ValueError, match="sending"):
            letters.mark_failed(connection, number, "451 later", NOW)
        with pytest.raises(ValueError, match="ambiguous"):
            letters.retry(connection, number, NOW)

        assert states(connection) == [State.SENT]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("claimed", True),
        ("sending", True),
        ("sent", True),
        ("tried", True),
        ("released", True),
        ("doubtful", True),
        ("ambiguous", True),
        ("bounced", False),
        ("failed", False),
    ],
)
def test_a_notice_counts_as_shown_when_its_reader_may_have_seen_it(engine: Engine, end: str, told: bool) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(FIRST), [a_mail()], NOW)
        assert letters.shown(connection, "fjordstaal") == {}
        letters.approve(connection, NOW)
        mine = letters.claim(connection, NOW)
        assert mine is not None

        finish(connection, mine.id, end)

        assert letters.shown(connection, "fjordstaal") == ({FIRST: NOW} if told else {})
        assert letters.shown(connection, "fjellboring") == {}


def test_what_was_shown_follows_the_notice_to_its_new_key(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice(notice_uuid=None), "doffin-hit"))
    with writing(engine) as connection:
        letters.draft(connection, a_letter("doffin:2026-100001"), [a_mail()], NOW)
        letters.approve(connection, NOW)

    deliver(engine, Delivery(a_notice()))

    with reading(engine) as connection:
        assert letters.shown(connection, "fjordstaal") == {FIRST: NOW}


def test_a_draft_that_breaks_off_leaves_nothing(engine: Engine) -> None:
    broken = replace(a_mail(), html=None)  # type: ignore[arg-type]  # on purpose

    def build() -> None:
        with writing(engine) as connection:
            letters.draft(connection, a_letter(FIRST), [a_mail(), broken], NOW)

    with pytest.raises(AttributeError):
        build()

    with reading(engine) as connection:
        assert letters.letter(connection, "weekly", "fjordstaal", *WEEK) is None
        assert letters.outbox(connection) == []
