"""docs/signals.md, made from the signals themselves: `python -m matcher.document > docs/signals.md`."""

import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from matcher.signals.registry import BY_HAND, FITTED, GATES, Signal

_HEAD: Final = """# Signals

Made by `python -m matcher.document > docs/signals.md`; a test compares. Points are log odds: they add up, and the
logistic curve turns the sum into 0-100. A signal's points are its weight times its strength (0-1; below 0: against).
No signal of the subject, no match.
"""

_MEASURES: Final = (
    "ndcg_at_10", "average_precision", "p_at_5", "precision_at_threshold", "recall_at_threshold", "brier",
)  # fmt: skip


def document() -> str:
    """The whole page."""
    table = json.loads(files("matcher.data").joinpath("coefficients.json").read_text(encoding="utf-8"))
    return "\n".join([_HEAD, *_figures(table), *_fitted(table), *_by_hand(), *_gates()]) + "\n"


def _figures(table: Mapping[str, Any]) -> Iterator[str]:
    yield "## How good they are together\n"
    yield f"Fitted on {table['pairs']} judged pairs of {table['profiles']} profiles, each scored by what the others"
    yield f"taught. Made by `{table['made_by']}`."
    yield "P@5 cannot reach 1 where a profile has fewer than five wanted notices.\n"
    yield "| profiles | nDCG@10 | AP | P@5 | precision at 50 | recall at 50 | Brier |"
    yield "|---|---|---|---|---|---|---|"
    for name, figures in (
        ("with their CPV codes", table["held_out"]["with_codes"]),
        ("without any CPV code", table["held_out"]["without_codes"]),
    ):
        yield f"| {name} | " + " | ".join(f"{figures[measure]:.3f}" for measure in _MEASURES) + " |"


def _fitted(table: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Fitted on judged pairs\n"
    yield f"Before anything is known a pair has {table['base']:+.2f} points."
    yield "The last columns tell what is lost without the signal, all others fitted anew: nDCG@10 and AP with CPV codes"
    yield "in the profiles, and without.\n"
    yield "| signal | says | weight | nDCG | AP | nDCG, no CPV | AP, no CPV |"
    yield "|---|---|---|---|---|---|---|"
    full = table["held_out"]
    for signal in FITTED:
        name = signal.__name__
        without = table["ablation"][name]
        lost = [
            full[kind][measure] - without[kind][measure]
            for kind in ("with_codes", "without_codes")
            for measure in ("ndcg_at_10", "average_precision")
        ]
        cells = " | ".join(f"{one:+.3f}" for one in lost)
        yield f"| `{name}` | {_says(signal)} | {table['weights'][name]:.2f} | {cells} |"


def _by_hand() -> Iterator[str]:
    yield "\n## Set by hand\n\nNobody judged these; the weights are our opinion.\n"
    yield "| signal | says | weight |"
    yield "|---|---|---|"
    for signal, weight in BY_HAND:
        yield f"| `{signal.__name__}` | {_says(signal)} | {weight:.2f} |"


def _gates() -> Iterator[str]:
    yield "\n## Gates\n\nA gate that speaks ends the matter, with its reason.\n"
    yield "| gate | says |"
    yield "|---|---|"
    for gate in GATES:
        yield f"| `{gate.__name__}` | {_says(gate)} |"


def _says(signal: Signal) -> str:
    return " ".join((inspect.getdoc(signal) or "").split())


if __name__ == "__main__":
    sys.stdout.write(document())
