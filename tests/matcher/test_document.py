"""docs/signals.md says what the signals say."""

from matcher.coefficients import shipped
from matcher.document import document
from matcher.signals.registry import BY_HAND, FITTED, GATES
from tests.shared import ROOT


def test_the_page_of_signals_is_current() -> None:
    assert (ROOT / "docs" / "signals.md").read_text(encoding="utf-8") == document()


def test_every_signal_tells_what_it_says_and_every_fitted_one_has_a_weight() -> None:
    assert all(signal.__doc__ for signal in (*GATES, *FITTED, *(signal for signal, _ in BY_HAND)))
    assert set(shipped().weights) == {signal.__name__ for signal in FITTED}
