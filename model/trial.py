"""
Test notices that were published for real, and buyers that exist for testing alone: rules with their reasons.

To add a rule: one line in TITLES or BUYERS, and a case on each side in tests/model/test_trial.py. Testing is real work
(test rigs, pressure tests, sampling), so a rule must name the notice as the test, never its subject.
"""

import re
from typing import Final

from model.notice import Notice

TITLES: Final = (
    (r"^\W*\[\s*test\s*\]", "tittelen er merket [Test]"),
    (r"\btest[ -]?notice\b", "tittelen sier «test notice»"),
    (r"\btest[ -]?kunngj(?:ø|o|oe)ring(?:en)?\b", "tittelen sier «testkunngjøring»"),
    (r"\bPROD[ _-]?test\b", "tittelen sier «PROD Test»"),
    (r"^\W*(?:(?:dette er )?(?:kun )?(?:en )?)?test[\s\d.!_-]*$", "tittelen er bare «test»"),
    (r"\bdette er (?:kun )?en test\s*(?:[.!,]|$)", "tittelen sier at dette er en test"),
    (r"\bthis is (?:only )?a test\s*(?:[.!,]|$)", "tittelen sier at dette er en test"),
)
"""Patterns of titles (in any case), each with what it shows, in words for the leader."""

_ROLES: Final = r"buyer|authority|oppdragsgiver|innkj(?:ø|o)per|kommune|virksomhet"

BUYERS: Final = (
    (r"^\W*\[\s*test\s*\]", "oppdragsgiveren er merket [Test]"),
    (r"\btest[ _-]?org(?:ani[sz]ation|anisasjon)?[ _-]?\d*(?!\w)", "oppdragsgiveren er en testorganisasjon"),
    (rf"^\W*test[ _-]?(?:(?:main|contracting) )?(?:{_ROLES})\b", "oppdragsgiveren er en testoppdragsgiver"),
)
"""Patterns of buyers' names; every buyer of the notice must be one."""


def reason(notice: Notice) -> str | None:
    """Why the notice is taken for a test, in Norwegian; None for a notice that is meant."""
    for _, words in notice.title.versions:
        for pattern, why in TITLES:
            if re.search(pattern, words, re.IGNORECASE):
                return f"{why}: {words[:80]}"
    whys = [_buyer(buyer.name) for buyer in notice.buyers]
    return whys[0] if whys and all(whys) else None


def _buyer(name: str) -> str | None:
    return next((f"{why}: {name[:80]}" for pattern, why in BUYERS if re.search(pattern, name, re.IGNORECASE)), None)
