"""A signed link does one thing for one recipient until its day, and nothing that was not signed does anything."""

import random
import string
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from store import secrets
from store.database import writing
from store.links import LONGEST, Answer, Expired, Link, Purpose, Signer

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
UNTIL = date(2027, 1, 22)
SIGNER = Signer("a key of thirty-two characters ..")
TOKEN = SIGNER.answer(17, "doffin:2026-118002", Answer.FITS, until=UNTIL)


def test_a_link_says_who_what_and_until_when() -> None:
    assert SIGNER.read(TOKEN, NOW) == Link(
        purpose=Purpose.ANSWER, recipient=17, notice="doffin:2026-118002", answer=Answer.FITS, until=UNTIL
    )


def test_the_same_link_is_the_same_token_and_fits_an_address() -> None:
    assert SIGNER.answer(17, "doffin:2026-118002", Answer.FITS, until=UNTIL) == TOKEN
    assert set(TOKEN) <= set(string.ascii_letters + string.digits + "-_.")
    assert len(TOKEN) < 120


def test_an_answer_works_until_the_end_of_its_day() -> None:
    last = datetime(2027, 1, 22, 23, 59, tzinfo=UTC)

    assert isinstance(SIGNER.read(TOKEN, last), Link)
    expired = SIGNER.read(TOKEN, last + timedelta(minutes=1))
    assert isinstance(expired, Expired)
    assert expired.link.recipient == 17


def test_the_way_to_unsubscribe_never_expires() -> None:
    token = SIGNER.unsubscribe(17)

    assert SIGNER.read(token, NOW + timedelta(days=36_500)) == Link(purpose=Purpose.UNSUBSCRIBE, recipient=17)


def test_another_key_reads_nothing() -> None:
    assert Signer("another key of thirty-two letters").read(TOKEN, NOW) is None


def test_no_mutation_of_a_token_is_a_link() -> None:
    dice = random.Random(6)  # noqa: S311 - the same mutations every time
    alphabet = string.ascii_letters + string.digits + "-_.=+/ æ\x00"
    accepted = []
    for _ in range(10_000):
        at = dice.randrange(len(TOKEN))
        mutated = dice.choice(
            [
                TOKEN[:at] + dice.choice(alphabet) + TOKEN[at + 1 :],
                TOKEN[:at] + dice.choice(alphabet) + TOKEN[at:],
                TOKEN[:at] + TOKEN[at + 1 :],
                TOKEN[:at],
                TOKEN[:at] + "=",
            ]
        )
        if mutated != TOKEN and SIGNER.read(mutated, NOW) is not None:
            accepted.append(mutated)

    assert accepted == []


@pytest.mark.parametrize(
    "token", ["", ".", "a.b", "x" * (LONGEST + 1), "æøå", "\ud800", ".eJwLz.sig", "W10." + "A" * 43]
)
def test_rubbish_is_no_link(token: str) -> None:
    assert SIGNER.read(token, NOW) is None


@pytest.mark.parametrize(
    "said", [[], ["s"], ["x", 1], ["u", "a"], ["s", 1, "n", "slett", 9], ["s", 1, "n", "passer", 10**9], {}, 7, None]
)
def test_what_we_signed_for_another_purpose_is_no_link(said: object) -> None:
    token = SIGNER._serializer.dumps(said)

    assert SIGNER.read(token, NOW) is None


def test_the_key_is_made_once_and_kept(engine: Engine) -> None:
    with writing(engine) as connection:
        first = secrets.of(connection, secrets.LINKS, NOW)
    with writing(engine) as connection:
        again = secrets.of(connection, secrets.LINKS, NOW + timedelta(days=1))
        other = secrets.of(connection, "other", NOW)

    assert first == again
    assert len({first, other}) == 2
    assert len(first) >= 43
