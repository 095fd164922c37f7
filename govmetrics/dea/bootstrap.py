"""Smoothed bootstrap of efficiency scores (Simar and Wilson, 1998)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import check_level, generator_of, is_count, is_number
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.results import fields_dict, html
from govmetrics.dea._observe import Table, observe
from govmetrics.dea._options import ORIENTATIONS, RETURNS, Orientation, Returns, options
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology
from govmetrics.dea.engine.radial_scores import resampled


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Scores with their bias and intervals.

    Attributes
    ----------
    scores : Series
        As estimated.
    corrected : Series
        Scores without their estimated bias. Bias and intervals are those of the distance 1 / score, which keeps
        corrected scores positive.
    bias : Series
        Score minus corrected score.
    variance : Series
        Of the bootstrap distances.
    lower, upper : Series
        Basic bootstrap interval of the true score.
    reliable : Series
        Whether correcting pays: the distance's bias squared exceeds three times its variance (Simar and Wilson).
    bandwidth : float
    level : float
    replicates : int
    seed : int or None
        None when a Generator was given.
    orientation, returns : str

    See Also
    --------
    bootstrap
    """

    scores: pd.Series
    corrected: pd.Series
    bias: pd.Series
    variance: pd.Series
    lower: pd.Series
    upper: pd.Series
    reliable: pd.Series
    bandwidth: float
    level: float
    replicates: int
    seed: int | None
    orientation: str
    returns: str

    def to_frame(self) -> pd.DataFrame:
        """Return score, corrected, bias, variance, lower, upper, reliable; one row per unit."""
        names = ("corrected", "bias", "variance", "lower", "upper", "reliable")
        return pd.DataFrame({"score": self.scores, **{name: getattr(self, name) for name in names}})

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict in a sentence."""
        mean, better, share = self.scores.mean(), self.corrected.mean(), 100 * self.level
        if language == "zh":
            return f"平均效率{mean:.4f}，偏差修正后{better:.4f}（{self.replicates}次自助抽样，{share:g}%置信区间）。"
        return (
            f"Mean score {mean:.4f}; corrected for bias {better:.4f} "
            f"({self.replicates} bootstrap samples, {share:g} % intervals)."
        )

    def _repr_html_(self) -> str:
        return html(self.to_frame(), f"Bootstrapped DEA scores, {self.orientation} orientation")


def bootstrap(
    inputs: Table,
    outputs: Table = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    *,
    replicates: int = 2000,
    level: float = 0.95,
    bandwidth: float | None = None,
    rng: int | np.random.Generator = 0,
) -> Bootstrap:
    r"""Return scores corrected for their bias, with confidence intervals.

    DEA scores are biased towards 1: the best observed are taken for the best possible. Each replicate draws
    efficiencies from a smoothed distribution of the estimated ones (reflected at 1), puts every unit at such a
    distance from the frontier, and measures the real units against this artificial sample.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    replicates : int
        At least 100; 2000 is usual.
    level : float
        Of the intervals, in (0, 1).
    bandwidth : float, optional
        Of the smoothing; by default Silverman's rule on the reflected scores of the inefficient units.
    rng : int or Generator

    Returns
    -------
    Bootstrap

    Raises
    ------
    UnsuitableMethod
        Every unit is efficient, so that there is no distribution to draw from.

    References
    ----------
    Simar, L. and Wilson, P. W. (1998). Sensitivity analysis of efficiency scores: how to bootstrap in nonparametric
    frontier models. Management Science 44, 49-61.
    Daraio, C. and Simar, L. (2007). Advanced robust and nonparametric methods in efficiency analysis. Springer.
    (Section 3.4: the bandwidth; basic intervals as in Simar and Wilson, 2000.)

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> result = bootstrap([[2], [3], [4], [6], [5]], [[1], [3], [3.5], [4], [2]], replicates=200)
    >>> bool((result.corrected < result.scores).all())
    True
    """
    faults = options((orientation, ORIENTATIONS, "orientation"), (returns, RETURNS, "returns"))
    with faults:
        _check(replicates, level, bandwidth)
    with faults:
        draw, seed = generator_of(rng)
    with faults:
        data = observe(inputs, outputs)
    faults.raise_all()
    tech = technology(data.x, data.y, returns)
    some = radial_points(tech, data.x, data.y, orientation)
    t = distances(tech, some, slacks=False).t
    if np.ptp(t) < 1e-9:
        way_out = "leave out inputs or outputs, or add units"
        raise UnsuitableMethod(
            Fault("scores", "every unit has the same score: nothing to draw from", way_out)
        )
    h = _bandwidth(t) if bandwidth is None else float(bandwidth)
    draws = _draws(t, h, replicates, draw, orientation)
    sample = resampled(tech, some, t / draws)
    distance, stars = (1 / t, 1 / sample) if orientation == "input" else (t, sample)
    shift, variance = stars.mean(axis=0) - distance, stars.var(axis=0, ddof=1)
    low, high = np.quantile(stars, [(1 - level) / 2, (1 + level) / 2], axis=0)
    corrected = 1 / (distance - shift)

    def series(values: Any, name: str) -> pd.Series:
        return pd.Series(values, data.units, name=name)

    return Bootstrap(
        scores=series(1 / distance, "score"),
        corrected=series(corrected, "corrected"),
        bias=series(1 / distance - corrected, "bias"),
        variance=series(variance, "variance"),
        lower=series(1 / (2 * distance - low), "lower"),
        upper=series(1 / (2 * distance - high), "upper"),
        reliable=series(shift**2 > 3 * variance, "reliable"),
        bandwidth=h,
        level=level,
        replicates=replicates,
        seed=seed,
        orientation=orientation,
        returns=returns,
    )


def _check(replicates: int, level: float, bandwidth: float | None) -> None:
    faults = Faults()
    if not is_count(replicates, 100):
        faults.append(Fault("replicates", f"is {replicates!r}", "give a whole number of at least 100"))
    with faults:
        check_level(level)
    if bandwidth is not None and not (is_number(bandwidth) and bandwidth > 0):
        faults.append(Fault("bandwidth", f"is {bandwidth!r}", "give a positive number, or leave it out"))
    faults.raise_all()


def _bandwidth(t: Floats) -> float:
    """Return Silverman's robust bandwidth for the 2 n scores reflected at 1.

    Spurious ones (the efficient units) would make the spread too small: it is taken from the others, and scaled to
    the standard deviation of all (Daraio and Simar, 2007, section 3.4).

    Parameters
    ----------
    t : (n,)
        Input efficiencies (at most 1) or output expansions (at least 1).
    """
    away = t[np.abs(t - 1) > 1e-6]
    mirrored = np.concatenate([away, 2 - away])
    low, high = np.quantile(mirrored, [0.25, 0.75])
    deviation = mirrored.std(ddof=1)
    robust = 0.9 * min(deviation, (high - low) / 1.34) * (2 * len(t)) ** -0.2
    return float(robust * t.std(ddof=1) / deviation)


def _draws(t: Floats, h: float, replicates: int, rng: np.random.Generator, orientation: str) -> Floats:
    """Return smoothed draws (replicates, n) of efficiencies, with the mean and variance of the estimated ones."""
    picked = t[rng.integers(0, len(t), (replicates, len(t)))]
    moved = picked + h * rng.standard_normal(picked.shape)
    over = moved > 1 if orientation == "input" else moved < 1
    moved = np.where(over, 2 - moved, moved)  # reflect at the frontier
    mean = picked.mean(axis=1, keepdims=True)
    drawn = mean + (moved - mean) / np.sqrt(1 + h**2 / t.var())
    if orientation == "input":
        return np.asarray(np.clip(drawn, 1e-6, 1.0))
    return np.asarray(np.maximum(drawn, 1.0))
