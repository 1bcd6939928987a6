"""What mail servers report afterwards ends a mail's way, and stops the next where nobody is there; rubbish does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from digest.bounces import read, take_in
from digest.mailbox import Account, MailboxError, from_folder, opened
from model.letter import Letter
from store import bounces, letters, subscriptions
from store.bounces import Kind
from store.database import reading, writing
from store.letters import State
from tests.digest.imap import Mailbox, serving

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
ANNA = "anna@fjordstaal.example.no"
BOUNCE = "retur@klynge.example.no"
ID = "<0123456789@klynge.example.no>"


def report(
    *,
    number: int = 1,
    to: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 No such user",
    recipient: str = ANNA,
    returned: str | None = ID,
    headers_only: bool = False,
) -> bytes:
    part = "text/rfc822-headers" if headers_only else "message/rfc822"
    back = f"--b\r\nContent-Type: {part}\r\n\r\nMessage-ID: {returned}\r\nSubject: Uke 47\r\n\r\nHei\r\n"
    return (
        f"From: MAILER-DAEMON@mx.example.no\r\nTo: {to or f'retur+{number}@klynge.example.no'}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.no\r\nArrival-Date: Mon, 23 Nov 2026 06:00:00 +0100\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {said}\r\n\r\n"
        f"{back if returned else ''}--b--\r\n"
    ).encode()


@pytest.fixture
def posted(engine: Engine) -> Engine:
    """A letter to Anna that was sent."""
    letter = Letter(
        kind="weekly", reader="fjordstaal", language="nb", first_day=date(2026, 11, 16), last_day=date(2026, 11, 22),
        subject="Uke 47", preheader="", greeting="",
    )  # fmt: skip
    mail = letters.Mail(recipient=ANNA, message_id=ID, message=b"", html="", text="")
    with writing(engine) as connection:
        subscriptions.know(connection, "fjordstaal", ANNA, "test", NOW)
        letters.draft(connection, letter, [mail], NOW)
        letters.approve(connection, NOW)
        claimed = letters.claim(connection, NOW)
        assert claimed is not None
        letters.mark_sent(connection, claimed.id, NOW)
    return engine


def state(engine: Engine) -> tuple[State, bool]:
    """How the letter stands, and whether Anna still receives letters."""
    with reading(engine) as connection:
        (row,) = letters.outbox(connection)
        anna = subscriptions.find(connection, "fjordstaal", ANNA)
    assert anna is not None
    return row.state, anna.receives


def test_where_nobody_is_there_the_mail_bounced_and_no_more_go_there(posted: Engine) -> None:
    taken = take_in(posted, [report()], bounce=BOUNCE, now=NOW)

    assert taken.outcomes == {"hard": 1}
    assert taken.problems == [f"mail 1 to {ANNA} came back: 5.1.1 550 5.1.1 No such user"]
    assert state(posted) == (State.BOUNCED, False)
    with reading(posted) as connection:
        (kept,) = bounces.since(connection, NOW)
        assert letters.shown(connection, "fjordstaal") == {}
    assert (kept.outbox_id, kept.kind, kept.status) == (1, Kind.HARD, "5.1.1")


def test_a_report_counts_once(posted: Engine) -> None:
    take_in(posted, [report()], bounce=BOUNCE, now=NOW)
    with writing(posted) as connection:
        subscriptions.clear(connection, ANNA)

    assert take_in(posted, [report()], bounce=BOUNCE, now=NOW).outcomes == {"known": 1}

    assert state(posted) == (State.BOUNCED, True)


@pytest.mark.parametrize(
    ("action", "status", "end"),
    [
        ("failed", "5.1.10", (State.BOUNCED, False)),
        ("failed", "5.2.1", (State.BOUNCED, False)),
        ("failed", "5.0.0", (State.BOUNCED, False)),
        ("failed", "5.2.2", (State.BOUNCED, True)),  # mailbox full
        ("failed", "5.7.1", (State.BOUNCED, True)),  # not liked
        ("failed", "4.4.7", (State.BOUNCED, True)),  # tried for days
        ("delayed", "4.4.1", (State.SENT, True)),
        ("delivered", "2.0.0", (State.SENT, True)),
    ],
)
def test_only_an_address_that_is_none_stops_the_letters(
    posted: Engine, action: str, status: str, end: tuple[State, bool]
) -> None:
    take_in(posted, [report(action=action, status=status, said="smtp; see status")], bounce=BOUNCE, now=NOW)

    assert state(posted) == end


@pytest.mark.parametrize(
    "raw",
    [
        report(returned=None),  # by the number and the recipient
        report(to="radar@klynge.example.no"),  # by the letter that is returned
        report(to="Retur <RETUR+1@klynge.example.no>"),
        report(headers_only=True, to="radar@klynge.example.no"),
        report(status="", said="smtp; 550 5.1.1 No such user"),
    ],
)
def test_a_mail_is_known_by_its_number_or_by_what_is_returned(posted: Engine, raw: bytes) -> None:
    assert take_in(posted, [raw], bounce=BOUNCE, now=NOW).outcomes == {"hard": 1}


@pytest.mark.parametrize(
    "raw",
    [
        report(number=2),  # the number is of no mail, the letter of one
        report(number=2, returned=None),
        report(returned="<another@klynge.example.no>"),
        report(returned=None, recipient="offer@example.org"),  # anybody can write to the address
        report(to="other+1@klynge.example.no", returned=None),
        report(to="retur+1@example.org", returned=None),
        b"",
        b"Subject: Ute av kontoret\r\nTo: retur+1@klynge.example.no\r\n\r\nJeg er tilbake i morgen.",
        b"\xff\xfe\x00" * 100,
        report().replace(b"message/delivery-status", b"text/plain"),
        report().replace(b"Final-Recipient", b"X-Nobody"),
    ],
)
def test_what_is_none_of_ours_is_left_alone_and_counted(posted: Engine, raw: bytes) -> None:
    taken = take_in(posted, [raw], bounce=BOUNCE, now=NOW)

    assert (taken.outcomes, taken.understood) == ({"other": 1}, [False])
    assert state(posted) == (State.SENT, True)


@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange_to_read(junk: bytes) -> None:
    read(junk, BOUNCE)
    read(report().replace(b"Action: failed", junk), BOUNCE)
    read(b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\n' + junk + b"\r\n--b--", BOUNCE)


def maildir(folder: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir()
    (folder / "new" / "1.host").write_bytes(report())
    (folder / "cur" / "2.host:2,S").write_bytes(b"Subject: x\r\n\r\n")
    (folder / "tmp" / "3.host").write_bytes(b"half")


def eml_files(folder: Path) -> None:
    (folder / "one.eml").write_bytes(report())
    (folder / "two.eml").write_bytes(b"Subject: x\r\n\r\n")
    (folder / "notes.txt").write_bytes(report())


@pytest.mark.parametrize("laid_out", [maildir, eml_files])
def test_a_folder_is_read_and_left_as_it_was(tmp_path: Path, laid_out: Callable[[Path], None]) -> None:
    laid_out(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    assert sorted(from_folder(tmp_path)) == sorted([report(), b"Subject: x\r\n\r\n"])

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    with pytest.raises(MailboxError, match="no such folder"):
        list(from_folder(tmp_path / "elsewhere"))


def test_a_mailbox_is_read_and_what_was_understood_marked(posted: Engine, tmp_path: Path) -> None:
    with serving(Mailbox([report(), b"Subject: x\r\n\r\n"], password="hemmelig"), tmp_path) as (box, port, trusted):
        account = Account(host="127.0.0.1", port=port, user="retur", password="hemmelig", ca_file=trusted)
        with opened(account) as mailbox:
            taken = take_in(posted, mailbox.unseen(), bounce=BOUNCE, now=NOW)
            mailbox.mark(taken.understood)

    assert taken.outcomes == {"hard": 1, "other": 1}
    assert box.seen == {1}
    assert state(posted) == (State.BOUNCED, False)


def test_a_mailbox_that_lets_nobody_in_says_so(tmp_path: Path) -> None:
    with serving(Mailbox([], password="hemmelig"), tmp_path) as (_, port, trusted):
        account = Account(host="127.0.0.1", port=port, user="retur", password="gjettet", ca_file=trusted)
        with pytest.raises(MailboxError, match="cannot be read"), opened(account):
            pass


def test_a_mailbox_nobody_vouches_for_hears_no_password(tmp_path: Path) -> None:
    with serving(Mailbox([], password="hemmelig"), tmp_path) as (box, port, _):
        account = Account(host="127.0.0.1", port=port, user="retur", password="hemmelig")
        with pytest.raises(MailboxError, match=r"(?i)certificate"), opened(account):
            pass

    assert box.logins == 0
