"""DKIM: letters signed with the sender's key, over the headers that lists are unsubscribed by among others."""

import re
from collections.abc import Callable
from typing import Final

import dkim

HEADERS: Final = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"list-id",
    b"list-unsubscribe", b"list-unsubscribe-post", b"feedback-id", b"auto-submitted",
)  # fmt: skip
"""Signed where a letter has them; the two List-Unsubscribe ones have to be (RFC 8058)."""

_SIGNED: Final = re.compile(rb"^dkim-signature:", re.IGNORECASE | re.MULTILINE)


class BadKeyError(ValueError):
    """The key cannot sign; raised by `signer`."""


def signer(*, selector: str, domain: str, key: bytes) -> Callable[[bytes], bytes]:
    """What signs a message, once: one that bears a signature comes back as it is, so that its bytes stay the same."""

    def sign(message: bytes) -> bytes:
        head, _, _ = message.partition(b"\r\n\r\n")
        if _SIGNED.search(head):
            return message
        there = {line.partition(b":")[0].strip().lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"}
        names = [name for name in HEADERS if name in there]
        signature: bytes = dkim.sign(
            message, selector.encode("ascii"), domain.encode("idna"), key, include_headers=names,
            canonicalize=(b"relaxed", b"relaxed"),
        )  # fmt: skip
        return signature + message

    try:
        sign(b"From: a@example.org\r\n\r\n.\r\n")
    except (dkim.DKIMException, ValueError) as error:
        raise BadKeyError(f"the DKIM key cannot be used: {error}") from None
    return sign
