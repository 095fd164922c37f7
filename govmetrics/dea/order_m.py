"""Partial frontiers (部分前沿): order-m and order-alpha, in closed form.

References
----------
Cazals, C., Florens, J.-P., & Simar, L. (2002). Nonparametric frontier estimation: a robust approach. Journal of
Econometrics, 106, 1-25. Aragon, Y., Daouia, A., & Thomas-Agnan, C. (2005). Nonparametric frontier estimation: a
conditional quantile-based approach. Econometric Theory, 21, 358-389. Daouia, A., & Simar, L. (2007).
Nonparametric efficiency analysis: a multivariate conditional quantile approach. Journal of Econometrics, 140,
375-400. Daraio, C., & Simar, L. (2007). Advanced robust and nonparametric methods in efficiency analysis. Springer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import COUNT, number, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._frontiers import Frontier, against, frontier_faults, spanned
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import ORIENTATION, Orientation, chose
from govmetrics.dea._reference import observe_reference, same_columns
from govmetrics.dea._words import DMUS, ORIENTATIONS, oriented
from govmetrics.dea.engine.arrays import Floats

Weighting = Callable[[int], Floats]

METHODS = {
    "order_m": "Efficiency was measured against the order-m partial frontier (m = {order:g}, {orientation}): the expected best "
    "of {order:g} comparable units drawn at random.",
    "order_alpha": "Efficiency was measured against the order-alpha quantile frontier (alpha = {order:g}, {orientation}).",
}
CITES = {"order_m": ("cazals2002", "daraiosimar2007"), "order_alpha": ("aragon2005", "daouiasimar2007")}


@dataclass(frozen=True, eq=False)
class PartialFrontier(Result):
    """Scores against a frontier that some units may surpass.

    Attributes
    ----------
    scores : Series
        1 on the partial frontier, above 1 beyond it.
    comparable : Series
        How many units each was compared with: those that make at least as much (input orientation) or use at
        most as much (output orientation), itself included.
    order : float
        m, or alpha.
    method : str
        "order_m" or "order_alpha".
    orientation : str
        As asked for.
    notes : tuple of str
        What spans the frontiers of a panel.

    See Also
    --------
    order_alpha
    order_m
    """

    scores: pd.Series
    comparable: pd.Series
    order: float
    method: str
    orientation: str
    notes: tuple[str, ...] = ()

    @property
    def farrell(self) -> pd.Series:
        """Output expansion (1 / score) for output orientation, else the score."""
        return 1.0 / self.scores if self.orientation == "output" else self.scores.copy()

    _shown: ClassVar = {"_table": "Scores against a partial frontier"}

    def _method(self) -> tuple[Text, ...]:
        values = {"order": self.order, "orientation": ORIENTATIONS[self.orientation]}
        return (Text(METHODS[self.method], **values), *spanned(self.notes))

    def _tables(self) -> list[Table]:
        table = Table.of(Text(self._shown["_table"]), self._table, "dea", cites=CITES[self.method])
        return oriented([table], self.orientation)

    @property
    def _table(self) -> pd.DataFrame:
        return pd.DataFrame({"score": self.scores, "comparable": self.comparable})

    def _finding(self) -> tuple[Text, ...]:
        values = {
            "beyond": int((self.scores > 1 + 1e-9).sum()), "rows": counted(self.scores.index, DMUS), "order": self.order,
            "mean": self.scores.mean(),
        }  # fmt: skip
        if self.method == "order_m":
            found = "{beyond} of {rows} surpass the order-m frontier (m = {order:g}); mean score {mean:.4f}."
            return (Text(found, **values),)
        found = (
            "{beyond} of {rows} surpass the order-alpha frontier (alpha = {order:g}); mean score {mean:.4f}."
        )
        return (Text(found, **values),)


def order_m(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    m: int = 25,
    orientation: Orientation = "input",
    reference: tuple[Amounts, Amounts] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> PartialFrontier:
    r"""Return the expected score against the best of `m` comparable units drawn at random.

    Exact, not by simulation. With the N comparable units' ratios in rising order :math:`\lambda_{(k)}` (the least
    output ratio of unit j to unit o), the expected output expansion is
    :math:`\sum_k \lambda_{(k)} [(k/N)^m - ((k-1)/N)^m]`; inputs likewise with the least of the largest ratios.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    m : int
        Large m approaches the free disposal hull; small m is robust against outliers.
    orientation : {"input", "output"}
    reference : (inputs, outputs), optional
        Units to compare with, if not the units themselves.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    PartialFrontier
        NaN where no unit of a given reference is comparable.

    Raises
    ------
    FaultyInput
        m below 1, faults of cells.
    UnsuitableMethod
        Zero inputs in input orientation (the expectation is infinite).

    References
    ----------
    Cazals, C., Florens, J.-P. and Simar, L. (2002). Nonparametric frontier estimation: a robust approach.
    Journal of Econometrics 106, 1-25. Daraio, C. and Simar, L. (2007). Advanced Robust and Nonparametric
    Methods in Efficiency Analysis. Springer.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series([1.0, 1.0]), pd.Series([1.0, 2.0])
    >>> order_m(x, y, m=2, orientation="output").farrell.tolist()  # the best of two draws: 1 (once in four), else 2
    [1.75, 0.875]
    """
    wrong = wanted(m=(m, COUNT))
    data, other = _observe(inputs, outputs, orientation, reference, wrong + frontier_faults(frontier, width))

    def model(part: Observed, base: Observed) -> PartialFrontier:
        return _partial(part, base, orientation, _best_of(m), float(m), "order_m")

    return against(data, other, frontier, width, model)


def partial_scores(data: Observed, m: int, orientation: Orientation) -> Floats:
    """Return (n,) scores against the expected best of `m` of the units."""
    _refuse_zeros(data, orientation)
    return _partial(data, data, orientation, _best_of(m), float(m), "order_m").scores.to_numpy()


def _best_of(m: int) -> Weighting:
    """Return the chance that the k-th best of N is the best of m draws, for each k from 1 to N."""

    def weights(N: int) -> Floats:
        none_better = _power(1 - np.arange(N + 1) / N, m)
        return np.asarray(none_better[:-1] - none_better[1:])

    return weights


def _power(base: Floats, m: int) -> Floats:
    """Return base ** m by repeated squaring, many times as fast as by logarithms."""
    result, square = np.ones_like(base), base.copy()
    while m:
        if m % 2:
            result *= square
        square *= square
        m //= 2
    return result


def order_alpha(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    alpha: float = 0.95,
    orientation: Orientation = "input",
    reference: tuple[Amounts, Amounts] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> PartialFrontier:
    """Return the score against the frontier that the share 1 - `alpha` of comparable units surpasses.

    The output expansion is the alpha-quantile of the ratios of `order_m`, the input score the
    (1 - alpha)-quantile.

    Parameters
    ----------
    inputs, outputs, orientation, reference
        As in `order_m`.
    alpha : float
        In (0, 1]; 1 is the free disposal hull.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    PartialFrontier

    Raises
    ------
    FaultyInput
        alpha outside (0, 1], faults of cells.

    References
    ----------
    Aragon, Y., Daouia, A. and Thomas-Agnan, C. (2005). Nonparametric frontier estimation: a conditional
    quantile-based approach. Econometric Theory 21, 358-389. Daouia, A. and Simar, L. (2007). Nonparametric
    efficiency analysis: a multivariate conditional quantile approach. Journal of Econometrics 140, 375-400.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series([1.0] * 4), pd.Series([1.0, 2.0, 3.0, 4.0])
    >>> order_alpha(x, y, alpha=0.75, orientation="output").farrell.round(4).tolist()
    [3.0, 1.5, 1.0, 0.75]
    """
    wrong = wanted(alpha=(alpha, number(0, 1, open_low=True)))
    data, other = _observe(inputs, outputs, orientation, reference, wrong + frontier_faults(frontier, width))

    def weights(N: int) -> Floats:
        """Return 1 for the quantile's place: the smallest j with j >= alpha N from below, N + 1 - j from above."""
        if orientation == "output":
            place = N + 1 - max(np.ceil(alpha * N - 1e-9), 1)
        else:
            place = max(np.ceil((1 - alpha) * N - 1e-9), 1)
        return np.asarray(np.arange(1, N + 1) == place, dtype=float)

    def model(part: Observed, base: Observed) -> PartialFrontier:
        return _partial(part, base, orientation, weights, float(alpha), "order_alpha")

    return against(data, other, frontier, width, model)


