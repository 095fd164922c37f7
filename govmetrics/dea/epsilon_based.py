"""The epsilon-based measure (EBM 模型): between radial and slacks-based, as far as the columns move together.

References
----------
Tone, K., & Tsutsui, M. (2010). An epsilon-based measure of efficiency in DEA: a third pole of technical efficiency.
European Journal of Operational Research, 207, 1554-1563.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import wanted
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import FREEDOM, RETURNS, Freedom, Returns, chose
from govmetrics.dea._words import labels
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.envelope import envelope, most_slack
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.solve_family import solve_family
from govmetrics.dea.slacks_based import _slacks_based


@dataclass(frozen=True, eq=False)
class EpsilonBased(NonRadial):
    """A `NonRadial` with what the data said of how radial it should be.

    Attributes
    ----------
    parameters : DataFrame
        Per column that counts its share (weights of the inputs, and of the outputs, each with the sum 1) and the epsilon of its
        side: 0 makes the model radial, 1 slacks-based. In a panel with a frontier for each period indexed by it.
    affinity : DataFrame
        Between columns of one side, 0 to 1: how far they keep the same proportion on the frontier.

    See Also
    --------
    epsilon_based
    """

    parameters: pd.DataFrame = None  # type: ignore[assignment]  # the fields of the parent have values
    affinity: pd.DataFrame = None  # type: ignore[assignment]

    _by_frontier: ClassVar = ("parameters", "affinity")

    def _tables(self) -> list[Table]:
        names = labels(self.targets.columns)
        return [
            *super()._tables(),
            Table.of(Text("Weights and epsilon"), self.parameters, "dea"),
            Table.of(Text("Affinity"), self.affinity, "dea", names),
        ]


def epsilon_based(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> EpsilonBased:
    r"""Return the epsilon-based measure: a radial change, and slacks that count as far as the data are diverse.

    .. math:: \gamma = \min \frac{\theta - \varepsilon_x \sum_i w_i^- s_i^- / x_{io}}
                                 {\eta + \varepsilon_y \sum_r w_r^+ s_r^+ / y_{ro}}, \quad
              X\lambda = \theta x_o - s^-,\; Y\lambda = \eta y_o + s^+,\; \theta \le 1 \le \eta

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
        Positive in the columns whose slacks count.
    orientation : {"none", "input", "output"}
        "input" leaves the outputs where they are (:math:`\eta = 1`, their slacks do not count), "output" the inputs.
    returns : {"variable", "constant", "increasing", "decreasing"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    EpsilonBased
        Scores in (0, 1]: no more than the radial ones.

    Raises
    ------
    UnsuitableMethod
        An amount of zero in a column whose slack counts.

    Notes
    -----
    Weights and epsilon come from the data, as projected on the frontier by the slacks-based measure (variable returns, no
    orientation). Of two columns with the logarithms of their ratios :math:`c_j` the diversity is
    :math:`D = \sum_j |c_j - \bar c| / (n (c_{\max} - c_{\min}))` and the affinity :math:`1 - 2 D`. With the largest
    eigenvalue :math:`\rho` of the matrix of affinities of m columns :math:`\varepsilon = (m - \rho) / (m - 1)` (0 for a
    single column), and the weights are its eigenvector over its sum.

    References
    ----------
    Tone, K. and Tsutsui, M. (2010). An epsilon-based measure of efficiency in DEA: a third pole of technical efficiency.
    European Journal of Operational Research 207, 1554-1563.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [1.0, 2.0, 4.0], "rooms": [4.0, 2.0, 4.0]}, index=list("ABC"))
    >>> found = epsilon_based(x, pd.Series(1.0, index=list("ABC"), name="cases"), "input")
    >>> found.parameters["epsilon"].round(3).to_dict()
    {'staff': 0.889, 'rooms': 0.889}
    >>> found.scores.round(3).to_dict()
    {'A': 1.0, 'B': 1.0, 'C': 0.5}
    """
    faults = wanted(orientation=(orientation, FREEDOM), returns=(returns, RETURNS))
    data = observed(faults, frontier, width, inputs, outputs, idle=chose(orientation, "input"))
    _refuse_zeros(data, orientation)

    def model(part: Observed) -> EpsilonBased:
        return _measured(part, orientation, returns)

    return found_by("epsilon_based", by_frontier(data, frontier, width, model))


def _refuse_zeros(data: Observed, orientation: str) -> None:
    way_out = (
        "leave the unit or the column out, choose the other orientation, or use `slacks_based` or `radial`"
    )
    counts = np.zeros(len(data.columns), dtype=bool)
    counts[data.kinds[0]], counts[data.kinds[1]] = orientation != "output", orientation != "input"

    def fault(at: list[int]) -> Fault:
        place = place_of(data.units[at[0]], data.columns[at[1]])
        return Fault(place, "is zero, and the logarithm of its ratio to others counts", way_out)

    Faults(each(np.argwhere((data.values == 0) & counts).tolist(), fault)).raise_all(UnsuitableMethod)


def _measured(data: Observed, orientation: str, returns: str) -> EpsilonBased:
    values, q = data.values, len(data.columns)
    base = np.where(values > 0, values, np.inf)
    _, slacks, _, _ = _slacks_based(data, values, base, "none", "variable", np.arange(data.n))
    projected = values - data.sign * slacks
    weight, epsilon = np.zeros(q), np.zeros(q)
    affinity = np.full((q, q), np.nan)
    for side, counts in ((data.kinds[0], orientation != "output"), (data.kinds[1], orientation != "input")):
        if counts:
            affinity[side, side] = _affinity(projected[:, side])
            weight[side], epsilon[side] = _parameters(affinity[side, side])
    score, left, target, weights, error = _epsilon_based(data, weight * epsilon, orientation, returns)
    found = label_slacks(
        data, data.units, scores=score, slacks=left, targets=target, weights=weights, error=error,
        inefficiency=1.0 - score, orientation=orientation, returns=returns,
    )  # fmt: skip
    kept = weight > 0
    names = data.columns[kept]
    index = names.rename("column")
    return EpsilonBased(
        **{field.name: getattr(found, field.name) for field in fields(found)},
        parameters=pd.DataFrame({"share": weight[kept], "epsilon": epsilon[kept]}, index),
        affinity=pd.DataFrame(affinity[np.ix_(kept, kept)], index, names),
    )


def _affinity(columns: Floats) -> Floats:
    """Return (m, m) affinities of positive columns (n, m)."""
    c = np.log(columns)[:, :, None] - np.log(columns)[:, None, :]
    spread = c.max(axis=0) - c.min(axis=0)
    off = np.abs(c - c.mean(axis=0)).mean(axis=0)
    apart = spread > 1e-12 * np.maximum(1.0, np.abs(c).max(axis=0))
    return np.asarray(1.0 - 2.0 * np.where(apart, off / np.where(apart, spread, 1.0), 0.0))


def _parameters(affinity: Floats) -> tuple[Floats, float]:
    """Return weights (m,) and epsilon from a matrix of affinities."""
    m = len(affinity)
    values, vectors = np.linalg.eigh(affinity)
    first = np.abs(vectors[:, -1])
    epsilon = (m - values[-1]) / (m - 1) if m > 1 else 0.0
    return first / first.sum(), float(np.clip(epsilon, 0.0, 1.0))


def _epsilon_based(
    data: Observed, counted: Floats, orientation: str, returns: str
) -> tuple[Floats, Floats, Floats, sparse.csr_array, Floats]:
    """Return scores (n,), slacks and targets (n, q), weights (n, n) and errors (n,).

    A limit on the sum of the weights either does not bind, or holds with equality. As an inequality it would hide units far
    below the others in size, whose weights have no bound then.
    """
    everyone = np.arange(data.n)
    if returns in ("variable", "constant"):
        return _solved(data, everyone, counted, orientation, returns)
    score, left, target, weights, error = found = _solved(data, everyone, counted, orientation, "constant")
    total = weights.sum(axis=1)
    beyond = np.flatnonzero(total < 1 if returns == "increasing" else total > 1)
    if not len(beyond):
        return found
    score[beyond], left[beyond], target[beyond], tied, error[beyond] = _solved(
        data, beyond, counted, orientation, "variable"
    )
    within = np.where(np.isin(everyone, beyond), 0.0, 1.0)
    spread = sparse.csr_array(
        (np.ones(len(beyond)), (beyond, np.arange(len(beyond)))), shape=(data.n, len(beyond))
    )
    return score, left, target, sparse.csr_array(sparse.diags_array(within) @ weights + spread @ tied), error


def _solved(
    data: Observed, who: Ints, counted: Floats, orientation: str, returns: str
) -> tuple[Floats, Floats, Floats, sparse.csr_array, Floats]:
    """Solve for the units `who`.

    Charnes-Cooper: all times t > 0, with T = t theta and H = t eta minimise T - sum of e_i w_i S_i / x_i subject to
    H + sum of e_r w_r S_r / y_r = 1, T + U = t, H - V = t. Own columns: slacks, T, H, t, U and V as far as theta and eta
    are free.
    """
    points, n, less = data.values[who], len(who), data.sign > 0
    env = envelope(points, data.values, data.sign, returns, who)
    (_, p), e, q = env.scale.shape, env.slack.shape[1], data.values.shape[1]
    free = [
        k for k, side in enumerate(("output", "input")) if orientation != side
    ]  # U unless "output", V unless "input"
    T, H, t = e, e + 1, e + 2
    own, cost = np.zeros((n, p + 3, e + 3 + len(free))), np.zeros((n, e + 3 + len(free)))
    own[:, :p, :e] = env.slack
    own[:, :q, T], own[:, :q, H] = -env.point[:, :q] * less, -env.point[:, :q] * ~less
    own[:, q:p, t] = -1.0
    own[:, p, :q], own[:, p, H] = counted * ~less, 1.0
    own[:, p + 1, T] = own[:, p + 2, H] = 1.0
    own[:, p + 1, t] = own[:, p + 2, t] = -1.0
    for place, k in enumerate(free):
        own[:, p + 1 + k, e + 3 + place] = (1.0, -1.0)[k]
    cost[:, T], cost[:, :q] = 1.0, -counted * less
    rhs = np.zeros((n, p + 3))
    rhs[:, p] = 1.0
    family = family_of(
        np.vstack([env.columns, np.zeros((3, data.n))]), np.column_stack([env.scale, np.ones((n, 3))]), own, cost, rhs,
    )  # fmt: skip
    every = slice(0, q)
    found = solve_family(family)
    if orientation != "none":
        found = most_slack(family, found, every)
    scale = found.own[:, t, None]
    slacks = found.own[:, :q] / scale / env.scale[:, :q]
    moved = np.where(less, found.own[:, T, None], found.own[:, H, None]) / scale * points
    weights = sparse.csr_array(found.weights.multiply(1.0 / np.nan_to_num(scale, nan=1.0)))
    return found.objective, slacks, moved - data.sign * slacks, weights, found.error
