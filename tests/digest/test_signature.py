"""A letter's DKIM signature holds, covers the way to unsubscribe, and stays the same however often it is tried."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from digest.headers import Bulk
from digest.signature import BadKeyError, signer
from tests.digest.test_headers import LEAVE, raw

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
LETTER = raw(Bulk(cluster="Klyngen på Ås", unsubscribe=LEAVE, leader="leder@example.no"))
SIGN = signer(selector="radar", domain="klynge.example.no", key=PEM)


def lookup(name: bytes, timeout: float = 0) -> bytes:  # noqa: ARG001 - dkimpy's
    assert name == b"radar._domainkey.klynge.example.no."
    public = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_the_signature_holds() -> None:
    assert dkim.verify(SIGN(LETTER), dnsfunc=lookup)


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (b"Hei", b"Hallo"),
        (b"radar.example.no/u/", b"evil.example.org/u/"),
        (b"List-Unsubscribe=One-Click", b"x"),
        (b"Uke 47", b"Uke 48"),
    ],
)
def test_a_letter_that_was_changed_is_found_out(what: bytes, by: bytes) -> None:
    changed = SIGN(LETTER).replace(what, by)

    assert changed != SIGN(LETTER)
    assert not dkim.verify(changed, dnsfunc=lookup)


def test_the_way_to_unsubscribe_is_covered() -> None:
    signature = SIGN(LETTER).partition(b"\r\nFeedback-ID")[0].replace(b"\r\n", b"").replace(b" ", b"")
    covered = signature.partition(b"h=")[2].partition(b";")[0].split(b":")

    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"list-id", b"from", b"message-id"} <= set(covered)


def test_a_signed_letter_is_not_signed_again() -> None:
    assert SIGN(SIGN(LETTER)) == SIGN(LETTER)


def test_a_key_that_is_none_says_so() -> None:
    with pytest.raises(BadKeyError):
        signer(selector="radar", domain="klynge.example.no", key=b"-----BEGIN NOTHING-----")
