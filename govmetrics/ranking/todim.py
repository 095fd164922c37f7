"""TODIM: pairwise gains and losses, where losses weigh more, as prospect theory has it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Scaled, UnsuitableMethod, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.options import POSITIVE, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scaled import SCALED
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.pair_sums import pair_sums
from govmetrics.ranking.problem import problem_of, unsuitable
from govmetrics.ranking.result import Ranking, ranked


def todim(scaled: Scaled, weights: Weights | pd.Series, theta: float = 1.0) -> Ranking:
    r"""Rank by dominance with losses that weigh more than gains (TODIM, 交互式多准则决策法).

    Where unit a exceeds b by d on leaf j it gains :math:`\sqrt{w_j d}`; where it falls short by d it loses
    :math:`\sqrt{d / w_j} / \theta`. The sums over all leaves and other units are put on a scale from 0 to 1.

    Parameters
    ----------
    scaled : Scaled
        Directed values on one scale; a scale from 0 to 100 gives what one from 0 to 1 gives.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    theta : float
        Attenuation of the losses, above 0: 1 counts them as the authors do, less counts them more.

    Returns
    -------
    Ranking
        Columns gains, losses (means over the other units), score from 0 to 1; the greatest is best.

    Raises
    ------
    FaultyInput
        Missing values, weights of other leaves.
    UnsuitableMethod
        Raw data, fewer than two units, units all alike or all of the same dominance.

    References
    ----------
    Gomes and Lima (1992), TODIM: Basics and application to multicriteria ranking of projects with environmental
    impacts, Foundations of Computing and Decision Sciences 16, 113-127. Llamazares (2018), An analysis of the generalized
    TODIM method, European Journal of Operational Research 269, 1041-1049, for its paradoxes.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [90.0, 60, 10], "b": [20.0, 50, 80]}, list("ABC"))
    >>> scaled = gm.Scaled(tree, x, pd.DataFrame(), "by hand", (0, 100))
    >>> gm.ranking.todim(scaled, pd.Series({"a": 0.6, "b": 0.4})).scores.round(3).to_dict()
    {'A': 0.466, 'B': 1.0, 'C': 0.0}
    """
    faults = wanted(scaled=(scaled, SCALED), theta=(theta, POSITIVE))
    if not isinstance(scaled, Scaled):
        faults.raise_all()
    problem = problem_of(scaled, weights, "scaled", faults)
    Faults(unsuitable(problem, "todim", raw=False, takes_raw=False)).raise_all(UnsuitableMethod)
    x = problem.values.to_numpy(dtype=float)
    gains, losses = _dominance(x, problem.weights[problem.values.columns].to_numpy(), theta)
    total = gains - losses
    span = np.ptp(total)
    if span <= 1e-12 * max(float(np.abs(total).max()), float(gains.max())):
        text = "all units have the same dominance, so that there is nothing to rank"
        raise UnsuitableMethod("rows", text, "use another method")
    score = pd.Series((total - total.min()) / span, problem.values.index, name="score")
    table = pd.DataFrame({"gains": gains, "losses": losses, "score": score}, problem.values.index)
    said = (
        "Units were ranked by TODIM: over all pairs of units the root of a weighted gain counts for a unit, and the root of a "
        "loss over its weight against it (theta = {theta:g}); the sums were put on a scale from 0 to 1."
    )
    told = Procedure.of(said, "GomesLima1992", theta=theta)
    return Ranking(
        score, ranked(score), table, "todim", "more", problem.weights, {"theta": float(theta)}, told
    )


def _dominance(x: Array, weights: Array, theta: float) -> tuple[Array, Array]:
    """Return the mean gains and losses of x (units, leaves) over all other units."""
    gains, losses = np.zeros(len(x)), np.zeros(len(x))
    for column, weight in zip(x.T, weights, strict=True):
        above, below = pair_sums(column, np.sqrt)
        gains += np.sqrt(weight) * above
        losses += below / (theta * np.sqrt(weight))
    return gains / (len(x) - 1), losses / (len(x) - 1)
