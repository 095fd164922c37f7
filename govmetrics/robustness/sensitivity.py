"""What do the ranks depend on? Sobol indices by a quasi-random design, and one factor at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Judgements, Result, Survey, Text, UnsuitableMethod
from govmetrics.core.checks import place_of, unit_faults
from govmetrics.core.options import COUNT, SEED, SHARE, choice, wanted
from govmetrics.core.panel_rows import period_among
from govmetrics.core.parallel import JOBS
from govmetrics.core.progress import PROGRESS, Progress, following
from govmetrics.recipe import Recipe
from govmetrics.robustness.checks import refuse_unscored
from govmetrics.robustness.evaluate import Job, evaluate, job_of
from govmetrics.robustness.factor_names import names_of
from govmetrics.robustness.factors import NOMINAL, Factor
from govmetrics.robustness.uncertainty import rank_rows, rows_of

Output = Literal["rank_shift", "rank", "score"]
WIDEST = 0.1
"""An index is converged when its interval reaches at most this far to either side."""
RESAMPLES = 500
"""Bootstrap samples of the intervals."""


@dataclass(frozen=True, eq=False)
class Sensitivity(Result):
    """Shares of the output's variance that each factor causes.

    Attributes
    ----------
    indices : DataFrame
        A row for each factor: first (alone), total (with its interactions), and the ends of their intervals.
    converged : bool
        Whether all intervals are narrow enough to speak of; if not, the numbers are noise.
    reason : str
        Why not, and what to do.
    output : str
        What was explained.
    draws, seed : int
        Base draws N, of which (k + 2) N combinations come for k factors; and the seed that repeats them.

    See Also
    --------
    sensitivity
    """

    indices: pd.DataFrame
    converged: bool
    reason: str
    output: str
    draws: int
    seed: int

    _shown: ClassVar = {"indices": "Sobol indices"}
    _cites: ClassVar = ("Saltelli2010", "Jansen1999")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Sobol indices of the {output} were estimated from {runs:,} runs of the recipe on a Sobol sequence (base sample "
            "{draws:,}, seed {seed}): first-order indices by the estimator of Saltelli and others, total indices by that of "
            "Jansen, intervals from {resamples} bootstrap samples."
        )
        runs = (len(self.indices) + 2) * self.draws
        return (
            Text(told, output=self.output, runs=runs, draws=self.draws, seed=self.seed, resamples=RESAMPLES),
        )

    def _finding(self) -> tuple[Text, ...]:
        if not self.indices["total"].any():
            return (
                Text(
                    "The {output} is the same in every draw: there is no variance to explain.",
                    output=self.output,
                ),
            )
        if self.converged:
            verdict = Text("The indices of the {output} have converged.", output=self.output)
        else:
            text = "Not converged: the indices of the {output} cannot be read yet. {reason}"
            verdict = Text(text, output=self.output, reason=self.reason)
        shares = self.indices["total"].sort_values(ascending=False)
        text = "{factor}: {total:.0%} of the variance, interactions included."
        return verdict, *(Text(text, factor=_said(name), total=total) for name, total in shares.items())


def sensitivity(
    recipe: Recipe, data: Dataset, factors: Sequence[Factor], draws: int = 512, rng: int | np.random.Generator = 0, *,
    output: Output = "rank_shift", unit: Any = None, level: float = 0.95,
    survey: Survey | Any = None, judgements: Judgements | None = None, n_jobs: int | None = None,
    period: Any = None, progress: Progress = None,
) -> Sensitivity:  # fmt: skip
    """Return first-order and total Sobol indices of every factor.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        Records. All periods are followed in every draw, so that what is taken from several of them stays so.
    factors : sequence of Factor
        What may vary. Two of one kind are told apart by the indicators, or the weights, that each varies.
    draws : int
        Base draws N, rounded up to a power of two; (k + 2) N combinations are followed for k factors.
    rng : int or Generator
        Seed; it is recorded.
    output : {"rank_shift", "rank", "score"}
        The mean absolute difference from the nominal ranks, or the rank or score of one `unit`.
    unit : label, optional
        For "rank" and "score", which ask for it.
    level : float
        Of the bootstrap intervals.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".
    n_jobs : int, optional
        As in `uncertainty`.
    period : optional
        Of several periods the one whose ranks or score are explained; by default the latest.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    Sensitivity
        With a verdict: a few hundred draws are often mostly noise.

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
    >>> found = R.sensitivity(recipe, us_states()[1], factors, draws=64)
    >>> found.indices["total"].idxmax()
    'choice of aggregation'
    """
    faults = wanted(draws=(draws, COUNT), rng=(rng, SEED), output=(output, choice(*get_args(Output))),
                    level=(level, SHARE), n_jobs=(n_jobs, JOBS), progress=(progress, PROGRESS))  # fmt: skip
    if isinstance(factors, list | tuple) and not factors:
        faults.append(Fault("factors", "there are none", "give at least one"))
    if isinstance(data, Dataset) and (data.periods or period is not None):
        with faults:
            period = period_among(data.values.index, data.periods[-1] if period is None else period)
    if isinstance(output, str) and output in ("rank", "score") and isinstance(data, Dataset):
        faults += unit_faults(rows_of(data.values.index, period)[1], [unit], "unit")
    elif unit is not None:
        faults.append(
            Fault("unit", "counts for a rank or a score only", 'give output="rank" or output="score"')
        )
    job = job_of((recipe, data, factors), rng, survey, judgements, faults, periods=True)
    ranked, units = rows_of(job.data.values.index, period)
    values, n = _outputs(job, draws, (output, unit), (ranked, units), n_jobs, progress)
    table = _table(values, n, names_of(job.factors), level, job.seed)
    converged, reason = _verdict(table, n)
    return Sensitivity(table, converged, reason, _told(output, unit), n, job.seed)


def _outputs(
    job: Job,
    draws: int,
    asked: tuple[Output, Any],
    rows: tuple[np.ndarray, pd.Index],
    n_jobs: int | None,
    progress: Progress,
) -> tuple[np.ndarray, int]:
    """Return the output at every point of the design: A, B, and A with each column of B; and how long A is."""
    from scipy.stats import qmc

    (output, unit), (ranked, units) = asked, rows
    power = max(3, int(np.ceil(np.log2(max(draws, 2)))))
    k = len(job.factors)
    points = qmc.Sobol(2 * k, rng=np.random.default_rng(job.seed)).random_base2(power)
    counts = np.array([factor.levels for factor in job.factors])
    a, b = (np.floor(half * counts).astype(int) for half in (points[:, :k], points[:, k:]))
    mixed = [np.where(np.arange(k) == j, b, a) for j in range(k)]
    nominal = rank_rows(evaluate(job, np.full((1, k), NOMINAL))[:, ranked])
    refuse_unscored(nominal)
    design = np.vstack([a, b, *mixed])
    with following(progress, len(design)):
        scores = evaluate(job, design, n_jobs)[:, ranked]
    values = _output(scores, nominal, output, units, unit)
    if np.isnan(values).any():
        problem = "has no score in some draws, because too much evidence is missing"
        place = "data" if unit is None else place_of(unit)
        raise UnsuitableMethod(place, problem, "impute it, or explain another unit")
    return values, 2**power


def _table(values: np.ndarray, n: int, names: Sequence[str], level: float, seed: int) -> pd.DataFrame:
    """Return the indices with the ends of their bootstrap intervals."""
    fa, fb, fab = values[:n], values[n : 2 * n], values[2 * n :].reshape(len(names), n)
    first, total = _indices(fa, fb, fab)
    resampled = np.random.default_rng(seed).integers(0, n, (RESAMPLES, n))
    drawn = [_indices(fa[rows], fb[rows], fab[:, rows]) for rows in resampled]
    tail = [(1 - level) / 2, (1 + level) / 2]
    ends = [np.quantile([one[i] for one in drawn], tail, axis=0) for i in (0, 1)]
    return pd.DataFrame(
        {
            "first": first, "first_lower": ends[0][0], "first_upper": ends[0][1],
            "total": total, "total_lower": ends[1][0], "total_upper": ends[1][1],
        },
        index=pd.Index(list(names), dtype=object, name="factor")  # texts: they say themselves in both languages,
    )  # fmt: skip


def _said(name: object) -> Text:
    """Return a factor's name as a text; one that is a text already keeps its values."""
    return Text(name if isinstance(name, str) else str(name))


