"""Second-stage regression (两阶段回归): what explains efficiency, with intervals that hold.

References
----------
Simar, L., & Wilson, P. W. (2007). Estimation and inference in two-stage, semi-parametric models of production
processes. Journal of Econometrics, 136, 31-64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import SEED, SHARE, Kind, choice, is_count, optional, wanted
from govmetrics.core.progress import PROGRESS, Progress, advance, following
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import EFFICIENT_WITHIN
from govmetrics.dea._environment import CONSTANT, design, scaled, unscaled
from govmetrics.dea._frontiers import Frontier, Span, frontier_faults, frontiers_of, spanned
from govmetrics.dea._limited_regression import Regression, draw_above, truncated
from govmetrics.dea._observe import Amounts, observe, warn_few
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, above_zero
from govmetrics.dea._words import TERMS, assumed, oriented, told
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.engine.replicates import pseudo_scores
from govmetrics.numerics.draw_order import in_place
from govmetrics.numerics.tobit import tobit

TOGETHER = Note("the regression takes all periods together")
ALONE = Note(
    "the intervals take a unit's periods as independent of each other; clusters='unit' draws units with all their periods"
)
WHOLE = "the intervals come from drawing {units:# unit|# units}, each with all its periods"
SECOND_BEST = Note(
    "Tobit and OLS treat estimated scores as observed and independent: second best, for comparison only"
)
ALGORITHM = Kind(lambda value: is_count(value) and value <= 2, Text("choose 1 or 2"))
MOST = 10_000_000
"""Draws: more than any interval needs."""
BOTH = Kind(
    lambda value: (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(is_count(one, 2) and one <= MOST for one in value)
    ),
    Text("give two whole numbers from 2 to {most:,}, such as (100, 2000)", most=MOST),
)
CELLS = 2_000_000  # of bootstrap samples in memory at once


@dataclass(frozen=True, eq=False)
class SecondStage(Result):
    """How environmental variables go with inefficiency.

    Attributes
    ----------
    coefficients : DataFrame
        Rows: constant, variables, sigma. Columns: estimate, standard_error, lower, upper (bootstrap), significant
        (the interval excludes zero). The regression explains the Farrell distance 1 / score >= 1, in both
        orientations: a positive coefficient goes with more inefficiency.
    distances : DataFrame
        Per unit: distance (1 / score), bias, corrected (what is explained; with algorithm 1 the distance itself).
    second_best : DataFrame
        Estimates and standard errors of Tobit and OLS on the uncorrected distances, for comparison only.
    algorithm : int
        1 or 2.
    orientation, returns : str
    level : float
    draws : tuple of int
        Bootstrap samples of the bias correction (0 in algorithm 1) and of the intervals.
    failed : int
        Samples of the intervals without a maximum of the likelihood, left out.
    seed : int or None
        None if a Generator was given.
    notes : tuple of str

    See Also
    --------
    second_stage
    """

    coefficients: pd.DataFrame
    distances: pd.DataFrame
    second_best: pd.DataFrame
    algorithm: int
    orientation: str
    returns: str
    level: float
    draws: tuple[int, int]
    failed: int
    seed: int | None
    notes: tuple[str, ...]

    _shown: ClassVar = {
        "coefficients": "Second-stage regression of inefficiency", "distances": "Distances and their bias",
        "second_best": "For comparison: Tobit and OLS",
    }  # fmt: skip

    _cites: ClassVar = ("simarwilson2007",)

    def _method(self) -> tuple[Text, ...]:
        corrected = Text("corrected for bias by {first:,} draws", first=self.draws[0])
        values = {
            **assumed(self.orientation, self.returns),
            "algorithm": self.algorithm, "level": 100 * self.level, "second": self.draws[1],
            "kind": corrected if self.algorithm == 2 else Text("not corrected for bias"),
        }  # fmt: skip
        found = (
            "Distances from the frontier (1 / score; {orientation}, {returns}), {kind}, were regressed on the variables by "
            "truncated regression (Simar and Wilson's algorithm {algorithm}), with {level:g}% intervals from {second:,} draws."
        )
        return (Text(found, **values), *spanned(self.notes))

    def _finding(self) -> tuple[Text, ...]:
        table = self.coefficients.drop(index=[CONSTANT, "sigma"])
        found, level = table[table["significant"]], 100 * self.level
        worse, better = found.index[found["estimate"] > 0], found.index[found["estimate"] < 0]
        if found.empty:
            return (
                Text("At {level:g}% confidence, no variable is associated with efficiency.", level=level),
            )
        texts = []
        if len(worse):
            texts.append(
                Text(
                    "At {level:g}% confidence, lower efficiency goes with more of: {names}.",
                    level=level,
                    names=worse,
                )
            )
        if len(better):
            texts.append(
                Text(
                    "At {level:g}% confidence, higher efficiency goes with more of: {names}.",
                    level=level,
                    names=better,
                )
            )
        return tuple(texts)

    def _tables(self) -> list[Table]:
        frames = {
            "coefficients": told(self.coefficients.reset_index(), term=TERMS),
            "distances": self.distances,
            "second_best": told(self.second_best.reset_index(), term=TERMS),
        }
        tables = [Table.of(Text(self._shown[key]), frame, "dea") for key, frame in frames.items()]
        return oriented(tables, self.orientation)


def second_stage(
    inputs: Amounts,
    outputs: Amounts,
    environment: Amounts,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    algorithm: Literal[1, 2] = 2,
    draws: tuple[int, int] = (100, 2000),
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
    *,
    frontier: Frontier = "period",
    width: int = 3,
    clusters: Literal["unit"] | None = None,
    progress: Progress = None,
) -> SecondStage:
    """Regress inefficiency on environmental variables with Simar and Wilson's double bootstrap.

    Algorithm 2: a truncated regression of the distances above 1; its parametric bootstrap gives pseudo-frontiers
    that correct the distances' bias; the corrected distances are regressed (truncated at 1), and a second
    parametric bootstrap gives the intervals. Algorithm 1 leaves out the correction.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    environment : DataFrame or array
        Variables that are not the units' doing; matched by label. A constant is added.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    algorithm : {2, 1}
    draws : (int, int)
        Samples of the bias correction and of the intervals; the paper's 100 and 2000.
    level : float
        Of the intervals.
    rng : int or numpy Generator
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`. The regression
        takes all periods together.
    clusters : {"unit"}, optional
        In a panel, how the intervals are drawn: by default from the fitted regression, every row by itself; with "unit"
        by drawing units with all their periods, since what a unit does in one year is like what it does in the next.
        Units are drawn in the order of their names. The correction of the bias is the same.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    SecondStage

    Raises
    ------
    FaultyInput
        Faults of the tables, of the environment (missing, constant, collinear) or of the options.
    UnsuitableMethod
        Too few inefficient units for the regression, or a likelihood without maximum.

    References
    ----------
    Simar, L. and Wilson, P. W. (2007). Estimation and inference in two-stage, semi-parametric models of
    production processes. Journal of Econometrics 136, 31-64.

    Examples
    --------
    >>> generator = np.random.default_rng(5)
    >>> z = generator.normal(size=60)
    >>> x = generator.uniform(1, 5, 60)
    >>> y = x**0.5 / (1.3 + 0.3 * z + 0.1 * generator.random(60)).clip(1)
    >>> found = second_stage(x, y, pd.DataFrame({"density": z}), "output", draws=(20, 200))
    >>> found.summary().splitlines()[0]
    'At 95% confidence, lower efficiency goes with more of: density.'
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    faults += wanted(algorithm=(algorithm, ALGORITHM), draws=(draws, BOTH), level=(level, SHARE), rng=(rng, SEED),
                     progress=(progress, PROGRESS), clusters=(clusters, optional(choice("unit"))))  # fmt: skip
    faults += frontier_faults(frontier, width)
    with faults:
        data = observe(inputs, outputs, warn=False, idle=above_zero(orientation, returns))
        names, raw = design(environment, data.units)
        if clusters is not None and data.units.nlevels != 2:
            faults.append(
                Fault(
                    "clusters", "is 'unit', but the tables are not indexed by period and unit", "leave it out"
                )
            )
    faults.raise_all()
    generator, seed = generator_of(rng)
    Z, mean, deviation = scaled(raw)
    parts, note = frontiers_of(data.units, frontier, width)
    warn_few(min(len(part.pool) for part in parts), data.m, data.s)
    tables = [(data.x[p.pool], data.y[p.pool], Z[p.pool]) for p in parts]
    measured = [1 / radial_scores(x, y, orientation, returns) for x, y, _ in tables]
    distance = _gathered(parts, measured)
    first = _first(distance, Z)
    bias = np.zeros(data.n)
    with following(progress, (draws[0] * len(parts) if algorithm == 2 else 0) + draws[1]):
        if algorithm == 2:
            _refuse_unbounded(first)
            found = [
                _bias(
                    x,
                    y,
                    own,
                    z,
                    first,
                    orientation,
                    returns,
                    draws[0],
                    generator,
                    name_order(data.units[part.pool]),
                )
                for part, (x, y, z), own in zip(parts, tables, measured, strict=True)
            ]
            bias = _gathered(parts, found)
        corrected = distance - bias
        used = corrected > 1 + (EFFICIENT_WITHIN if algorithm == 1 else 0.0)
        final = truncated(corrected[None, used], Z[used], 1.0)
        _refuse_unbounded(final)
        if clusters is None:
            samples, failed = _samples(Z[used], final, draws[1], generator, name_order(data.units[used]))
        else:
            owners = data.units.get_level_values(1)[used]
            samples, failed = _samples_of_units(corrected[used], Z[used], owners, draws[1], generator)
    estimate = np.append(unscaled(final.beta[0], mean, deviation), final.sigma)
    drawn = np.column_stack([unscaled(samples[:, :-1], mean, deviation), samples[:, -1]])
    drawn_by = (ALONE if clusters is None else Note(WHOLE, units=owners.nunique()),) if note else ()
    notes: tuple[str, ...] = (*note, *([TOGETHER] if note else []), *drawn_by, SECOND_BEST)
    if failed:
        lost = "{failed} of {all:,} draws had no maximum of the likelihood and are left out"
        notes += (Note(lost, failed=failed, all=draws[1]),)
    done = (draws[0] if algorithm == 2 else 0, draws[1])
    return SecondStage(
        _coefficients([*names, "sigma"], estimate, drawn, level),
        pd.DataFrame({"distance": distance, "bias": bias, "corrected": corrected}, index=data.units),
        _second_best(names, distance, Z, mean, deviation),
        algorithm, orientation, returns, level, done, failed, seed, notes,
    )  # fmt: skip


def _first(distance: Floats, Z: Floats) -> Regression:
    """Return the regression of the inefficient units' distances; refuse too few of them."""
    above = distance > 1 + EFFICIENT_WITHIN
    if above.sum() < Z.shape[1] + 2:
        problem = "only {count:# unit is|# units are} inefficient"
        way_out = "use fewer variables, fewer inputs and outputs, or more units"
        raise UnsuitableMethod("inputs", problem, way_out, count=int(above.sum()))
    return truncated(distance[None, above], Z[above], 1.0)


def _gathered(parts: list[Span], found: list[Floats]) -> Floats:
    """Return (n,): of what was found for each frontier's units, that of the units it is asked for."""
    values = np.empty(sum(len(part.rows) for part in parts))
    for part, own in zip(parts, found, strict=True):
        values[part.rows] = own[np.isin(part.pool, part.rows)]
    return values


def _refuse_unbounded(found: Regression) -> None:
    if not found.converged.all():
        problem = "the truncated likelihood has no maximum: distances fall off from 1 without a mode"
        way_out = "use fewer variables or more units; the Tobit of the same data is in statsmodels"
        raise UnsuitableMethod("environment", problem, way_out)


def _bias(
    x: Floats,
    y: Floats,
    distance: Floats,
    Z: Floats,
    first: Regression,
    orientation: str,
    returns: str,
    samples: int,
    rng: np.random.Generator,
    order: Ints,
) -> Floats:
    """Return the bootstrap bias of each distance (step 3 of algorithm 2)."""
    drawn = _distances(Z @ first.beta[0], first.sigma[0], samples, rng, order)
    # Outputs times distance / drawn, or inputs times drawn / distance: units at the drawn distance.
    factor = distance / drawn if orientation == "output" else drawn / distance
    mean: Floats = (1 / pseudo_scores(x, y, factor, orientation, returns)).mean(axis=0)
    return mean - distance


def _distances(fit: Floats, sigma: float, samples: int, rng: np.random.Generator, order: Ints) -> Floats:
    """Return (samples, n) distances of at least 1 about the fitted ones (n,), drawn in an order of the units."""
    drawn: Floats = in_place(
        order, draw_above(np.broadcast_to(fit[order], (samples, len(fit))), sigma, 1.0, rng)
    )
    return drawn


def _samples(
    Z: Floats, final: Regression, samples: int, rng: np.random.Generator, order: Ints
) -> tuple[Floats, int]:
    """Return (B, p + 1) estimates of beta and sigma of the parametric bootstrap, and how many failed."""
    fit, parts = Z @ final.beta[0], []
    size = max(1, CELLS // len(Z))
    for start in range(0, samples, size):
        drawn = _distances(fit, final.sigma[0], min(size, samples - start), rng, order)
        found = truncated(drawn, Z, 1.0)
        advance(len(drawn))
        parts.append(np.column_stack([found.beta, found.sigma])[found.converged])
    return _kept(parts, samples)


def _samples_of_units(
    y: Floats, Z: Floats, owners: pd.Index, samples: int, rng: np.random.Generator
) -> tuple[Floats, int]:
    """Return (B, p + 1) estimates of beta and sigma from units drawn with all their rows, and how many failed."""
    units = sorted(owners.unique(), key=str)
    own = pd.Index(units).get_indexer(owners)
    parts, size = [], max(1, CELLS // len(Z))
    for start in range(0, samples, size):
        count = min(size, samples - start)
        drawn = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), count)
        times = drawn[:, own].astype(float)
        enough = (times > 0).sum(axis=1) > Z.shape[1] + 1
        found = truncated(np.broadcast_to(y, times.shape)[enough], Z, 1.0, times=times[enough])
        advance(count)
        parts.append(np.column_stack([found.beta, found.sigma])[found.converged])
    return _kept(parts, samples)


def _kept(parts: list[Floats], samples: int) -> tuple[Floats, int]:
    kept = np.concatenate(parts)
    if len(kept) < samples / 2:
        problem = "{failed} of {all:,} draws have no maximum of the likelihood"
        way_out = "use fewer variables or more units"
        raise UnsuitableMethod("environment", problem, way_out, failed=samples - len(kept), all=samples)
    return kept, samples - len(kept)


def _coefficients(names: list[str], estimate: Floats, drawn: Floats, level: float) -> pd.DataFrame:
    """Return estimates with the paper's intervals: the bootstrap's deviations, mirrored at the estimate."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    lower, upper = 2 * estimate - high, 2 * estimate - low
    table = {
        "estimate": estimate,
        "standard_error": drawn.std(axis=0, ddof=1),
        "lower": lower,
        "upper": upper,
    }
    return pd.DataFrame(
        {**table, "significant": (lower > 0) | (upper < 0)}, index=pd.Index(names, name="term")
    )


def _second_best(
    names: list[str], distance: Floats, Z: Floats, mean: Floats, deviation: Floats
) -> pd.DataFrame:
    """Return Tobit and OLS estimates with their (too optimistic) standard errors, in the variables' units."""
    import statsmodels.api as sm

    p = Z.shape[1]
    limited = tobit(np.where(distance > 1 + EFFICIENT_WITHIN, distance, 1.0), Z, 1.0, np.inf, np.ones(len(Z)))
    ols = sm.OLS(distance, Z).fit()
    turn = np.eye(p)
    turn[0, 1:] = -mean[1:] / deviation[1:]
    turn[np.arange(1, p), np.arange(1, p)] = 1 / deviation[1:]
    table = {
        "tobit": turn @ limited.slopes,
        "tobit_standard_error": np.sqrt(np.diag(turn @ limited.covariance()[:p, :p] @ turn.T)),
        "ols": turn @ ols.params,
        "ols_standard_error": np.sqrt(np.diag(turn @ ols.cov_params() @ turn.T)),
    }
    return pd.DataFrame(table, index=pd.Index(names, name="term"))
