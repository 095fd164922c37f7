"""A threshold in a panel: where another variable passes a value, effects change (Hansen 1999)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.core.checks import generator_of
from govmetrics.core.options import COUNT, FLAG, LABEL, SEED, SHARE, number, several, wanted
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text, p_words
from govmetrics.numerics.absorbed import Absorbed, absorb
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.policy._design import Design, read_design, refuse_too_many
from govmetrics.policy._fit import (
    ERROR,
    Bootstrap,
    Errors,
    Fit,
    coefficients_of,
    refuse_collinear,
    refuse_one_cluster,
)
from govmetrics.policy._words import ERRORS, headed
from govmetrics.policy.panel_frame import SOURCE, Source

MOST = 400
"""So many values at most are tried: of more, those at equal steps of rank."""


@dataclass(frozen=True, eq=False)
class PanelThreshold(Result):
    """Effects below and above a value.

    Attributes
    ----------
    outcome, by : str
    threshold : float
        The value with the smallest sum of squares; rows at it belong to the lower part.
    lower, upper : float
        Its interval: values whose likelihood ratio is at most -2 ln(1 - sqrt(level)).
    statistic, p : float
        F of one threshold against none, and its bootstrap p.
    coefficients : DataFrame
        By term, "x | low" and "x | high" for those that change: estimate, error, df, t, p, lower, upper.
    curve : DataFrame
        By value tried: sum_of_squares, ratio, inside.
    n_low, n_high : int
        Rows of each part.
    errors : str
    level : float
    draws : int
    seed : int or None
    names : dict
    notes : tuple of str
    procedure : Procedure

    See Also
    --------
    threshold
    """

    outcome: str
    by: str
    threshold: float
    lower: float
    upper: float
    statistic: float
    p: float
    coefficients: pd.DataFrame
    curve: pd.DataFrame
    n_low: int
    n_high: int
    errors: str
    level: float
    draws: int
    names: dict[str, Label]
    seed: int | None = None
    notes: tuple[str, ...] = ()
    procedure: Procedure = UNTOLD

    _shown: ClassVar = {"coefficients": "Effects below and above the threshold"}
    _left_out: ClassVar = ("names",)

    def _names(self) -> dict[str, Label]:
        return self.names

    def _finding(self) -> tuple[Text, ...]:
        said = ("Effects change at {by} = {value:.4g} ({lower:.4g} to {upper:.4g}); one threshold against none: F = {f:.2f}, "
                "{p} by bootstrap; {low:# row|# rows} lie at or below it, {high} above.")  # fmt: skip
        if not self.p < 1 - self.level:
            said = ("No threshold in {by} is beyond chance (one against none: F = {f:.2f}, {p} by bootstrap); the best split "
                    "is at {value:.4g} ({lower:.4g} to {upper:.4g}): {low:# row|# rows} lie at or below it, "
                    "{high} above.")  # fmt: skip
        return (Text(said, by=self.names.get(self.by, self.by), value=self.threshold, lower=self.lower, upper=self.upper,
                     f=self.statistic, p=p_words(self.p), low=self.n_low, high=self.n_high),)  # fmt: skip

    def _tables(self) -> list[Table]:
        note = Text("with {errors}", errors=ERRORS[self.errors])
        shown = headed(self.coefficients, "term", self.names)
        caption = Text("Effects below and above the threshold")
        return [Table.of(caption, shown, "policy", stars=(0.05, 0.01, 0.001), notes=(note, *self.notes))]


def threshold(
    frame: Source, outcome: str, regressors: Sequence[str], by: str, controls: Sequence[str] = (), unit: str = "unit",
    period: str = "period", two_way: bool = False, errors: Errors = "CR2", trim: float = 0.05, draws: int = 300,
    level: float = 0.95, rng: int | np.random.Generator = 0,
) -> PanelThreshold:  # fmt: skip
    """Find the value of a variable at which the effects of regressors change.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        A balanced panel: the bootstrap draws whole units.
    outcome : str
    regressors : list of str
        Whose effects change.
    by : str
        The variable whose value decides; it may be a regressor.
    controls : list of str
        Regressors whose effects do not change.
    unit, period : str
    two_way : bool
        Periods have effects, too. Hansen has those of units alone, the default here.
    errors : str
        As for `effects`; they take the threshold as given.
    trim : float
        The share of rows that each part has at least.
    draws : int
        Of the bootstrap.
    level : float
        Of the intervals.
    rng : int or Generator

    Returns
    -------
    PanelThreshold

    Raises
    ------
    FaultyInput
        As for `effects`.
    UnsuitableMethod
        A panel that is not balanced, a variable with too few values, effects that cannot be told apart.

    References
    ----------
    Hansen, B. E. (1999). Threshold effects in non-dynamic panels: Estimation, testing, and inference. Journal of
    Econometrics, 93, 345-368.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> rows = pd.MultiIndex.from_product([range(2015, 2021), range(40)], names=["period", "unit"])
    >>> frame = pd.DataFrame(rng.normal(size=(240, 2)), rows, ["x", "size"])
    >>> frame["y"] = np.where(frame["size"] > 0.3, 2.0, 0.5) * frame["x"] + rng.normal(0, 0.5, 240)
    >>> found = threshold(frame, "y", ["x"], "size", draws=99)
    >>> round(found.threshold, 1), found.p
    (0.3, 0.01)
    """
    wanted(
        frame=(frame, SOURCE), outcome=(outcome, LABEL), regressors=(regressors, several(LABEL, 1)), by=(by, LABEL),
        controls=(controls, several(LABEL)), unit=(unit, LABEL), period=(period, LABEL), two_way=(two_way, FLAG),
        errors=(errors, ERROR), trim=(trim, number(0, 0.5, open_low=True, open_high=True)), draws=(draws, COUNT),
        level=(level, SHARE), rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    changing, kept = list(regressors), list(controls)
    design, q = _read(frame, outcome, changing, kept, by, unit, period)
    panel = design.panel
    within = absorb(panel.unit, panel.period if two_way else None)
    tried = _tried(q, trim)
    x, y = design.x, within.free(design.y)
    k = len(changing)
    refuse_collinear(x, within.free(x), design.terms)
    refuse_too_many(panel.n, within.count + 2 * k + len(kept))
    bases = [_basis(within, x, q <= value, k) for value in tried]
    plain = np.linalg.qr(_scaled(within.free(x)))[0]
    squares = np.array([_left(y[:, None], basis)[0] for basis in bases])
    at = int(np.argmin(squares))
    low = q <= tried[at]
    df = panel.n - within.count - 2 * k - len(kept)
    if squares[at] <= 1e-24 * float(y @ y):
        problem = "follows from the terms exactly: there is nothing to test"
        raise UnsuitableMethod(str(outcome), problem, "leave out the term that it is made of")
    sigma2 = float(squares[at]) / df
    f = float((_left(y[:, None], plain)[0] - squares[at]) / sigma2)
    generator, seed = generator_of(rng)
    p = _bootstrap(design, y - bases[at] @ (bases[at].T @ y), within, bases, plain, f, df, draws, generator)
    ratio = (squares - squares[at]) / sigma2
    inside = ratio <= -2 * np.log(1 - np.sqrt(level))  # Hansen's (20)
    fit = _fit(design, within, x, y, low, k, df)
    refuse_one_cluster(fit.clusters, errors)
    table, _, notes = coefficients_of(fit, errors, level, Bootstrap(9999, generator, panel.steps()))
    curve = pd.DataFrame(
        {"sum_of_squares": squares, "ratio": ratio, "inside": inside}, pd.Index(tried, name="threshold")
    )
    said = ("A threshold in {by} was sought by least squares over {count:# value|# values}, its p by {draws:,} bootstrap draws "
            "of units.")  # fmt: skip
    return PanelThreshold(
        str(outcome), str(by), float(tried[at]), float(tried[inside].min()), float(tried[inside].max()), f, p, table, curve,
        int(low.sum()), int((~low).sum()), errors, level, draws, dict(panel.names), seed, (*panel.notes, *notes),
        Procedure.of(said, "hansen1999", by=str(by), count=len(tried), draws=draws),
    )  # fmt: skip


def _read(
    frame: Source, outcome: str, changing: list[str], kept: list[str], by: str, unit: str, period: str
) -> tuple[Design, Array]:
    """Return a balanced design, and the variable that decides."""
    if by in (outcome, unit, period):
        raise FaultyInput("by", "{name} has another role", "leave it out here", name=str(by))
    every = [*changing, *kept]
    extra = [] if by in every else [by]
    design = read_design(frame, outcome, [*every, *extra], unit, period)
    panel = design.panel
    if panel.n < len(panel.units) * len(panel.periods):
        problem = "the panel is not balanced: {n:# row|# rows} of {units} units in {periods} periods"
        way = "leave out the units or periods with gaps: the bootstrap draws whole units"
        raise UnsuitableMethod(
            "frame", problem, way, n=panel.n, units=len(panel.units), periods=len(panel.periods)
        )
    count = len(every)
    return Design(
        panel, design.outcome, design.terms[:count], design.x[:, :count], design.clusters
    ), panel.column(by)


def _tried(q: Array, trim: float) -> Array:
    """Return the values that leave each part its share of rows, no more than 400."""
    values, counts = np.unique(q, return_counts=True)
    below = np.cumsum(counts) / len(q)
    tried = values[(below >= trim) & (1 - below >= trim)]
    if not len(tried):
        problem, way = (
            "has too few values to leave each part its share of rows",
            "use another variable, or a smaller trim",
        )
        raise UnsuitableMethod("by", problem, way)
    if len(tried) > MOST:
        tried = tried[np.unique(np.linspace(0, len(tried) - 1, MOST).astype(int))]
    return tried


def _parts(x: Array, low: Bools, k: int) -> Array:
    """Return the changing columns below and above, and the others."""
    return np.hstack([x[:, :k] * low[:, None], x[:, :k] * ~low[:, None], x[:, k:]])


def _scaled(x: Array) -> Array:
    size = np.sqrt((x**2).sum(axis=0))
    return np.asarray(x / np.where(size > 0, size, 1.0))


def _basis(within: Absorbed, x: Array, low: Bools, k: int) -> Array:
    """Return an orthonormal basis of the freed columns of a split; columns without anything of their own count for nothing."""
    left, value, _ = np.linalg.svd(_scaled(within.free(_parts(x, low, k))), full_matrices=False)
    return np.asarray(left * (value > 1e-9 * value[0]))


def _left(y: Array, basis: Array) -> Array:
    """Return the sums of squares of columns (n, b) that a basis leaves, (b,)."""
    return np.asarray((y**2).sum(axis=0) - ((basis.T @ y) ** 2).sum(axis=0))


def _fit(design: Design, within: Absorbed, x: Array, y: Array, low: Bools, k: int, df: int) -> Fit:
    """Return the model at the threshold."""
    raw = _parts(x, low, k)
    freed = within.free(raw)
    terms = [f"{one} | {side}" for side in ("low", "high") for one in design.terms[:k]] + design.terms[k:]
    refuse_collinear(raw, freed, terms)
    return Fit(terms, freed, y, within.basis, design.clusters, df)


def _bootstrap(
    design: Design, residual: Array, within: Absorbed, bases: list[Array], plain: Array, f: float, df: int, draws: int,
    rng: np.random.Generator,
) -> float:  # fmt: skip
    """Return p of F: residuals of whole units drawn anew are outcomes without any threshold (Hansen 1999, 3.3)."""
    panel = design.panel
    table = np.zeros((len(panel.units), len(panel.periods)))
    table[panel.unit, panel.period] = residual
    beyond, step = 0, max(1, 4_000_000 // panel.n)
    for start in range(0, draws, step):
        drawn = rng.integers(0, len(table), (min(step, draws - start), len(table)))
        y = within.free(table[drawn][:, panel.unit, panel.period].T)
        best = np.min([_left(y, basis) for basis in bases], axis=0)
        beyond += int(((_left(y, plain) - best) / (best / df) >= f).sum())
    return (beyond + 1) / (draws + 1)
