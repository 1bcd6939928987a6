"""Letters go to those who agreed and have not said no; answers from letters are judgements that can be taken back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, Engine

from model.match import Judgement, Opinion
from model.member import Contact
from store import answers, feed_addresses, judgements, letters, members, subscriptions
from store.database import reading, writing
from store.letters import State
from store.links import Answer, Link, Purpose, Signer
from tests.factories import a_member, a_notice
from tests.store.deliveries import FIRST, Delivery, deliver
from tests.store.test_letters import LATER, NOW, a_letter, a_mail, states

EMAIL = "post@fjordstaal.example.no"
MEMBER = a_member(contacts=(Contact(email="Post@Fjordstaal.example.no", consent="medlemsavtalen av 1. februar 2026"),))


def known(connection: Connection) -> subscriptions.Recipient:
    subscriptions.register(connection, [MEMBER], NOW)
    return subscriptions.know(connection, MEMBER.id, EMAIL, "not new", LATER)


def test_a_recipient_is_kept_with_the_consent_and_its_time(engine: Engine) -> None:
    with writing(engine) as connection:
        first = known(connection)
        subscriptions.register(connection, [replace(MEMBER, contacts=(Contact(email=EMAIL),))], LATER)

        assert subscriptions.recipients(connection) == [first]
        assert (first.email, first.source, first.consented_at, first.receives) == (
            EMAIL, "medlemsavtalen av 1. februar 2026", NOW, True,
        )  # fmt: skip


def test_a_consent_named_later_takes_the_place_of_the_profiles_word(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(FIRST), [a_mail(EMAIL)], NOW)
        (drafted,) = subscriptions.recipients(connection)

        assert (drafted.source, known(connection).source) == (subscriptions.PROFILE, MEMBER.contacts[0].consent)
        assert known(connection).consented_at == NOW


def test_a_no_outlives_the_profile(engine: Engine) -> None:
    with writing(engine) as connection:
        number = known(connection).number
        subscriptions.unsubscribe(connection, number, NOW, "one-click")
        again = subscriptions.unsubscribe(connection, number, LATER)
        subscriptions.register(connection, [MEMBER], LATER)

        assert (again.unsubscribed_at, again.unsubscribed_by) == (NOW, "one-click")
        assert not subscriptions.recipients(connection)[0].receives
        with pytest.raises(KeyError):
            subscriptions.unsubscribe(connection, 99, NOW)


def test_coming_back_is_a_new_consent(engine: Engine) -> None:
    with writing(engine) as connection:
        first = known(connection)
        assert subscriptions.resubscribe(connection, first.number, LATER, "own page") == first
        subscriptions.unsubscribe(connection, first.number, NOW)

        back = subscriptions.resubscribe(connection, first.number, LATER, "own page")

        assert (back.receives, back.source, back.consented_at) == (True, "own page", LATER)


@pytest.mark.parametrize("how", ["unsubscribed", "held"])
def test_nothing_is_drafted_for_one_who_receives_nothing(engine: Engine, how: str) -> None:
    with writing(engine) as connection:
        stop(connection, how)

        letters.draft(connection, a_letter(FIRST), [a_mail(), a_mail("other@example.no")], NOW)

        assert [post.recipient for post in letters.outbox(connection)] == ["other@example.no"]


def stop(connection: Connection, how: str) -> None:
    number = known(connection).number
    if how == "held":
        subscriptions.hold(connection, EMAIL.upper(), "550 5.1.1 no such user", NOW)
    else:
        subscriptions.unsubscribe(connection, number, NOW)


@pytest.mark.parametrize("how", ["unsubscribed", "held"])
def test_what_waits_for_one_who_stopped_is_withheld(engine: Engine, how: str) -> None:
    with writing(engine) as connection:
        known(connection)
        letters.draft(connection, a_letter(FIRST), [a_mail(EMAIL.title()), a_mail("other@example.no")], NOW)
        letters.approve(connection, NOW)

        stop(connection, how)

        assert sorted(states(connection)) == [State.APPROVED, State.WITHHELD]
        mine = letters.claim(connection, NOW)
        assert mine is not None
        assert mine.mail.recipient == "other@example.no"
        assert letters.claim(connection, NOW) is None


def test_a_mail_let_go_again_is_withheld_again_while_the_no_stands(engine: Engine) -> None:
    with writing(engine) as connection:
        letters.draft(connection, a_letter(FIRST), [a_mail()], NOW)
        letters.approve(connection, NOW)
        stop(connection, "held")
        (post,) = letters.outbox(connection)

        letters.retry(connection, post.id, LATER)
        assert letters.claim(connection, LATER) is None
        assert subscriptions.clear(connection, EMAIL) == 1
        letters.retry(connection, post.id, LATER)

        assert letters.claim(connection, LATER) is not None


def test_another_readers_letter_to_the_same_address_still_goes(engine: Engine) -> None:
    with writing(engine) as connection:
        stop(connection, "unsubscribed")

        letters.draft(connection, a_letter(reader="leader"), [a_mail()], NOW)

        assert len(letters.outbox(connection)) == 1


def a_link(connection: Connection, answer: Answer, notice: str = FIRST) -> Link:
    signer = Signer("k" * 32)
    link = signer.read(signer.answer(known(connection).number, notice, answer, until=date(2027, 1, 22)), NOW)
    assert isinstance(link, Link)
    return link


def opinions(connection: Connection) -> list[tuple[Opinion, str]]:
    return [(one.opinion, one.by) for one in judgements.latest(connection)]


def test_an_answer_from_a_letter_is_its_recipients_judgement_and_counts_once(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    with writing(engine) as connection:
        link = a_link(connection, Answer.FITS)
        first, again = answers.give(connection, link, NOW), answers.give(connection, link, LATER)

        assert first.number == again.number
        assert opinions(connection) == [(Opinion.WANTED, EMAIL)]


def test_an_answer_taken_back_lets_the_former_one_count(engine: Engine) -> None:
    deliver(engine, Delivery(a_notice()))
    with writing(engine) as connection:
        answers.give(connection, a_link(connection, Answer.FITS), NOW)
        no = a_link(connection, Answer.FITS_NOT, "doffin:2026-100001")  # the same notice by another name
        answers.give(connection, no, LATER)
        assert opinions(connection) == [(Opinion.NOT_WANTED, EMAIL)]

        assert answers.take_back(connection, no, LATER)
        assert opinions(connection) == [(Opinion.WANTED, EMAIL)]
        assert answers.take_back(connection, no, LATER)
        assert opinions(connection) == []
        assert not answers.take_back(connection, no, LATER)


def test_nobody_takes_back_what_another_said(engine: Engine) -> None:
    leaders = Judgement(member=MEMBER.id, notice=FIRST, opinion=Opinion.WANTED, by="leder", at=NOW)
    with writing(engine) as connection:
        judgements.add(connection, leaders)

        assert not answers.take_back(connection, a_link(connection, Answer.FITS_NOT), LATER)
        assert judgements.latest(connection) == [leaders]


def test_a_link_that_unsubscribes_answers_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        stop = Link(purpose=Purpose.UNSUBSCRIBE, recipient=known(connection).number)
        stranger = replace(a_link(connection, Answer.FITS), recipient=99)

        for link in (stop, stranger):
            with pytest.raises(answers.NotAnAnswerError):
                answers.give(connection, link, NOW)


def test_a_judgement_is_undone_by_a_row_of_its_own_and_once(engine: Engine) -> None:
    said = Judgement(member="fjordstaal", notice=FIRST, opinion=Opinion.WANTED, by="Kari", at=NOW)
    with writing(engine) as connection:
        number = judgements.add(connection, said)

        undone = judgements.undo(connection, number, "Kari", LATER)

        assert judgements.undo(connection, number, "Ola", LATER) == undone != number
        assert judgements.latest(connection) == []
        for none in (undone, 99):
            with pytest.raises(KeyError):
                judgements.undo(connection, none, "Kari", LATER)


def test_a_members_addresses_are_unguessable_and_taken_back_at_will(engine: Engine) -> None:
    with writing(engine) as connection:
        members.replace(connection, [MEMBER, a_member(id="other")])
        first = feed_addresses.of(connection, MEMBER.id, NOW)
        others = feed_addresses.of(connection, "other", NOW)

        assert feed_addresses.of(connection, MEMBER.id, LATER) == first != others
        assert len(first) >= 32
        assert feed_addresses.member(connection, first) == MEMBER.id
        assert feed_addresses.member(connection, first[:-1]) is None

        assert feed_addresses.revoke(connection, MEMBER.id, LATER) == 1
        assert feed_addresses.member(connection, first) is None
        second = feed_addresses.of(connection, MEMBER.id, LATER)
        assert (second != first, feed_addresses.member(connection, second)) == (True, MEMBER.id)
        assert feed_addresses.member(connection, others) == "other"

        members.replace(connection, [])
        assert feed_addresses.member(connection, second) is None


def test_recipients_are_found_by_number_and_address(engine: Engine) -> None:
    with writing(engine) as connection:
        mine = known(connection)
    with reading(engine) as connection:
        assert subscriptions.of(connection, mine.number) == mine
        assert subscriptions.find(connection, MEMBER.id, f" {EMAIL.upper()}") == mine
        assert subscriptions.of(connection, 99) is None
        assert subscriptions.find(connection, "other", EMAIL) is None
        assert subscriptions.recipients(connection, member="other") == []
