"""Fitting a design: least squares, logit, ordered logit and Tobit, with the covariance that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import scipy

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.proportional_odds import proportional_odds
from govmetrics.numerics.shape import standardised
from govmetrics.numerics.tobit import tobit
from govmetrics.psychometrics._design import CONSTANT, Design
from govmetrics.psychometrics._design_checks import refuse_unusable
from govmetrics.psychometrics._few_rows import unsure

Kind = Literal["linear", "logit", "ordered", "tobit"]
Errors = Literal["classical", "hc0", "hc1", "hc2", "hc3", "cluster"]
Limits = tuple[float, float]


@dataclass(frozen=True)
class Fitted:
    """A fitted design, in the units of the data.

    Attributes
    ----------
    design : Design
    kind, errors : str
    names : list of str
        Of the parameters: the constant (none in ordered logit) and the terms, then thresholds or sigma.
    estimate : (q,) array
    covariance : (q, q) array
    df : float
        Of t; infinite where the normal distribution is used.
    log_likelihood, null : float
        Of the model and of the constant alone (of a linear model NaN, where R² says it).
    slopes : slice
        Where the terms' coefficients stand.
    index : (n,) array
        x'b, without the constant where there is none.
    limits : (float, float)
    leverage, residual : (n,) array
        Of a linear model; empty otherwise.
    withheld : (k,) array of bool
        Terms whose robust error would rest on a row or two, so that they have none.
    """

    design: Design
    kind: Kind
    errors: Errors
    names: list[str]
    estimate: Array
    covariance: Array
    df: float
    log_likelihood: float
    null: float
    slopes: slice
    index: Array
    limits: Limits
    leverage: Array
    residual: Array
    withheld: Bools | None = None
    baseless: bool = False
    """Whether the constant has no robust error."""

    @property
    def standard_errors(self) -> Array:
        """Of every parameter."""
        found = np.sqrt(np.diagonal(self.covariance))
        found[self.slopes] = np.where(self.unsure, np.nan, found[self.slopes])
        if self.baseless and self.slopes.start:
            found[0] = np.nan
        return np.asarray(found)

    @property
    def unsure(self) -> Bools:
        """Tell of each term (k,) whether it has no error."""
        return np.zeros(self.k, dtype=bool) if self.withheld is None else self.withheld

    @property
    def k(self) -> int:
        """Terms besides the constant."""
        return len(self.design.terms)

    def wald(self, places: Ints | None = None) -> tuple[float, int]:
        """Return the Wald statistic of some of the terms (all by default) being zero, and its degrees of freedom.

        Terms without an error are left out; where none is left, there is no test.
        """
        start = self.slopes.start or 0
        places = np.arange(self.k) if places is None else places
        at = start + places[~self.unsure[places]]
        if not len(at):
            return np.nan, 0
        b, v = self.estimate[at], self.covariance[np.ix_(at, at)]
        size = np.sqrt(np.diagonal(v))
        size = np.where(size > 0, size, 1.0)
        return float(b / size @ np.linalg.pinv(v / np.outer(size, size)) @ (b / size)), len(at)


def fit(design: Design, kind: Kind, errors: Errors, limits: Limits) -> Fitted:
    """Fit a design; refuse what has no estimate."""
    refuse_unusable(design)
    if kind == "linear":
        found = _linear(design, errors)
    else:
        found = _tobit(design, errors, limits) if kind == "tobit" else _odds(design, kind, errors)
    if errors == "classical":
        return found
    few = unsure(design)
    return replace(found, withheld=few[1:], baseless=bool(few[0]))


def _linear(design: Design, errors: Errors) -> Fitted:
    import statsmodels.api as sm

    z, mean, deviation = standardised(design.x, design.w)
    ys, centre, size = standardised(design.y[:, None], design.w)
    full = np.column_stack([np.ones(design.n), z])
    found = sm.WLS(ys[:, 0], full, weights=design.w).fit()
    root = np.sqrt(design.w)
    leverage = np.einsum("ij,ij->i", basis := np.linalg.qr(full * root[:, None])[0], basis)
    df: float = design.n - full.shape[1]
    if errors == "classical":
        spread = found.cov_params()
    elif errors == "cluster":
        spread = found.get_robustcov_results("cluster", groups=design.clusters, use_t=True).cov_params()
        df = int(np.max(design.clusters)) if design.clusters is not None else df
    elif errors in ("hc2", "hc3"):
        spread = _held_out(full * root[:, None], np.asarray(found.resid) * root, leverage, errors)
    else:
        spread = found.get_robustcov_results(errors.upper()).cov_params()
    turn = _turn(mean, deviation) * size[0]
    estimate = turn @ found.params
    estimate[0] += centre[0]
    residual = np.asarray(found.resid) * size[0]
    shift = design.n * np.log(size[0])
    likelihood = -0.5 * design.n * (np.log(2 * np.pi * float(design.w @ found.resid**2) / design.n) + 1)
    names = [CONSTANT, *design.terms]
    return Fitted(
        design, "linear", errors, names, estimate, turn @ spread @ turn.T, df, likelihood - shift, np.nan,
        slice(1, len(names)), design.y - residual, (-np.inf, np.inf), leverage, residual,
    )  # fmt: skip


def _odds(design: Design, kind: Kind, errors: Errors) -> Fitted:
    z, mean, deviation = standardised(design.x, design.w)
    place, count = design.y.astype(np.intp), len(design.levels)
    found = proportional_odds(z, place, count, design.w)
    p = z.shape[1]
    bread: Array = np.asarray(np.linalg.pinv(found.information), dtype=float)
    if not found.converged or (np.sqrt(np.abs(np.diagonal(bread)))[:p] > 30).any():
        _refuse_separation(design, z, place, count)
    spread = _sandwich(design, errors, bread, found.scores)
    turn = np.zeros((p + count - 1, p + count - 1))
    turn[:p, :p] = np.diag(1 / deviation)
    turn[p:, :p] = mean / deviation  # a threshold of the raw columns
    turn[p:, p:] = np.eye(count - 1)
    estimate = turn @ np.concatenate([found.slopes, found.thresholds])
    names = [*design.terms, *(_between(a, b) for a, b in zip(design.levels, design.levels[1:], strict=False))]
    slopes = slice(0, p)
    if kind == "logit":  # the constant, instead of the only threshold
        order = np.zeros((p + 1, p + 1))
        order[0, p], order[1:, :p] = -1.0, np.eye(p)
        turn, estimate = order @ turn, order @ estimate
        names, slopes = [CONSTANT, *design.terms], slice(1, p + 1)
    index = design.x @ estimate[slopes] + (estimate[0] if kind == "logit" else 0.0)
    return Fitted(
        design, kind, errors, names, estimate, turn @ spread @ turn.T, np.inf, found.log_likelihood, found.null,
        slopes, index, (-np.inf, np.inf), np.empty(0), np.empty(0),
    )  # fmt: skip


def _between(below: str, above: str) -> str:
    return f"{below} | {above}"


def _tobit(design: Design, errors: Errors, limits: Limits) -> Fitted:
    _refuse_limits(design, limits)
    z, mean, deviation = standardised(design.x, design.w)
    ys, centre, size = standardised(design.y[:, None], design.w)
    low, high = ((limit - centre[0]) / size[0] for limit in limits)
    y = np.where(design.y == limits[0], low, np.where(design.y == limits[1], high, ys[:, 0]))
    full = np.column_stack([np.ones(design.n), z])
    found = tobit(y, full, low, high, design.w)
    alone = tobit(y, full[:, :1], low, high, design.w)
    bread: Array = np.asarray(np.linalg.pinv(found.information), dtype=float)
    if not found.converged or np.sqrt(np.abs(np.diagonal(bread)))[:-1].max() > 30:
        problem = "the likelihood has no maximum: whether rows are at a limit follows from the predictors"
        way = "leave out a predictor that is the same in all rows between the limits"
        raise UnsuitableMethod("predictors", problem, way)
    spread: Array = np.asarray(
        found.jacobian @ _sandwich(design, errors, bread, found.scores) @ found.jacobian.T
    )
    q = full.shape[1]
    turn = np.zeros((q + 1, q + 1))
    turn[:q, :q] = _turn(mean, deviation)
    turn[q, q] = 1.0
    turn *= size[0]
    estimate = turn @ np.append(found.slopes, found.sigma)
    estimate[0] += centre[0]
    inside = (design.y > limits[0]) & (design.y < limits[1])
    shift = float(design.w[inside].sum()) * np.log(size[0])
    return Fitted(
        design, "tobit", errors, [CONSTANT, *design.terms, "sigma"], estimate, turn @ spread @ turn.T, np.inf,
        found.log_likelihood - shift, alone.log_likelihood - shift, slice(1, q),
        estimate[0] + design.x @ estimate[1:q], limits, np.empty(0), np.empty(0),
    )  # fmt: skip


def _turn(mean: Array, deviation: Array) -> Array:
    """Return the matrix from a constant and coefficients of standardised columns to those of the raw ones."""
    turn = np.diag(np.concatenate([[1.0], 1 / deviation]))
    turn[0, 1:] = -mean / deviation
    return turn


def _sandwich(design: Design, errors: Errors, bread: Array, scores: Array) -> Array:
    """Return the covariance of maximum likelihood estimates."""
    if errors == "classical":
        return bread
    n, q = scores.shape
    factor = n / (n - q) if errors == "hc1" else 1.0
    if errors == "cluster" and design.clusters is not None:
        groups = int(design.clusters.max()) + 1
        summed = np.zeros((groups, q))
        np.add.at(summed, design.clusters, scores)
        scores, factor = summed, groups / (groups - 1)
    covariance: Array = factor * bread @ (scores.T @ scores) @ bread
    return covariance


def _held_out(full: Array, rest: Array, leverage: Array, errors: Errors) -> Array:
    """Return the sandwich of HC2 or HC3; rows of leverage 1 add nothing, and what they decide has no error."""
    held = 1 - leverage
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(held > 1e-10, rest**2 / held ** (1 if errors == "hc2" else 2), 0.0)
    pull = np.linalg.pinv(full)
    spread: Array = (pull * weight) @ pull.T
    return spread


def _refuse_limits(design: Design, limits: Limits) -> None:
    y = design.y
    beyond = int(((y < limits[0]) | (y > limits[1])).sum())
    if beyond:
        problem = "{count:# row lies|# rows lie} beyond the limits {lower:g} and {upper:g}"
        way = "give the limits at which the outcome was recorded, such as limits=(0, None)"
        raise FaultyInput(design.outcome, problem, way, count=beyond, lower=limits[0], upper=limits[1])
    inside = int(((y > limits[0]) & (y < limits[1])).sum())
    k = design.x.shape[1] + 2
    if inside < k:
        problem = "{inside:# row lies|# rows lie} between the limits, for {count} parameters"
        way = 'use fewer predictors, or kind="logit" for whether it is beyond a limit'
        raise UnsuitableMethod(design.outcome, problem, way, inside=inside, count=k)


def _refuse_separation(design: Design, z: Array, place: Ints, count: int) -> None:
    """Name the predictors that foretell the outcome without error, for all rows or for some (Albert, Anderson 1984)."""
    names = list(range(z.shape[1]))
    apart = _apart(z[:, names], place, count)
    if apart is None:
        return
    for one in list(names):  # the fewest that still do
        fewer = [at for at in names if at != one]
        found = _apart(z[:, fewer], place, count) if fewer else None
        if found is not None:
            names, apart = fewer, found
    terms = [design.terms[at] for at in names]
    problem = "foretell {outcome} without error in all rows (perfect separation), so that no estimate is finite: {names:10}"
    if not apart:
        problem = "foretell {outcome} without error in some rows (quasi-separation), so that no estimate is finite: {names:10}"
    way = "put their categories together, leave them out and report the cross table, or collect more rows"
    raise UnsuitableMethod("predictors", problem, way, outcome=design.outcome, names=terms)


def _apart(z: Array, place: Ints, count: int) -> bool | None:
    """Return whether all rows (True) or some (False) are foretold by a direction of `z`; None for no such direction."""
    from scipy.optimize import linprog

    rows = np.column_stack([z, np.zeros((len(z), count - 1))])
    p = z.shape[1]
    sides: list[Any] = []
    at = np.arange(len(z))
    for side, shift in (
        (place < count - 1, 0),
        (place > 0, 1),
    ):  # below the upper threshold, above the lower one
        part = rows[side].copy()
        part[np.arange(len(part)), p + place[at[side]] - shift] = -1.0
        sides.append(part if shift else -part)
    whole = np.vstack(sides)  # at least zero for each row
    found: Any = linprog(
        -whole.sum(axis=0), A_ub=-whole, b_ub=np.zeros(len(whole)), bounds=(-1, 1), method="highs"
    )
    if found.status != 0 or -found.fun < 1e-7 or np.abs(found.x[:p]).max() < 1e-9:
        return None
    margin = np.column_stack([-whole, np.ones(len(whole))])  # the widest gap that all rows keep
    cost = np.append(np.zeros(whole.shape[1]), -1.0)
    widest: Any = linprog(cost, A_ub=margin, b_ub=np.zeros(len(whole)), bounds=(-1, 1), method="highs")
    return bool(widest.status == 0 and -widest.fun > 1e-9)


def normal_or_t(df: float) -> Any:
    """Return the distribution of a coefficient by its standard error."""
    return scipy.stats.t(df) if np.isfinite(df) else scipy.stats.norm()
