"""Which experts think alike, and who stands apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.consensus import entropy_of, experts_of, goepel, weights_of
from govmetrics.ahp.kinds import SCALE_END
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import FROM_ZERO, PROPORTION, asked, wanted
from govmetrics.numerics.arrays import Array

_MOST_CLUSTERED = 5_000  # the similarities of every two experts must fit in memory


def similarity(weights: pd.DataFrame | ArrayLike, max_ratio: float = 9) -> pd.DataFrame:
    """Return the consensus of every two experts: experts x experts, 1 on the diagonal.

    Parameters
    ----------
    weights : (experts, n) DataFrame or array
        Each row one expert's priorities, summing to one; at most 5,000 rows.
    max_ratio : float
        The scale's largest judgement.

    Returns
    -------
    (experts, experts) DataFrame
        Between 0 and 1.

    Raises
    ------
    FaultyInput
        Rows that are negative or do not sum to one, each named; more than 5,000 rows.

    References
    ----------
    Goepel, K. D. (2018). Implementation of an online software tool for the Analytic Hierarchy Process
    (AHP-OS). International Journal of the Analytic Hierarchy Process 10.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.ahp.similarity([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.68, 0.22, 0.1]]).round(2).to_numpy().tolist()
    [[1.0, 0.43, 1.0], [0.43, 1.0, 0.44], [1.0, 0.44, 1.0]]
    """
    w = _read(weights, max_ratio)
    if len(w) > _MOST_CLUSTERED:
        raise FaultyInput("weights", "are of {count:,} experts", "compare at most {most}, such as a random sample",
                  count=len(w), most=_MOST_CLUSTERED)  # fmt: skip
    own = entropy_of(w)
    found = np.ones((len(w), len(w)))
    for row in range(len(w)):
        found[row] = goepel((w + w[row]) / 2, (own + own[row]) / 2, max_ratio)
    names = experts_of(weights)
    return pd.DataFrame(found, index=names, columns=names)


def _read(weights: pd.DataFrame | ArrayLike, max_ratio: float, **options: Any) -> Array:
    """Return the weights, or raise everything that is wrong with them and with the options."""
    faults = wanted(max_ratio=(max_ratio, SCALE_END), **options)
    with faults:
        w = weights_of(weights)
    faults.raise_all()
    return w


def clusters(weights: pd.DataFrame | ArrayLike, threshold: float = 0.875, max_ratio: float = 9) -> pd.Series:
    """Group like-minded experts: the consensus of any two in a cluster is at least `threshold`.

    Complete linkage on the pairwise consensus; Goepel's AHP-OS clusters by the same similarity.

    Parameters
    ----------
    weights : (experts, n) DataFrame or array
        Each row one expert's priorities, summing to one.
    threshold : float
        Between 0 and 1; the default is the lower bound of "very high".
    max_ratio : float
        The scale's largest judgement.

    Returns
    -------
    Series
        Cluster of every expert, numbered from 1 by size.

    Raises
    ------
    FaultyInput
        As `similarity`; a threshold beyond 0 to 1.

    References
    ----------
    Goepel, K. D. (2018). Implementation of an online software tool for the Analytic Hierarchy Process
    (AHP-OS). International Journal of the Analytic Hierarchy Process 10.

    Examples
    --------
    >>> clusters([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.68, 0.22, 0.1]]).tolist()
    [1, 2, 1]
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    asked(threshold=(threshold, PROPORTION))
    alike = similarity(weights, max_ratio)
    found = np.ones(len(alike), dtype=int)
    if len(alike) > 1:
        distance = np.clip(1 - alike.to_numpy(), 0, 1)
        np.fill_diagonal(distance, 0)
        tree = linkage(squareform(distance, checks=False), "complete")
        found = fcluster(tree, 1 - threshold + 1e-12, "distance")
    sizes = pd.Series(found).value_counts(sort=False)
    first = pd.Series(found).drop_duplicates()  # equal sizes: in the order of the experts
    order = sorted(first, key=lambda c: (-sizes[c], first[first == c].index[0]))
    number = {cluster: position for position, cluster in enumerate(order, 1)}
    return pd.Series([number[c] for c in found], index=alike.index, name="cluster")


def outliers(weights: pd.DataFrame | ArrayLike, cutoff: float = 3.5, max_ratio: float = 9) -> pd.DataFrame:
    """Tell which experts stand apart, and what the consensus would be without each.

    The distance is Aitchison's (of log-ratios) from the median expert; the score is its robust z,
    0.6745 (d - median) / MAD, and above the cut-off counts as outlying (Iglewicz and Hoaglin, 1993).

    Parameters
    ----------
    weights : (experts, n) DataFrame or array
        Each row one expert's priorities: positive, summing to one.
    cutoff : float
        3.5 by convention.
    max_ratio : float
        The scale's largest judgement.

    Returns
    -------
    DataFrame
        Index expert; distance, score, outlying, consensus_without. An expert who stands apart need not
        be wrong: read their reasons before leaving anyone out.

    Raises
    ------
    FaultyInput
        As `similarity`; weights of zero; a cut-off below zero.

    References
    ----------
    Aitchison, J. (1986). The Statistical Analysis of Compositional Data. Chapman and Hall.
    Iglewicz, B. and Hoaglin, D. (1993). How to Detect and Handle Outliers. ASQC.

    Examples
    --------
    >>> import govmetrics as gm
    >>> experts = pd.DataFrame([[0.6, 0.3, 0.1], [0.55, 0.33, 0.12], [0.62, 0.27, 0.11], [0.1, 0.2, 0.7]], list("ABCD"))
    >>> gm.ahp.outliers(experts)["outlying"].to_dict()
    {'A': False, 'B': False, 'C': False, 'D': True}
    """
    w = _read(weights, max_ratio, cutoff=(cutoff, FROM_ZERO))
    if (w <= 0).any():
        raise FaultyInput("weights", "a weight is zero", "give positive weights: log-ratios need them")
    logs = np.log(w)
    logs -= logs.mean(axis=1, keepdims=True)
    distance = np.sqrt(((logs - np.median(logs, axis=0)) ** 2).sum(axis=1))
    away = distance - np.median(distance)
    mad = np.median(np.abs(away))
    score = 0.6745 * away / mad if mad > 1e-12 else np.where(away > 1e-9, np.inf, 0.0)
    k = len(w)
    without = np.ones(1)
    if k > 1:
        own = entropy_of(w)
        without = goepel((w.sum(axis=0) - w) / (k - 1), (own.sum() - own) / (k - 1), max_ratio)
    found = {"distance": distance, "score": score, "outlying": score > cutoff, "consensus_without": without}
    return pd.DataFrame(found, index=experts_of(weights))
