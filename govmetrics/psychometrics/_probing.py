"""At which values of a moderator effects are looked at, and in which region of it a slope differs from zero."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.options import choice
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

Probe = Literal["sd", "percentiles"]
PROBE = choice("sd", "percentiles")
_PERCENTILES = (0.16, 0.5, 0.84)
_MASS = 1e-9


def probed(w: Array, probe: Probe, weights: Array | None = None) -> dict[str, float]:
    """Return names and values of the moderator `w` (n,): its two values, or mean and one deviation, or three percentiles.

    A mean less a deviation below the lowest answer is replaced by that answer, and likewise above.
    """
    own = np.unique(w)
    if len(own) == 2:
        return {"first value": float(own[0]), "second value": float(own[1])}
    mass = np.ones(len(w)) if weights is None else weights
    if probe == "percentiles":
        order = np.argsort(w, kind="stable")
        if weights is None:
            values = np.quantile(w, _PERCENTILES, method="weibull")  # (n + 1) p, as SPSS and PROCESS have it
        else:
            share = np.cumsum(mass[order]) / mass.sum()
            values = w[order][np.searchsorted(share, np.array(_PERCENTILES) - _MASS)]
        return {f"percentile {100 * p:.0f}": float(v) for p, v in zip(_PERCENTILES, values, strict=True)}
    mean = float(mass @ w / mass.sum())
    sd = float(np.sqrt(mass @ (w - mean) ** 2 / mass.sum() * len(w) / (len(w) - 1)))
    low, high = max(mean - sd, float(w.min())), min(mean + sd, float(w.max()))
    return {"mean - sd": low, "mean": mean, "mean + sd": high}


def probed_words(w: Array, probe: Probe) -> Text:
    """Return how the values were chosen."""
    if len(np.unique(w)) == 2:
        return Text("at both values of the moderator")
    if probe == "percentiles":
        return Text("at the 16th, 50th and 84th percentile of the moderator")
    return Text("at the moderator's mean and one standard deviation below and above it")


def region(b: Array, spread: Array, critical: float) -> tuple[list[float], bool]:
    """Return where the slope b[0] + b[1] w becomes significant (Johnson and Neyman 1936), and whether it is so far out.

    The roots of (b0 + b1 w)^2 = t^2 (v00 + 2 w v01 + w^2 v11), in order; `spread` (2, 2). Far out: for large w of
    either sign.
    """
    a = b[1] ** 2 - critical**2 * spread[1, 1]
    half = b[0] * b[1] - critical**2 * spread[0, 1]
    c = b[0] ** 2 - critical**2 * spread[0, 0]
    if a == 0:
        return ([] if half == 0 else [-c / (2 * half)]), False
    inside = half**2 - a * c
    if inside < 0:
        return [], bool(a > 0)
    root = np.sqrt(inside)
    return sorted(((-half - root) / a, (-half + root) / a)), bool(a > 0)


def within(roots: list[float], w: Array, weights: Array | None = None) -> pd.DataFrame:
    """Return the boundaries that lie among the answers, with the shares of respondents below and above."""
    mass = np.ones(len(w)) if weights is None else weights
    inside = [root for root in roots if w.min() <= root <= w.max()]
    below = [float(mass[w < root].sum() / mass.sum()) for root in inside]
    return pd.DataFrame(
        {"boundary": inside, "share_below": below, "share_above": [1 - share for share in below]}, dtype=float
    )
