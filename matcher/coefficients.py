"""The weights of the fitted signals: those that are shipped, and what makes another set of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

SCORER: Final = "trades-4"
"""Names this way of scoring; stored matches keep it, and a new name matches everything anew."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coefficients:
    """Points (log odds) before anything is known, and at full strength of each fitted signal by its name."""

    base: float
    weights: Mapping[str, float]


@cache
def shipped() -> Coefficients:
    """Those of matcher/data/coefficients.json, fitted on judged pairs by `python -m matcher.fit`."""
    table = json.loads(files("matcher.data").joinpath("coefficients.json").read_text(encoding="utf-8"))
    return Coefficients(base=float(table["base"]), weights={name: float(one) for name, one in table["weights"].items()})
