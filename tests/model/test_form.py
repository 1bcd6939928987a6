"""Notice subtypes and the stage they belong to."""

import pytest

from model.form import FormType, of_subtype


@pytest.mark.parametrize(
    ("subtypes", "form"),
    [
        (["1", "4", "9", "E1", "E2", "N4"], FormType.PLANNING),
        (["10", "15", "16", "24", "E3", "N16", "n16", " 16 "], FormType.COMPETITION),
        (["25", "28"], FormType.INTENT),
        (["29", "33", "37", "E4", "N29"], FormType.RESULT),
        (["38", "40", "E6"], FormType.MODIFICATION),
        (["E5"], FormType.COMPLETION),
        (["99"], FormType.CHANGE),
        (["0", "41", "100", "E7", "N1", "", None, "seksten", "²"], FormType.UNKNOWN),
    ],
)
def test_each_subtype_has_its_stage(subtypes: list[str | None], form: FormType) -> None:
    assert {of_subtype(subtype) for subtype in subtypes} == {form}


def test_every_eu_number_is_known() -> None:
    assert all(of_subtype(str(number)) is not FormType.UNKNOWN for number in range(1, 41))
