"""Bounces as the configuration has them: where they come in, and taking them in."""

from cli.call import Call
from cli.post import password
from cli.problems import Exit, Problem
from digest import mailbox
from digest.bounces import Taken, take_in
from digest.mailbox import Account, MailboxError


def configured(run: Call) -> bool:
    """Whether there is a place bounces come in."""
    block = run.configuration.mail.bounces
    return block.folder is not None or block.host is not None


def read(run: Call) -> Taken:
    """Take in what has come. Raises Problem (78) where nothing is configured, (69) where it cannot be read."""
    if not configured(run):
        raise Problem("no place for bounces is configured: [mail.bounces] folder or host", Exit.BAD_CONFIGURATION)
    block, bounce = run.configuration.mail.bounces, run.configuration.mail.bounce
    try:
        if block.folder is not None:
            messages = mailbox.from_folder(run.configuration.path(block.folder))
            return take_in(run.engine, messages, bounce=bounce, now=run.now)
        with mailbox.opened(_account(run)) as opened:
            taken = take_in(run.engine, opened.unseen(), bounce=bounce, now=run.now)
            opened.mark(taken.understood)
            return taken
    except MailboxError as error:
        raise Problem(str(error), Exit.NO_SOURCE) from None


def _account(run: Call) -> Account:
    block = run.configuration.mail.bounces
    given = password(run, block.password, block.password_file)
    if block.host is None or block.user is None or given is None:
        says = "[mail.bounces] host takes a user, and a password_file or KLYNGERADAR_MAIL__BOUNCES__PASSWORD"
        raise Problem(says, Exit.BAD_CONFIGURATION)
    return Account(
        host=block.host,
        port=block.port,
        user=block.user,
        password=given,
        mailbox=block.mailbox,
        ca_file=block.ca_file and run.configuration.path(block.ca_file),
    )