def _told(output: Output, unit: Any) -> Text:
    if output == "rank_shift":
        return Text("mean shift of all ranks")
    if output == "rank":
        return Text("rank of {unit}", unit=place_of(unit))
    return Text("score of {unit}", unit=place_of(unit))


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
    """Return the output of every draw from its scores; `nominal` are ranks."""
    if output == "rank_shift":
        shift: np.ndarray = np.nanmean(np.abs(rank_rows(scores) - nominal), axis=1)
        return shift
    place = units.get_loc(unit)
    values = rank_rows(scores) if output == "rank" else scores
    return np.asarray(values[:, place])


def _verdict(table: pd.DataFrame, n: int) -> tuple[bool, str]:
    wide = []
    for name, row in table.iterrows():
        for which in ("first", "total"):
            value, lower, upper = row[which], row[f"{which}_lower"], row[f"{which}_upper"]
            if max(upper - value, value - lower) > WIDEST:
                text = (
                    "{factor} (first order {value:.2f}, from {lower:.2f} to {upper:.2f})"
                    if which == "first"
                    else "{factor} (total {value:.2f}, from {lower:.2f} to {upper:.2f})"
                )
                wide.append(Text(text, factor=_said(name), value=value, lower=lower, upper=upper))
    if not wide:
        return True, ""
    return False, Text("Too wide: {wide}. Raise draws to {draws} or more.", wide=wide, draws=4 * n)


