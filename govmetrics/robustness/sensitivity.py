"""What do the ranks depend on? Sobol indices by a quasi-random design, and one factor at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, UnsuitableMethod
from govmetrics.core.checks import count_faults, share_faults
from govmetrics.core.errors import Faults, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.recipe import Recipe
from govmetrics.robustness.checks import seed_of, unit_faults
from govmetrics.robustness.evaluate import Job, evaluate
from govmetrics.robustness.factors import NOMINAL, Factor
from govmetrics.robustness.uncertainty import factor_name, rank_rows, refuse_wrong

WIDEST = 0.1
"""An index is converged when its interval reaches at most this far to either side."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Shares of the output's variance that each factor causes.

    Attributes
    ----------
    indices : DataFrame
        One row per factor: first (alone), total (with its interactions), and the ends of their intervals.
    converged : bool
        Whether all intervals are narrow enough to speak of; if not, the numbers are noise.
    reason : str
        Why not, and what to do.
    output : str
        What was explained.
    runs, seed : int
        Number of replicates, and the seed that repeats them.

    See Also
    --------
    sensitivity
    """

    indices: pd.DataFrame
    converged: bool
    reason: str
    output: str
    runs: int
    seed: int

    def to_frame(self) -> pd.DataFrame:
        """Return the indices as a copy."""
        return self.indices.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict and the factors, most important first."""
        choose(language, ("en", "zh"), "language")
        rows = self.indices.sort_values("total", ascending=False)["total"]
        if language == "zh":
            head = "已收敛" if self.converged else "未收敛：区间过宽，数值不可解读，请增大 runs"
            return "\n".join(
                [head, *(f"{name}：含交互作用解释方差的 {total:.0%}" for name, total in rows.items())]
            )
        lines = [f"{name}: {total:.2f} of the variance with interactions" for name, total in rows.items()]
        return "\n".join([f"converged: {'yes' if self.converged else 'NO'} {self.reason}".strip(), *lines])

    def _repr_html_(self) -> str:
        verdict = "converged" if self.converged else f"not converged: {self.reason}"
        return html(self.indices, f"Sobol indices of {self.output} ({verdict})")


def sensitivity(
    recipe: Recipe, data: Dataset, factors: Sequence[Factor], runs: int = 512,
    rng: int | np.random.Generator = 0,
    output: Literal["rank_shift", "rank", "score"] = "rank_shift", unit: Any = None, level: float = 0.95,
    judgements: Any = None, n_jobs: int = 1,
) -> Sensitivity:  # fmt: skip
    """Return first-order and total Sobol indices of every factor.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        One period.
    factors : sequence of Factor
        What may vary.
    runs : int
        Base runs N, rounded up to a power of two; (k + 2) N replicates are followed for k factors.
    rng : int or Generator
        Seed; it is recorded.
    output : {"rank_shift", "rank", "score"}
        The mean absolute difference from the nominal ranks, or the rank or score of one `unit`.
    unit : label, optional
        For "rank" and "score".
    level : float
        Of the bootstrap intervals.
    judgements : Judgements, optional
        For the weighting "ahp".
    n_jobs : int
        For joblib.

    Returns
    -------
    Sensitivity
        With a verdict: a few hundred runs are often mostly noise.

    References
    ----------
    Saltelli et al. (2010), Variance based sensitivity analysis of model output. Computer Physics
    Communications 181, 259-270 (first order); Jansen (1999), same journal 117, 35-43 (total).

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> R = gm.robustness
    >>> factors = [R.PerturbedWeights(0.25), R.Choice("aggregation", ["arithmetic", "harmonic"])]
    >>> recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
    >>> found = R.sensitivity(recipe, us_states()[1], factors, runs=64)
    >>> found.indices["total"].idxmax()
    'choice of aggregation'
    """
    from scipy.stats import qmc

    faults = Faults(count_faults(runs, "runs") + share_faults(level, "level"))
    with faults:
        choose(output, ("rank_shift", "rank", "score"), "output")
    if isinstance(factors, list | tuple) and not factors:
        faults.append(Fault("factors", "there are none", "give at least one"))
    if output in ("rank", "score") and isinstance(data, Dataset):
        faults += unit_faults(data.values.index, [unit])
    refuse_wrong(recipe, data, factors, rng, faults)
    seed = seed_of(rng)
    power = max(3, int(np.ceil(np.log2(max(runs, 2)))))
    k, n = len(factors), 2**power
    points = qmc.Sobol(2 * k, rng=np.random.default_rng(seed)).random_base2(power)
    counts = np.array([factor.levels for factor in factors])
    a, b = (np.floor(half * counts).astype(int) for half in (points[:, :k], points[:, k:]))
    mixed = [np.where(np.arange(k) == j, b, a) for j in range(k)]
    job = Job(recipe, data, tuple(factors), seed, judgements)
    nominal = evaluate(job, np.full((1, k), NOMINAL))
    scores = evaluate(job, np.vstack([a, b, *mixed]), n_jobs)
    values = _output(scores, nominal, output, data.values.index, unit)
    if np.isnan(values).any():
        problem = "is without a score in some replicates, for too much evidence is missing"
        raise UnsuitableMethod(Fault(str(unit), problem, "impute it, or explain another unit"))
    fa, fb, fab = values[:n], values[n : 2 * n], values[2 * n :].reshape(k, n)
    first, total = _indices(fa, fb, fab)
    resampled = np.random.default_rng(seed).integers(0, n, (500, n))
    draws = [_indices(fa[rows], fb[rows], fab[:, rows]) for rows in resampled]
    tail = [(1 - level) / 2, (1 + level) / 2]
    ends = [np.quantile([d[i] for d in draws], tail, axis=0) for i in (0, 1)]
    table = pd.DataFrame(
        {
            "first": first, "first_lower": ends[0][0], "first_upper": ends[0][1],
            "total": total, "total_lower": ends[1][0], "total_upper": ends[1][1],
        },
        index=pd.Index([factor_name(f) for f in factors], name="factor"),
    )  # fmt: skip
    converged, reason = _verdict(table, n)
    what = output if unit is None else f"{output} of {unit}"
    return Sensitivity(table, converged, reason, what, (k + 2) * n, seed)


