"""Logistic regression of "wanted" on the strengths of the signals, pulled towards what was known before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize

from matcher.coefficients import Coefficients
from matcher.signals.registry import FITTED

NAMES: Final = tuple(signal.__name__ for signal in FITTED)
"""The fitted signals in order; strengths are given in this order."""

DIGITS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Where the coefficients are pulled, and how hard (as pairs' log loss per squared point); the base by itself."""

    centre: Coefficients
    pull: float
    base_pull: float


def fit(strengths: Sequence[Sequence[float]], wanted: Sequence[bool], prior: Prior) -> Coefficients:
    """
    Coefficients with the least log loss plus pull; weights are held at 0 or above.

    `strengths` has a row per pair and a column per name of NAMES. A signal speaks for or against by the sign of its
    strength alone, so a weight below 0 would only be noise.
    """
    table, truth = np.array(strengths, dtype=float), np.array(wanted, dtype=float)
    centre = np.array([prior.centre.base, *(prior.centre.weights.get(name, 0.0) for name in NAMES)])
    pulls = np.array([prior.base_pull, *[prior.pull] * len(NAMES)])

    def loss(point: Any) -> tuple[float, Any]:
        odds, away = point[0] + table @ point[1:], point - centre
        value = np.logaddexp(0, odds).sum() - (truth * odds).sum() + (pulls * away**2).sum() / 2
        error = 1 / (1 + np.exp(-odds)) - truth
        return float(value), np.concatenate([[error.sum()], table.T @ error]) + pulls * away

    bounds = [(None, None), *[(0.0, None)] * len(NAMES)]
    point = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = {name: round(float(weight), DIGITS) for name, weight in zip(NAMES, point[1:], strict=True)}
    return Coefficients(base=round(float(point[0]), DIGITS), weights=weights)


def points(strengths: Sequence[float], coefficients: Coefficients) -> float:
    """The points of a pair."""
    weights = coefficients.weights
    return coefficients.base + sum(weights.get(name, 0.0) * one for name, one in zip(NAMES, strengths, strict=True))