def _observe(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    orientation: Orientation,
    reference: tuple[Amounts, Amounts] | None,
    wrong: list[Fault],
) -> tuple[Observed, Observed]:
    """Check units, reference and orientation; `wrong` holds the faults of the order."""
    faults = wanted(orientation=(orientation, ORIENTATION))
    faults.extend(wrong)
    with faults:
        data = observe(
            inputs, outputs, evaluated=reference is not None, warn=False, idle=chose(orientation, "input")
        )
    with faults:
        given = None if reference is None else observe_reference(reference)
    faults.raise_all()
    other = same_columns(given, data)
    _refuse_zeros(data, orientation)
    return data, other


def _refuse_zeros(data: Observed, orientation: str) -> None:
    zeros = np.argwhere(data.x == 0) if orientation == "input" else np.empty((0, 2), dtype=int)
    if len(zeros):
        way_out = "choose orientation='output', or leave the unit out"
        raise UnsuitableMethod(
            [Fault(place_of(data.units[i], data.inputs[j]), "is zero", way_out) for i, j in zeros.tolist()]
        )


def _partial(
    data: Observed, other: Observed, orientation: str, weights: Weighting, order: float, method: str
) -> PartialFrontier:
    """Weigh each unit's ratios, best first; `weights(N)` says how much the k-th best of N counts."""
    scores, comparable = np.full(data.n, np.nan), np.zeros(data.n, dtype=np.intp)
    for o, ratio in enumerate(_ratios(data, other, orientation)):
        comparable[o] = len(ratio)
        if not len(ratio):
            continue
        share = weights(len(ratio))
        best = np.sort(ratio if orientation == "input" else -ratio)
        some = share > 0
        if not some.all():
            best, share = best[some], share[some]
        t = (best * share).sum()
        with np.errstate(divide="ignore"):
            scores[o] = t if orientation == "input" else -1.0 / t
    index = data.units
    return PartialFrontier(
        pd.Series(scores, index=index, name="score"),
        pd.Series(comparable, index=index, name="comparable"),
        order,
        method,
        orientation,
    )


