"""What a notice is for: a change that cancels is a cancellation only where it cancels everything."""

import pytest

from crawler.formats.eforms_form import form_of
from crawler.formats.eforms_values import Doubts
from model.form import FormType
from model.notice import Change
from model.text import Text
from tests.factories import a_lot

LOTS = (a_lot(), a_lot(id="LOT-0002"))


@pytest.mark.parametrize(
    ("sections", "form"),
    [
        (("LOT-0002",), FormType.COMPETITION),
        (("LOT-0001", "LOT-0002"), FormType.CANCELLATION),
        (("PROJECT",), FormType.CANCELLATION),
        ((), FormType.CANCELLATION),
    ],
)
def test_some_lots_cancelled_leave_a_competition_for_the_rest(sections: tuple[str, ...], form: FormType) -> None:
    change = Change(of=("x",), reasons=("cancel",), sections=sections)

    assert form_of({"subtype": "16"}, Text(), LOTS, (), change, Doubts()) is form
