"""Two groups of single units: means or shares."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import SHARE, choice, number, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.policy.power.clusters import DEVIATION, LARGEST
from govmetrics.policy.power.design_power import DesignPower

MEAN = number(-LARGEST, LARGEST)


def two_groups(
    first: float, second: float, kind: Literal["means", "shares"] = "means", sd: float | None = None, power: float = 0.8,
    significance: float = 0.05,
) -> DesignPower:  # fmt: skip
    """Return how many units each of two groups needs.

    Means are compared by the t test (its exact power, by the noncentral t), shares by the normal test whose null has one
    share for both.

    Parameters
    ----------
    first, second : float
        Mean (or share) of each group, as they are expected.
    kind : {"means", "shares"}
    sd : float, optional
        Within groups; means need it.
    power : float
        The chance to find the difference.
    significance : float
        Of the two-sided test.

    Returns
    -------
    DesignPower

    Raises
    ------
    FaultyInput
        Groups that do not differ, means without a deviation, shares beyond 0 and 1.

    References
    ----------
    Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed. Lawrence Erlbaum.
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd ed. Wiley.

    Examples
    --------
    R's power.t.test(delta = 0.5, power = 0.8) has 63.77, power.prop.test(p1 = .5, p2 = .75, power = .9) 76.7:

    >>> two_groups(0, 0.5, sd=1).n, two_groups(0.5, 0.75, "shares", power=0.9).n
    (64, 77)
    """
    kind_of = SHARE if isinstance(kind, str) and kind == "shares" else MEAN
    faults = wanted(first=(first, kind_of), second=(second, kind_of), kind=(kind, choice("means", "shares")),
                    sd=(sd, optional(DEVIATION)), power=(power, SHARE), significance=(significance, SHARE))  # fmt: skip
    faults += _together(first, second, kind, sd, (power, significance), faults)
    faults.raise_all()
    difference, d = float(second) - float(first), abs(float(second) - float(first)) / float(sd or 1)

    def power_of(n: float) -> float:
        if kind == "means":
            return mean_power(d, n, significance)
        return share_power(float(first), float(second), n, significance)

    said = "The number of units is for a two-sided test of two shares, by the normal distribution."
    if kind == "means":
        exact = {"normal": _normal(d, power, significance), "t": _solved(power_of, power)}
        said = "The number of units is for a two-sided t test of two means, by the noncentral t."
    else:
        exact = {"normal": _shares(float(first), float(second), power, significance)}
    n = max(2, ceil(list(exact.values())[-1] - 1e-9))
    sizes = np.unique(np.maximum(2, np.round(n * np.array([0.5, 0.75, 1, 1.25, 1.5, 2]))).astype(int))
    curve = pd.DataFrame(
        {"power": [power_of(float(one)) for one in sizes]}, index=pd.Index(sizes, name="units_each")
    )
    source = "cohen1988" if kind == "means" else "fleisslevinpaik2003"
    return DesignPower("two groups", difference, power_of(float(n)), significance, n, None, 1.0, pd.Series(exact, name="units"),
                       curve, procedure=Procedure.of(said, source))  # fmt: skip


def _together(
    first: float, second: float, kind: str, sd: float | None, shares: tuple[float, float], before: Faults
) -> list[Fault]:
    """Return what does not go together; `shares` are power and significance."""
    if before:
        return []
    found = []
    if first == second:
        found.append(Fault("second", "is the first, so that there is nothing to find", "give another value"))
    elif kind == "means" and sd is not None and _normal(abs(second - first) / sd, *shares) > LARGEST:
        found.append(
            Fault("second", "differs too little from the first beside sd", "give a larger difference")
        )
    if kind == "means" and sd is None:
        found.append(Fault("sd", "is missing", "give the standard deviation within groups"))
    if kind == "shares" and sd is not None:
        found.append(Fault("sd", "is not for shares", "leave it out"))
    return found


def _normal(d: float, power: float, significance: float) -> float:
    """Return units of each group by normal quantiles: 2 (z_a + z_b)² / d²."""
    from scipy.special import ndtri

    return float(2 * (ndtri(1 - significance / 2) + ndtri(power)) ** 2 / d**2) if d**2 > 0 else np.inf


def mean_power(d: float, n: float, significance: float) -> float:
    """Return the power of a two-sided t test of two groups of n, for a standardised difference."""
    from scipy.stats import t

    df = 2 * n - 2
    limit, away = float(t.ppf(1 - significance / 2, df)), d * float(np.sqrt(n / 2))
    return noncentral_t_above(limit, df, away) + noncentral_t_above(limit, df, -away)


def noncentral_t_above(limit: float, df: float, away: float) -> float:
    """Return P(T > limit) of Student's t about `away`: the mean of Phi(away - limit s) over s² = chi²(df) / df.

    By 400 points of Gauss and Legendre within nine deviations of s; scipy's nct has no value in places.
    """
    from scipy.special import ndtr

    reach = 9 / np.sqrt(2 * df)
    low, high = max(1e-12, 1 - reach), 1 + reach
    point, weight = np.polynomial.legendre.leggauss(400)
    s = (high + low) / 2 + (high - low) / 2 * point
    log_density = (df - 1) * np.log(s) - df * (s - 1) * (s + 1) / 2
    mass = weight * np.exp(log_density - log_density.max())
    return float(mass @ ndtr(away - limit * s) / mass.sum())


def share_power(first: float, second: float, n: float, significance: float) -> float:
    """Return the power of the two-sided normal test of two shares."""
    from scipy.special import ndtr, ndtri

    mean = (first + second) / 2
    null, own = np.sqrt(2 * mean * (1 - mean)), np.sqrt(first * (1 - first) + second * (1 - second))
    away = abs(second - first) * np.sqrt(n)
    return float(ndtr((away - ndtri(1 - significance / 2) * null) / own))


def _shares(first: float, second: float, power: float, significance: float) -> float:
    from scipy.special import ndtri

    mean = (first + second) / 2
    null, own = np.sqrt(2 * mean * (1 - mean)), np.sqrt(first * (1 - first) + second * (1 - second))
    return float(((ndtri(1 - significance / 2) * null + ndtri(power) * own) / (second - first)) ** 2)


def _solved(power_of: Callable[[float], float], wanted_power: float) -> float:
    """Return the number at which power is reached."""
    from scipy.optimize import brentq

    def gap(log_n: float) -> float:
        return power_of(float(np.exp(log_n))) - wanted_power

    low, high = float(np.log(2)), float(np.log(1e12))
    if gap(low) >= 0:
        return 2.0
    return float(np.exp(brentq(gap, low, high, xtol=1e-12)))