def _ratios(data: Observed, other: Observed, orientation: str) -> Iterator[Floats]:
    """Yield each unit's ratios to its comparable reference units: the least of outputs, or the largest of inputs.

    The reference stands in the order of each amount that makes units comparable, so that only those are looked at that
    pass in the amount that the fewest pass in.
    """
    if orientation == "output":
        held, limits, moved, own = other.x, data.x, other.y, data.y
    else:
        held, limits, moved, own = -other.y, -data.y, other.x, data.x
    narrow: np.ufunc = np.minimum if orientation == "output" else np.maximum
    orders = [np.argsort(column, kind="stable") for column in held.T]
    passing = np.stack([
        np.searchsorted(column[order], limit, side="right")
        for column, order, limit in zip(held.T, orders, limits.T, strict=True)
    ])  # fmt: skip
    sorted_held = [np.ascontiguousarray(held[order].T) for order in orders]
    sorted_moved = [np.ascontiguousarray(moved[order].T) for order in orders]
    for o, (first, limit, mine) in enumerate(zip(passing.argmin(axis=0).tolist(), limits, own, strict=True)):
        count = passing[first, o]
        inside = np.ones(count, dtype=bool)
        for k, (column, most) in enumerate(zip(sorted_held[first], limit, strict=True)):
            if k != first:  # in its own order all that are looked at pass
                inside &= column[:count] <= most
        rows = np.flatnonzero(inside)
        # An output that the unit lacks does not limit its expansion.
        parts = [row.take(rows) / one for row, one in zip(sorted_moved[first], mine, strict=True) if one > 0]
        ratio = parts[0]
        for part in parts[1:]:
            narrow(ratio, part, out=ratio)
        yield ratio
