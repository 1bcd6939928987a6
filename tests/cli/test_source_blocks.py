"""What a source's block says and what the members add to it."""

import pytest
from pydantic import ValidationError

from cli.source_blocks import Doffin, Ted
from model.cpv import Cpv
from model.member import Capability
from tests.factories import a_member

MEMBERS = (
    a_member(cpv=(Cpv("45000000"),), capabilities=(Capability(name="sveising", cpv=(Cpv("45262680"),)),)),
    a_member(id="b", cpv=(Cpv("45000000"),), capabilities=()),
)


def test_ted_reads_neighbours_on_the_members_branches() -> None:
    block = Ted().suited(lambda: MEMBERS)

    assert block.options()["branches"] == ("45000000", "45262680")
    assert block.options()["countries"] == ("NOR",)
    assert "delay" not in block.options()


@pytest.mark.parametrize("block", [Ted(branches=("71",)), Ted(neighbours=()), Doffin()])
def test_members_are_not_read_where_nothing_depends_on_them(block: Ted | Doffin) -> None:
    def unasked() -> tuple[()]:
        pytest.fail("the members were read")

    assert block.suited(unasked) == block


@pytest.mark.parametrize("fields", [{"countries": ["Norge"]}, {"branches": ["45*"]}, {"xml_per_night": -1}])
def test_codes_are_checked_where_they_are_written(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Ted.model_validate(fields)
