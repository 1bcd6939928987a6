"""Letters and the post as the configuration has them."""

import re
from datetime import date

from cli import sources
from cli.call import Call
from cli.clock import OSLO
from cli.problems import Exit, Problem
from digest.build import Built, build, monday_of_last_week
from digest.post import FolderPost, Post, Sent, SmtpPost, send
from digest.settings import DigestSettings
from store import letters, links, secrets
from store.database import writing

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
    built = build(run.engine, monday=monday, now=run.now, settings=settings(run))
    if run.configuration.digest.approval == "auto":
        with writing(run.engine) as connection:
            letters.approve(connection, run.now)
    return built


def deliver(run: Call) -> Sent:
    """Send what is approved."""
    return send(run.engine, _post(run), now=run.now)


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
    password = mail.password
    if password is None and mail.password_file is not None:
        path = run.configuration.path(mail.password_file)
        try:
            password = path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Problem(f"{path}: the password cannot be read: {error.strerror}", Exit.BAD_CONFIGURATION) from None
    return SmtpPost(mail.host, mail.port, user=mail.user, password=password, starttls=mail.starttls)