def _indices(fa: np.ndarray, fb: np.ndarray, fab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return first-order (Saltelli et al. 2010, table 2 b) and total indices (Jansen 1999), shape (factors,)."""
    centre = np.concatenate([fa, fb]).mean()
    variance = np.concatenate([fa, fb]).var()
    if variance == 0:
        return np.zeros(len(fab)), np.zeros(len(fab))
    first = ((fb - centre) * (fab - fa)).mean(axis=1) / variance
    total = ((fa - fab) ** 2).mean(axis=1) / (2 * variance)
    return first, total


def _output(scores: np.ndarray, nominal: np.ndarray, output: str, units: pd.Index, unit: Any) -> np.ndarray:
    if output == "rank_shift":
        shift: np.ndarray = np.nanmean(np.abs(rank_rows(scores) - rank_rows(nominal)), axis=1)
        return shift
    place = units.get_loc(unit)
    values = rank_rows(scores) if output == "rank" else scores
    return np.asarray(values[:, place])


def _verdict(table: pd.DataFrame, n: int) -> tuple[bool, str]:
    wide = [
        f"{name} ({which} {row[which]:.2f}, from {row[f'{which}_lower']:.2f} to {row[f'{which}_upper']:.2f})"
        for name, row in table.iterrows()
        for which in ("first", "total")
        if max(row[f"{which}_upper"] - row[which], row[which] - row[f"{which}_lower"]) > WIDEST
    ]
    if not wide:
        return True, ""
    return False, f"too wide: {'; '.join(wide)}. Raise runs to {4 * n} or more."


def one_at_a_time(
    recipe: Recipe,
    data: Dataset,
    factors: Sequence[Factor],
    most: int = 200,
    rng: int | np.random.Generator = 0,
    judgements: Any = None,
) -> pd.DataFrame:
    """Move one factor at a time through its levels, all others nominal.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        One period.
    factors : sequence of Factor
        What may vary.
    most : int
        Levels tried per factor; the first ones, as they are drawn at random or listed.
    rng : int or Generator
        Seed; it is recorded.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    DataFrame
        One row per factor: levels tried, mean and largest absolute shift of the ranks, the unit that moved most.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality
    assessment of composite indicators. Journal of the Royal Statistical Society A 168, 307-323.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> factors = [gm.robustness.Choice("aggregation", ["arithmetic", "harmonic"])]
    >>> recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
    >>> found = gm.robustness.one_at_a_time(recipe, us_states()[1], factors)
    >>> found.round(2).to_dict("records")
    [{'levels': 2, 'mean_shift': 0.92, 'largest_shift': 7.0, 'moved_most': 'Kentucky'}]
    """
    refuse_wrong(recipe, data, factors, rng, Faults(count_faults(most, "most")))
    job = Job(recipe, data, tuple(factors), seed_of(rng), judgements)
    nominal = rank_rows(evaluate(job, np.full((1, len(factors)), NOMINAL)))
    rows = []
    for j, factor in enumerate(factors):
        levels = np.full((min(factor.levels, most), len(factors)), NOMINAL)
        levels[:, j] = np.arange(len(levels))
        shift = np.abs(rank_rows(evaluate(job, levels)) - nominal)
        moved = data.values.index[int(np.nanargmax(shift.max(axis=0)))]
        rows.append((factor_name(factor), len(levels), np.nanmean(shift), np.nanmax(shift), moved))
    return pd.DataFrame(
        rows, columns=["factor", "levels", "mean_shift", "largest_shift", "moved_most"]
    ).set_index("factor")
