"""Letters and the post as the configuration has them."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection

from cli import sources
from cli.call import Call
from cli.clock import OSLO
from cli.problems import Exit, Problem
from digest import signature, urgent
from digest.build import Built, build, build_urgent, monday_of_last_week
from digest.envelope import Post
from digest.folder import FolderPost
from digest.post import Rules, Sent, send
from digest.settings import DigestSettings
from digest.smtp import Server, SmtpPost
from model.letter import Edits, Letter
from store import edits, letters, links, notices, secrets
from store.database import reading, writing
from store.turns import TakenError

_WEEK = re.compile(r"(\d{4})-W(\d{1,2})", re.ASCII)


def settings(run: Call) -> DigestSettings:
    """What the letters need of the configuration."""
    configuration = run.configuration
    return DigestSettings(
        cluster=configuration.cluster.name,
        sender=configuration.mail.sender,
        leader=configuration.cluster.leader,
        threshold=configuration.digest.threshold,
        max_cards=configuration.digest.max_cards,
        address=configuration.dashboard.address,
        answer_days=configuration.digest.answer_days,
        urgent_score=configuration.digest.urgent_score,
        urgent_days=configuration.digest.urgent_days,
        sources=sources.words(run),
    )


def signer(run: Call) -> links.Signer:
    """What signs the links in letters: the configuration's key, or the one the database keeps."""
    given = run.configuration.dashboard.secret
    if given is not None:
        return links.Signer(given)
    with writing(run.engine) as connection:
        return links.Signer(secrets.of(connection, secrets.LINKS, run.now))


def make(run: Call, period: str | None = None) -> Built:
    """Build the letters of a week (`2026-W47`; the last one that is over without), and approve them if so set."""
    monday = week(period) if period else monday_of_last_week(run.now.astimezone(OSLO))
    built = build(run.engine, monday=monday, now=run.now, settings=settings(run), signer=signer(run))
    _approve(run)
    return built


def make_urgent(run: Call) -> Built:
    """Build the morning's urgent letters, and approve them if so set."""
    today = run.now.astimezone(OSLO).date()
    built = build_urgent(run.engine, today=today, now=run.now, settings=settings(run), signer=signer(run))
    if built.outcomes:
        _approve(run)
    return built


def _approve(run: Call) -> None:
    if run.configuration.digest.approval == "auto":
        with writing(run.engine) as connection:
            letters.approve(connection, run.now, not_before=_hour(run))


def change(run: Call, number: int, *, greeting: str | None, drop: Sequence[str], undo: bool) -> str:
    """Change a draft and build it again; returns its subject. Raises Problem (65) where it cannot be changed."""
    try:
        with writing(run.engine) as connection:
            before = letters.numbered(connection, number)
            edits.change(connection, number, Edits(greeting=greeting))
            if undo:
                edits.undo(connection, number)
            dropped = tuple(_shown(connection, before, one) for one in drop)
            edits.change(connection, number, Edits(dropped=dropped))
    except KeyError:
        raise Problem(f"there is no letter {number}; `digest outbox` shows their numbers", Exit.BAD_DATA) from None
    except ValueError as error:
        raise Problem(str(error), Exit.BAD_DATA) from None
    _again(run, before)
    with reading(run.engine) as connection:
        return letters.numbered(connection, number).subject


def _again(run: Call, letter: Letter) -> None:
    """Build one draft anew."""
    known, first, reader = settings(run), letter.first_day, letter.reader
    if letter.kind == urgent.KIND:
        build_urgent(run.engine, today=first, now=run.now, settings=known, signer=signer(run), only=reader)
    else:
        build(run.engine, monday=first, now=run.now, settings=known, signer=signer(run), only=reader)


def _shown(connection: Connection, letter: Letter, named: str) -> str:
    """The key of a notice the letter tells of, by any of its names."""
    stored = notices.show(connection, named)
    key = stored.key if stored is not None else named
    if key not in letter.shown:
        raise Problem(f"the letter tells of no notice {named}", Exit.BAD_DATA)
    return key


def _hour(run: Call) -> datetime | None:
    """When letters made now go by themselves: at the set hour of today, or at once where that is past."""
    today = run.now.astimezone(OSLO)
    at = today.replace(hour=run.configuration.digest.hour, minute=0, second=0, microsecond=0)
    return at.astimezone(UTC) if at > today else None


def deliver(run: Call) -> Sent:
    """Send what is approved and due. Raises Problem (75) where another run is sending from the same database."""
    try:
        return send(run.engine, _post(run), now=run.now, rules=_rules(run))
    except TakenError as error:
        raise Problem(f"{error}; try again later", Exit.ALREADY_RUNNING) from None


def due(run: Call) -> bool:
    """Whether the weekday on which letters are made has come this week."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return run.now.astimezone(OSLO).weekday() >= names.index(run.configuration.digest.weekday)


def week(text: str) -> date:
    """The Monday of an ISO week. Raises Problem (usage)."""
    match = _WEEK.fullmatch(text)
    try:
        if match is not None:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise Problem(f"{text!r} is no week: write it like 2026-W47", Exit.USAGE)


def _post(run: Call) -> Post:
    mail = run.configuration.mail
    if mail.host is None:
        return FolderPost(run.configuration.path(mail.folder))
    server = Server(
        host=mail.host,
        port=mail.port,
        tls=mail.encryption,
        ca_file=mail.ca_file and run.configuration.path(mail.ca_file),
        user=mail.user,
        password=password(run, mail.password, mail.password_file),
        sender=mail.sender,
        bounce=mail.bounce,
        redirect=mail.redirect,
        timeout=mail.timeout,
    )
    return SmtpPost(server)


def _rules(run: Call) -> Rules:
    mail = run.configuration.mail
    return Rules(
        resend=mail.doubt == "resend", per_minute=mail.per_minute, most_errors=mail.most_errors, sign=_signer(run)
    )


def _signer(run: Call) -> Callable[[bytes], bytes] | None:
    mail = run.configuration.mail
    if mail.dkim_selector is None or mail.dkim_domain is None or mail.dkim_key_file is None:
        return None
    path = run.configuration.path(mail.dkim_key_file)
    try:
        return signature.signer(selector=mail.dkim_selector, domain=mail.dkim_domain, key=path.read_bytes())
    except OSError as error:
        raise Problem(f"{path}: the DKIM key cannot be read: {error.strerror}", Exit.BAD_CONFIGURATION) from None
    except signature.BadKeyError as error:
        raise Problem(f"{path}: {error}", Exit.BAD_CONFIGURATION) from None


def password(run: Call, given: str | None, file: Path | None) -> str | None:
    """A password from the environment, else from its file. Raises Problem (78) where that cannot be read."""
    if given is not None or file is None:
        return given
    path = run.configuration.path(file)
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Problem(f"{path}: the password cannot be read: {error.strerror}", Exit.BAD_CONFIGURATION) from None