@dataclass(frozen=True, eq=False)
class OneAtATime(Result):
    """How far ranks move with each factor alone.

    Attributes
    ----------
    shifts : DataFrame
        A row for each factor: levels tried, mean and largest absolute shift of the ranks, the unit that moved most (empty
        where none did).
    seed : int
        With it the analysis can be repeated.

    See Also
    --------
    one_at_a_time
    """

    shifts: pd.DataFrame
    seed: int

    _shown: ClassVar = {"shifts": "Shifts of the ranks by one factor at a time"}
    _cites: ClassVar = ("Saisana2005",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "One factor at a time was moved through its levels, the others as the recipe has them (seed {seed}); the ranks of "
            "every level were compared with those of the recipe."
        )
        return (Text(told, seed=self.seed),)

    def _finding(self) -> tuple[Text, ...]:
        if not len(self.shifts):
            return (Text("There is no factor."),)
        if not self.shifts["largest_shift"].any():
            return (Text("No factor shifts any rank alone."),)
        text = "Alone, {factor:3} shifts ranks most: by {mean:.2f} on average and by {largest:.0f} at most ({unit})."
        mean = self.shifts["mean_shift"]
        first = self.shifts[np.isclose(mean, mean.max(), rtol=1e-9, atol=1e-12)]
        row = first.iloc[int(first["largest_shift"].to_numpy().argmax())]
        return (Text(text, factor=[_said(one) for one in first.index], mean=row["mean_shift"], largest=row["largest_shift"],
                     unit=place_of(row["moved_most"])),)  # fmt: skip


def one_at_a_time(
    recipe: Recipe, data: Dataset, factors: Sequence[Factor], most: int = 200, rng: int | np.random.Generator = 0, *,
    survey: Survey | Any = None, judgements: Judgements | None = None,
) -> OneAtATime:  # fmt: skip
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
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    OneAtATime
        Interactions do not show.

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
    >>> found.shifts.round(2).to_dict("records")
    [{'levels': 2, 'mean_shift': 0.92, 'largest_shift': 7.0, 'moved_most': 'Kentucky'}]
    """
    faults = wanted(most=(most, COUNT), rng=(rng, SEED))
    job = job_of((recipe, data, factors), rng, survey, judgements, faults)
    nominal = rank_rows(evaluate(job, np.full((1, len(job.factors)), NOMINAL)))
    refuse_unscored(nominal)
    rows, order = [], job.data.by_name
    for j, (factor, name) in enumerate(zip(job.factors, names_of(job.factors), strict=True)):
        levels = np.full((min(factor.levels, most), len(job.factors)), NOMINAL)
        levels[:, j] = np.arange(len(levels))
        shift = np.abs(rank_rows(evaluate(job, levels)) - nominal)
        farthest = np.fmax.reduce(shift, axis=0)[order]
        moved = job.data.values.index[order[int(np.nanargmax(farthest))]]  # of several the first by name
        rows.append(
            (name, len(levels), np.nanmean(shift), np.nanmax(shift), moved if np.nanmax(shift) else "")
        )
    columns = ["factor", "levels", "mean_shift", "largest_shift", "moved_most"]
    index = pd.Index([row[0] for row in rows], dtype=object, name="factor")
    return OneAtATime(pd.DataFrame([row[1:] for row in rows], index, columns[1:]), job.seed)
