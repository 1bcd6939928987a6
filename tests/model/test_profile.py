"""Profiles are read strictly, and a fault is told with its line."""

from decimal import Decimal

import pytest

from model.cpv import Cpv
from model.nuts import Nuts
from model.profile import ProfileError, from_mapping, from_toml

GOOD = """\
name = "Fjordstål Mekaniske AS"
orgnr = "312 345 676"
regions = ["no071"]
capabilities = [
  "sveisearbeid",
  { name = "rør", words = ["industrirør"], cpv = ["44161000-6"] },
]
value_range = { min = 200000, max = 40000000.5 }
contacts = [{ email = "tilbud@example.no" }]
"""


def test_a_profile_is_read_with_all_it_says() -> None:
    member = from_toml(GOOD, member_id="fjordstaal")

    assert member.id == "fjordstaal"
    assert member.orgnr == "312345676"
    assert member.regions == (Nuts("NO071"),)
    assert [skill.phrases for skill in member.capabilities] == [("sveisearbeid",), ("rør", "industrirør")]
    assert member.branches == (Cpv("44161000"),)
    assert member.value_range is not None
    assert (member.value_range.minimum, member.value_range.maximum) == (Decimal(200000), Decimal("40000000.5"))
    assert member.contacts[0].email == "tilbud@example.no"


def test_the_same_profile_comes_as_json() -> None:
    member = from_mapping({"id": "d01", "name": "X", "about": "y", "capabilities": ["a"], "cpv": ["44210000"]})

    assert (member.id, member.cpv) == ("d01", (Cpv("44210000"),))


@pytest.mark.parametrize(
    ("wrong", "instead", "line", "says"),
    [
        ('name = "Fjordstål Mekaniske AS"', 'nmae = "x"', 1, "unknown key 'nmae'"),
        ('orgnr = "312 345 676"', 'orgnr = "312345678"', 2, "right check digit"),
        ('regions = ["no071"]', "regions = 71", 3, "a list in brackets"),
        ('regions = ["no071"]', 'regions = ["Nordland"]', 3, "no NUTS code"),
        ('words = ["industrirør"]', "word = []", 6, "unknown key 'word'"),
        ('cpv = ["44161000-6"]', 'cpv = ["4416"]', 6, "no CPV code"),
        ("min = 200000", "min = true", 8, "must be a number"),
        ("min = 200000", "min = 50000000", 8, "above the largest"),
        ('email = "tilbud@example.no"', 'email = "tilbud"', 9, "no e-mail address"),
        ('regions = ["no071"]', "regions = [", 3, "not valid TOML"),
        ('regions = ["no071"]', 'language = "no"', 3, "one of nb, nn, en"),
    ],
)
def test_a_fault_is_told_with_its_line(wrong: str, instead: str, line: int, says: str) -> None:
    assert wrong in GOOD

    with pytest.raises(ProfileError, match=says) as caught:
        from_toml(GOOD.replace(wrong, instead), member_id="x")

    assert caught.value.line is None or abs(caught.value.line - line) <= (1 if "valid TOML" in says else 0)
    assert caught.value.line is not None


def test_a_profile_without_a_name_is_refused() -> None:
    with pytest.raises(ProfileError, match="'name' is missing"):
        from_toml('about = "x"', member_id="x")
