"""Stepped wedges: every cluster is treated in the end, some earlier than others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.errors import Faults
from govmetrics.core.memory import memory_faults
from govmetrics.core.options import (
    SHARE,
    Kind,
    count,
    is_count,
    is_number,
    optional,
    wanted,
)
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.policy.power.clusters import DEVIATION, DIFFERENCE, SPREAD
from govmetrics.policy.power.design_power import DesignPower

_STEPS = Kind(lambda value: isinstance(value, list | tuple | np.ndarray) and len(value) > 0 and all(map(is_count, value)),
              Text("give how many clusters begin at each step, such as [6, 6, 6, 6]"))  # fmt: skip
_PAIR = Kind(lambda value: value is None or (isinstance(value, tuple | list) and len(value) == 2 and all(map(is_number, value))),
             Text("give two shares, before and after, such as (0.05, 0.035)"))  # fmt: skip


def stepped_wedge(
    steps: Sequence[int], size: float, tau: float, difference: float | None = None, sd: float | None = None,
    shares: tuple[float, float] | None = None, before: int = 1, significance: float = 0.05,
) -> DesignPower:  # fmt: skip
    """Return the power of a stepped wedge by Hussey and Hughes.

    A cluster's mean of a period has effects of the period, a random effect of the cluster (deviation tau) and of sampling
    (variance sd² / size). Power is by the normal distribution.

    Parameters
    ----------
    steps : list of int
        So many clusters begin at each step; the design has as many periods as steps and those before.
    size : float
        Units measured of a cluster in a period.
    tau : float
        Standard deviation between clusters, in the outcome's units.
    difference : float, optional
        That treatment makes; not with shares.
    sd : float, optional
        Of single units within a cluster and period; not with shares.
    shares : (float, float), optional
        Share before and after, of an outcome that is yes or no: the variance is that of their mean.
    before : int
        Periods before the first step.
    significance : float
        Two-sided.

    Returns
    -------
    DesignPower
        ``curve`` has the power of other differences, ``layout`` the design.

    Raises
    ------
    FaultyInput
        Numbers out of range; a difference and shares together, or neither.

    References
    ----------
    Hussey, M. A. and Hughes, J. P. (2007). Design and analysis of stepped wedge cluster randomized trials. Contemporary
    Clinical Trials, 28, 182-191.

    Examples
    --------
    Twenty-four clusters in four steps, 120 measured in each a period, of whom 5% fall to 3.5%:

    >>> round(stepped_wedge([6, 6, 6, 6], 120, tau=0.015, shares=(0.05, 0.035)).power, 5)
    0.74716
    """
    faults = wanted(
        steps=(steps, _STEPS), size=(size, DEVIATION), tau=(tau, SPREAD), difference=(difference, optional(DIFFERENCE)),
        sd=(sd, optional(DEVIATION)), shares=(shares, _PAIR), before=(before, count(1)), significance=(significance, SHARE),
    )  # fmt: skip
    if not faults:
        clusters = sum(int(one) for one in steps)
        faults += memory_faults("steps", 8.0 * clusters * (len(steps) + int(before)), "plan fewer clusters")
    faults.raise_all()
    delta, sigma2 = _outcome(difference, sd, shares)
    layout = _layout([int(one) for one in steps], int(before))
    rows = np.repeat(layout, [int(one) for one in steps], axis=0)
    if len(rows) < 2:
        raise FaultyInput("steps", "there is one cluster only", "give at least two")
    error = float(np.sqrt(hussey_hughes(rows, sigma2 / float(size), float(tau) ** 2)))
    if not (np.isfinite(error) and error > 0):
        raise FaultyInput(
            "tau", "gives no variance that can be reckoned with", "give deviations of the outcome's size"
        )
    factors = np.array([0.5, 0.75, 1.0, 1.25, 1.5])
    curve = pd.DataFrame({"power": [_power(f * delta, error, significance) for f in factors]},
                         index=pd.Index(factors * delta, name="difference"))  # fmt: skip
    names = pd.Index([f"{i + 1}" for i in range(len(steps))], name="step_number")
    shown = pd.DataFrame(layout.astype(int), names, [f"{t + 1}" for t in range(layout.shape[1])])
    shown.insert(0, "clusters", [int(one) for one in steps])
    said = "Power is that of the linear mixed model of Hussey and Hughes, with known variances and by the normal distribution."
    return DesignPower(
        "stepped wedge", delta, _power(delta, error, significance), significance,
        round(len(rows) * layout.shape[1] * float(size)), len(rows), float("nan"), pd.Series({"error": error}, name="difference"),
        curve, shown, tuple(_notes(len(rows))), Procedure.of(said, "husseyhughes2007"),
    )  # fmt: skip


def _outcome(
    difference: float | None, sd: float | None, shares: Sequence[float] | None
) -> tuple[float, float]:
    """Return the difference and the variance of single units."""
    faults = Faults()
    if shares is not None:
        low, high = (float(one) for one in shares)
        if not (0 <= low <= 1 and 0 <= high <= 1) or low == high:
            faults.append(
                Fault("shares", "must be two different shares between 0 and 1", "give (before, after)")
            )
        if difference is not None or sd is not None:
            faults.append(
                Fault("shares", "say the difference and the deviation already", "leave out difference and sd")
            )
        faults.raise_all()
        mean = (low + high) / 2
        return high - low, mean * (1 - mean)
    if difference is None:
        faults.append(Fault("difference", "is missing", "give difference and sd, or shares"))
    if sd is None:
        faults.append(Fault("sd", "is missing", "give difference and sd, or shares"))
    faults.raise_all()
    return float(difference or 0), float(sd or 0) ** 2


def _layout(steps: list[int], before: int) -> Array:
    """Return which step is treated in which period, (steps, periods)."""
    periods = np.arange(len(steps) + before)
    return np.asarray((periods >= before + np.arange(len(steps))[:, None]).astype(float))


def hussey_hughes(x: Array, sigma2: float, tau2: float) -> float:
    """Return the variance of the effect, of clusters x periods of treatment (their equation 8).

    I s (s + T t) / ((I U - W) s + (U² + I T U - T W - I V) t), U the treated cells, W the sum of squared treated clusters of
    a period, V that of squared treated periods of a cluster, s the variance of a cell's mean and t that of clusters.
    """
    i, t = x.shape
    u, w, v = x.sum(), (x.sum(axis=0) ** 2).sum(), (x.sum(axis=1) ** 2).sum()
    below = (i * u - w) * sigma2 + (u**2 + i * t * u - t * w - i * v) * tau2
    return float(i * sigma2 * (sigma2 + t * tau2) / below) if below > 0 else float("inf")


def _power(delta: float, error: float, significance: float) -> float:
    from scipy.special import ndtr, ndtri

    return float(ndtr(abs(delta) / error - ndtri(1 - significance / 2)))


def _notes(clusters: int) -> list[Note]:
    said = ("with {clusters:# cluster|# clusters} the normal distribution promises too much: analyse by all permutations or CR2, "
            "and plan for a few more")  # fmt: skip
    return [Note(said, clusters=clusters)] if clusters < 20 else []
