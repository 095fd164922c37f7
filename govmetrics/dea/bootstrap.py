"""Smoothed bootstrap of efficiency scores (Simar and Wilson, 1998)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import SEED, SHARE, number, optional, wanted
from govmetrics.core.progress import PROGRESS, Progress
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._frontiers import Frontier, by_frontier, observed, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import DRAWS, ORIENTATION, RETURNS, Orientation, Returns, above_zero
from govmetrics.dea._words import assumed, oriented
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import radial_points, technology
from govmetrics.dea.engine.replicates import resampled
from govmetrics.numerics.draw_order import in_place


@dataclass(frozen=True, eq=False)
class Bootstrap(Result):
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
    bandwidth : float or Series
        By period where each has a frontier of its own.
    level : float
    draws : int
    seed : int or None
        None when a Generator was given.
    orientation, returns : str
    notes : tuple of str
        What spans the frontiers of a panel.

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
    bandwidth: float | pd.Series
    level: float
    draws: int
    seed: int | None
    orientation: str
    returns: str
    notes: tuple[str, ...] = ()

    _by_frontier: ClassVar = ("bandwidth",)
    _shown: ClassVar = {"_table": "Efficiency scores corrected for bias"}

    _cites: ClassVar = ("simarwilson1998", "daraiosimar2007")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Efficiency ({orientation}, {returns}) was corrected for bias by Simar and Wilson's smoothed bootstrap "
            "({draws:,} draws), with {level:g}% intervals."
        )
        return (
            Text(found, draws=self.draws, level=100 * self.level, **assumed(self.orientation, self.returns)),
            *spanned(self.notes),
        )

    @property
    def _table(self) -> pd.DataFrame:
        names = ("corrected", "bias", "variance", "lower", "upper", "reliable")
        return pd.DataFrame({"score": self.scores, **{name: getattr(self, name) for name in names}})

    def _tables(self) -> list[Table]:
        return oriented(super()._tables(), self.orientation)

    def _finding(self) -> tuple[Text, ...]:
        found = (
            "Mean score {mean:.4f}; corrected for bias {corrected:.4f} ({draws:,} draws, {level:g}% "
            "intervals)."
        )
        return (
            Text(
                found, mean=self.scores.mean(), corrected=self.corrected.mean(), draws=self.draws,
                level=100 * self.level,
            ),
        )  # fmt: skip


def bootstrap(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    *,
    draws: int = 2000,
    level: float = 0.95,
    bandwidth: float | None = None,
    rng: int | np.random.Generator = 0,
    frontier: Frontier = "period",
    width: int = 3,
    progress: Progress = None,
) -> Bootstrap:
    r"""Return scores corrected for their bias, with confidence intervals.

    DEA scores are biased towards 1: the best observed are taken for the best possible. Each draw takes
    efficiencies from a smoothed distribution of the estimated ones (reflected at 1), puts every unit at such a
    distance from the frontier, and measures the real units against this artificial sample.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    draws : int
        At least 100; 2000 is usual.
    level : float
        Of the intervals, in (0, 1).
    bandwidth : float, optional
        Of the smoothing; by default Silverman's rule on the reflected scores of the inefficient units.
    rng : int or Generator
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

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
    >>> result = bootstrap([[2], [3], [4], [6], [5]], [[1], [3], [3.5], [4], [2]], draws=200)
    >>> bool((result.corrected < result.scores).all())
    True
    """
    faults = wanted(
        orientation=(orientation, ORIENTATION),
        returns=(returns, RETURNS),
        draws=(draws, DRAWS),
        level=(level, SHARE),
        bandwidth=(bandwidth, optional(number(0, 1e6, open_low=True))),
        rng=(rng, SEED),
        progress=(progress, PROGRESS),
    )
    data = observed(faults, frontier, width, inputs, outputs, idle=above_zero(orientation, returns))
    generator, seed = generator_of(rng)

    def model(part: Observed) -> Bootstrap:
        return _bootstrap(part, orientation, returns, draws, level, bandwidth, generator, seed)

    return by_frontier(data, frontier, width, model, progress=progress, steps=draws)


def _bootstrap(
    data: Observed, orientation: str, returns: str, draws: int, level: float, bandwidth: float | None,
    generator: np.random.Generator, seed: int | None,
) -> Bootstrap:  # fmt: skip
    tech = technology(data.x, data.y, returns)
    some = radial_points(tech, data.x, data.y, orientation)
    t = distances(tech, some, slacks=False).t
    if np.ptp(t) < 1e-9:
        way_out = "leave out inputs or outputs, or add units"
        raise UnsuitableMethod(
            "scores", "every unit has the same score: there is nothing to draw from", way_out
        )
    h = _bandwidth(t) if bandwidth is None else float(bandwidth)
    sample = resampled(tech, some, t / _draws(t, h, draws, generator, orientation, name_order(data.units)))
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
        draws=draws,
        seed=seed,
        orientation=orientation,
        returns=returns,
    )


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


def _draws(
    t: Floats, h: float, draws: int, rng: np.random.Generator, orientation: str, order: Ints
) -> Floats:
    """Return smoothed draws (draws, n) of efficiencies, with the mean and variance of the estimated ones."""
    picked = t[order[rng.integers(0, len(t), (draws, len(t)))]]
    moved = picked + h * rng.standard_normal(picked.shape)
    over = moved > 1 if orientation == "input" else moved < 1
    moved = np.where(over, 2 - moved, moved)  # reflect at the frontier
    mean = picked.mean(axis=1, keepdims=True)
    drawn = in_place(order, mean + (moved - mean) / np.sqrt(1 + h**2 / t.var()))
    if orientation == "input":
        return np.asarray(np.clip(drawn, 1e-6, 1.0))
    return np.asarray(np.maximum(drawn, 1.0))
