"""Two arms of clusters that are treated as a whole."""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.options import PROPORTION, SHARE, Kind, is_number, number, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.policy.power.design_power import DesignPower

LARGEST = 1e9
"""No design has more units, and no sensible unit of measurement makes larger numbers."""
DIFFERENCE = Kind(lambda value: is_number(value) and 0 < abs(value) <= LARGEST,
                  Text("give a number other than zero, not beyond a thousand million"))  # fmt: skip
SIZE = number(1, LARGEST)
DEVIATION = number(0, LARGEST, open_low=True)
SPREAD = number(0, LARGEST)
"""Of a variation that may be none."""


def clusters(
    difference: float, size: float, icc: float, sd: float = 1.0, cv: float = 0.0, power: float = 0.8, significance: float = 0.05
) -> DesignPower:  # fmt: skip
    """Return how many clusters each of two arms needs.

    The design effect is 1 + ((1 + cv²) m - 1) icc; clusters are 2 (t_a + t_b)² sd² / difference² times it over m, by t with
    2 K - 2 degrees of freedom: with few clusters normal quantiles promise too much.

    Parameters
    ----------
    difference : float
        Of the two means, in the units of `sd`.
    size : float
        Units of a cluster, on average (m).
    icc : float
        Intraclass correlation.
    sd : float
        Of single units, between and within clusters together; 1 for a standardised difference.
    cv : float
        Coefficient of variation of the clusters' sizes.
    power, significance : float
        The chance to find the difference, by a two-sided test.

    Returns
    -------
    DesignPower
        ``clusters`` of each arm, rounded up by t; ``exact`` before.

    Raises
    ------
    FaultyInput
        Numbers out of range.

    References
    ----------
    Donner, A. and Klar, N. (2000). Design and Analysis of Cluster Randomization Trials in Health Research. Arnold.
    Eldridge, S. M., Ashby, D. and Kerry, S. (2006). Sample size for cluster randomized trials: effect of coefficient of
    variation of cluster size and analysis method. International Journal of Epidemiology, 35, 1292-1300.

    Examples
    --------
    >>> found = clusters(0.25, size=20, icc=0.05)
    >>> round(found.design_effect, 2), found.exact.round(2).to_dict(), found.clusters
    (1.95, {'normal': 24.49, 't': 25.5}, 26)
    """
    wanted(difference=(difference, DIFFERENCE), size=(size, SIZE), icc=(icc, PROPORTION), sd=(sd, DEVIATION), cv=(cv, SPREAD),
           power=(power, SHARE), significance=(significance, SHARE)).raise_all()  # fmt: skip
    effect = design_effect(size, icc, cv)
    d2 = (float(difference) / float(sd)) ** 2 * float(size)
    if not (np.isfinite(d2) and np.isfinite(effect) and d2 > 2e-9 * effect):
        way = "give a larger difference, or a smaller deviation"
        raise FaultyInput(
            "difference", "is too small beside the deviation: no number of clusters finds it", way
        )
    unit = 2 * effect / d2  # times (z_a + z_b)²
    normal, by_t = _needed(unit, power, significance)
    whole = max(2, ceil(by_t - 1e-9))
    around = np.unique(np.maximum(2, np.round(whole * np.array([0.5, 0.75, 1, 1.25, 1.5, 2]))).astype(int))
    curve = pd.DataFrame(
        {
            "units_each": np.rint(around * float(size)).astype(int),
            "power": [power_of(unit, k, significance) for k in around],
        },
        index=pd.Index(around, name="clusters_each"),
    )
    notes = []
    if whole < 8:
        said = ("{clusters:# cluster|# clusters} in each arm rest on few: an error by clusters needs CR2 or all permutations, "
                "and one odd cluster decides")  # fmt: skip
        notes.append(Note(said, clusters=whole))
    said = ("The number of clusters is for a two-sided test of two means by t with 2K - 2 degrees of freedom, design effect "
            "{effect:.4g}.")  # fmt: skip
    return DesignPower(
        "clusters", float(difference), power_of(unit, whole, significance), significance, round(whole * float(size)), whole,
        effect, pd.Series({"normal": normal, "t": by_t}, name="clusters"), curve, notes=tuple(notes),
        procedure=Procedure.of(said, "donnerklar2000", "eldridge2006", effect=effect),
    )  # fmt: skip


def design_effect(size: float, icc: float, cv: float) -> float:
    """Return 1 + ((1 + cv²) m - 1) icc (Eldridge, Ashby and Kerry 2006)."""
    return 1 + ((1 + float(cv) ** 2) * float(size) - 1) * float(icc)


def _needed(unit: float, power: float, significance: float) -> tuple[float, float]:
    """Return clusters by normal quantiles, and by those of t with 2 K - 2 degrees of freedom."""
    from scipy.optimize import brentq
    from scipy.stats import norm, t

    normal = unit * (norm.ppf(1 - significance / 2) + norm.ppf(power)) ** 2

    def gap(k: float) -> float:
        df = 2 * k - 2
        return float(k - unit * (t.ppf(1 - significance / 2, df) + t.ppf(power, df)) ** 2)

    low, high = 1.05, 2 * normal + 50
    return float(normal), float(brentq(gap, low, high, xtol=1e-10)) if gap(low) < 0 else 2.0


def power_of(unit: float, k: float, significance: float) -> float:
    """Return the power of k clusters in each arm, by t with 2 k - 2 degrees of freedom."""
    from scipy.stats import t

    df = 2 * k - 2
    return float(t.cdf(np.sqrt(k / unit) - t.ppf(1 - significance / 2, df), df))
